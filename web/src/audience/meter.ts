// What watching costs: told before, counted while.

export const MEGABYTE = 1_000_000;

/** Megabytes an hour at so many kilobits a second. */
export const megabytesAnHour = (kilobits: number): number => (kilobits * 1000 * 3600) / 8 / MEGABYTE;

/** Kilobits a second. The program: its largest picture with sound, and the radio rendition with its playlists. People: as many as usually speak. */
export const rates = { program: { watch: 1_900, listen: 36 }, people: { watch: 1_600, listen: 50 } } as const;

/** For print: two figures, since a price is an estimate. */
export function rounded(megabytes: number): number {
  if (megabytes <= 0) return 0;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(megabytes)) - 1);
  return Math.round(megabytes / step) * step;
}

/** Sums what several connections received, one after another, and how much that is an hour by the last half minute. */
export class Meter {
  /** Bytes since the start. */
  total = 0;
  private last = 0;
  private window: { at: number; total: number }[] = [];

  /** Another connection counts from zero, and at a rate of its own. */
  anew(): void {
    this.last = 0;
    this.window = [];
  }

  /** @param bytes what the present connection has received so far @param at milliseconds, of any clock that only moves forward */
  read(bytes: number, at: number): void {
    if (!(bytes >= 0)) return;
    // a counter that went back is a connection that was made anew by itself
    this.total += bytes >= this.last ? bytes - this.last : bytes;
    this.last = bytes;
    this.window = [...this.window.filter((s) => at - s.at <= 30_000), { at, total: this.total }];
  }

  /** Megabytes an hour; undefined until five seconds are known. */
  get anHour(): number | undefined {
    const [first, last] = [this.window[0], this.window.at(-1)];
    if (!first || !last || last.at - first.at < 5000) return undefined;
    return ((last.total - first.total) / (last.at - first.at)) * (3_600_000 / MEGABYTE);
  }
}

/** Bytes a peer connection took from the network: payload, RTP headers and 28 bytes of IP and UDP for each packet. */
export function received(stats: Iterable<{ type: string } & Record<string, unknown>>): number {
  let sum = 0;
  const number = (value: unknown) => (typeof value === 'number' ? value : 0);
  for (const report of stats) {
    if (report.type !== 'inbound-rtp') continue;
    sum += number(report.bytesReceived) + number(report.headerBytesReceived) + 28 * number(report.packetsReceived);
  }
  return sum;
}
