/** Milliseconds to wait before attempt n (from 0): doubling from 0.5 s to 2 s, half of it by chance, so that a whole audience does not come back at one instant. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(2000, 500 * 2 ** Math.min(attempt, 10));
  return ceiling * (0.5 + random() / 2);
}

/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110 §10.2.3), at most a minute; undefined when absent or unreadable. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(seconds) ? undefined : Math.min(60_000, Math.max(0, seconds));
}

/** Waits, or less when the signal is aborted or `early` is called. */
export function wait(milliseconds: number, signal: AbortSignal): { done: Promise<void>; early: () => void } {
  let early = () => {};
  const done = new Promise<void>((resolve) => {
    const timer = setTimeout(() => early(), milliseconds);
    early = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', early);
      resolve();
    };
    signal.addEventListener('abort', early, { once: true });
  });
  return { done, early: () => early() };
}
