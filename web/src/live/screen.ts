// Keeps what every screen keeps: the hub joined, links checked when the world comes back.
import type { EventHub } from './hub';
import type { MediaLink } from './link';

/** Checks a link when the network or the page or the hub returns: that is when a session may be gone without a word. */
export function keepChecked(link: MediaLink, hub: EventHub): () => void {
  const check = () => void link.check();
  const visible = () => {
    if (document.visibilityState === 'visible') check();
  };
  // Another network: the path may still look well for seconds, so the move begins before it falls silent.
  const move = () => void link.restart();
  const network = (navigator as Navigator & { connection?: EventTarget }).connection;
  hub.onJoined(check);
  addEventListener('online', move);
  network?.addEventListener('change', move);
  document.addEventListener('visibilitychange', visible);
  return () => {
    removeEventListener('online', move);
    network?.removeEventListener('change', move);
    document.removeEventListener('visibilitychange', visible);
  };
}
