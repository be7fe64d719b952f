// Local times of places, as the server says them: the phone's own zone data and clock may be years old.
import { inDigits } from '../text';

export interface Clock {
  place: string;
  zone: string;
  /** Seconds east of UTC now. */
  offset: number;
  /** When the offset changes next (milliseconds since 1970), and to what; absent when it won't within a year. */
  changesAt?: number | null;
  nextOffset?: number | null;
  yours?: boolean;
}

export interface ClockFace {
  time: string;
  night: boolean;
  /** Days between that place's date and the reference place's: -1, 0 or 1. */
  shift: number;
}

const DAY = 86_400_000;

const localMilliseconds = (clock: Clock, now: number) => {
  const changed = clock.changesAt != null && clock.nextOffset != null && now >= clock.changesAt;
  return now + (changed ? (clock.nextOffset ?? 0) : clock.offset) * 1000;
};

/** What a clock shows at `now` (server's milliseconds); the day shift is told against `reference`, usually the viewer's place. */
export function face(clock: Clock, now: number, reference?: Clock): ClockFace {
  const local = localMilliseconds(clock, now);
  const minutes = Math.floor((((local % DAY) + DAY) % DAY) / 60_000);
  const hour = Math.floor(minutes / 60);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = Math.floor(local / DAY);
  const shift = reference ? day - Math.floor(localMilliseconds(reference, now) / DAY) : 0;
  return { time: inDigits(`${two(hour)}:${two(minutes % 60)}`), night: hour >= 22 || hour < 6, shift };
}

/** The server's time by the browser's: how far apart they are, the median of the samples seen. */
export class ServerClock {
  private samples: number[] = [];

  constructor(private readonly browser: () => number = Date.now) {}

  /** A server time (milliseconds) that arrived just now. */
  heard(serverTime: number): void {
    if (Number.isNaN(serverTime)) return;
    this.samples = [...this.samples.slice(-8), serverTime - this.browser()];
  }

  now(): number {
    const sorted = this.samples.toSorted((a, b) => a - b);
    return this.browser() + (sorted[Math.floor(sorted.length / 2)] ?? 0);
  }
}

/** "00:41:12" since a moment; empty before it. */
export function elapsed(since: number, now: number): string {
  const seconds = Math.floor((now - since) / 1000);
  if (seconds < 0) return '';
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((n) => String(n).padStart(2, '0')).join(':');
}

/** The countdown's two largest units, as message keys: the same rule as the server's DateWords.Countdown. */
export function countdown(left: number): { key: string; parts: { key: string; count: number }[] } {
  if (left <= 0) return { key: left > -300_000 ? 'countdown.now' : 'countdown.late', parts: [] };
  if (left < 60_000) return { key: 'countdown.soon', parts: [] };
  const minutes = Math.floor(left / 60_000);
  const days = Math.floor(minutes / 1440);
  const parts = [
    { key: 'count.days', count: days },
    { key: 'count.hours', count: Math.floor(minutes / 60) % 24 },
    ...(days === 0 ? [{ key: 'count.minutes', count: minutes % 60 }] : []),
  ].filter((p) => p.count > 0);
  return { key: parts.length > 1 ? 'countdown.in-two' : 'countdown.in', parts: parts.slice(0, 2) };
}
