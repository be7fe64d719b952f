// The little we read of a master playlist ourselves (RFC 8216 §4.3.4): where the sound alone is.

/** The address of the rendition without a picture, relative to the master's; undefined when there is none. */
export function soundAlone(master: string, base: string): string | undefined {
  const lines = master.split(/\r?\n/).map((line) => line.trim());
  const found = lines.flatMap((line, i) => {
    if (!line.startsWith('#EXT-X-STREAM-INF:') || /[:,]RESOLUTION=/.test(line)) return [];
    const address = lines.slice(i + 1).find((next) => next !== '' && !next.startsWith('#'));
    const rate = Number(line.match(/[:,]BANDWIDTH=(\d+)/)?.[1] ?? Number.POSITIVE_INFINITY);
    return address ? [{ address, rate }] : [];
  });
  const cheapest = found.toSorted((a, b) => a.rate - b.rate)[0]?.address;
  const rendition = lines
    .find((line) => /^#EXT-X-MEDIA:.*TYPE=AUDIO/.test(line) && /NAME="?radio/i.test(line))
    ?.match(/URI="([^"]+)"/)?.[1];
  const address = cheapest ?? rendition;
  return address === undefined ? undefined : new URL(address, base).href;
}
