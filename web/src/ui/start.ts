// What every screen does first.
import { type Signal, signal } from '@preact/signals';
import { type Boot, readBoot } from '../boot';
import { ServerClock } from '../live/clock';
import { useMessages } from '../text';

export interface Started {
  boot: Boot;
  serverClock: ServerClock;
  /** The server's time in milliseconds, moving once a second. */
  now: Signal<number>;
}

/** Undefined on a page without boot data. */
export function start(): Started | undefined {
  const boot = readBoot(document);
  if (!boot) return undefined;
  useMessages(boot.messages, boot.language, boot.digits);
  const serverClock = new ServerClock();
  serverClock.heard(boot.serverTime);
  const now = signal(serverClock.now());
  setInterval(() => {
    now.value = serverClock.now();
  }, 1000);
  return { boot, serverClock, now };
}
