// Keeps what every screen keeps: the hub joined, links checked when the world comes back.
import type { EventHub } from './hub';
import type { MediaLink } from './link';

/** Checks a link when the network or the page or the hub returns: that is when a session may be gone without a word. */
export function keepChecked(link: MediaLink, hub: EventHub): () => void {
  const check = () => void link.check();
  const visible = () => {
    if (document.visibilityState === 'visible') check();
  };
  hub.onJoined(check);
  addEventListener('online', check);
  document.addEventListener('visibilitychange', visible);
  return () => {
    removeEventListener('online', check);
    document.removeEventListener('visibilitychange', visible);
  };
}
