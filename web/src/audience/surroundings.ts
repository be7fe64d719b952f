// What is around the player: the focus, and the phone's own display of what plays.
import { effect } from '@preact/signals';
import type { Player } from './player';

/** The button that was pressed gives way to others: the focus stays in the player, and so do its keys. */
export function keepFocus(place: HTMLElement, player: Player): void {
  let before = player.choice.peek();
  effect(() => {
    const choice = player.choice.value;
    if (choice === before) return;
    const inside = place.contains(document.activeElement);
    before = choice;
    if (inside) queueMicrotask(() => place.contains(document.activeElement) || place.focus({ preventScroll: true }));
  });
}

/** The lock screen and the keys of a headset. Reads the player's signals: call it from an effect. */
export function tellSystem(player: Player, title: string, session: MediaSession | undefined = navigator.mediaSession): void {
  const state = player.state.value;
  if (!session) return;
  session.metadata = state === 'idle' ? null : new MediaMetadata({ title, artist: 'LiveDialogue' });
  session.playbackState = state === 'idle' ? 'none' : state === 'paused' || state === 'ended' ? 'paused' : 'playing';
  const recorded = player.recorded.value;
  const handle = (action: MediaSessionAction, run: MediaSessionActionHandler | null) => {
    try {
      session.setActionHandler(action, run);
    } catch {
      // an action that this browser doesn't know
    }
  };
  handle('pause', state === 'idle' ? null : () => player.toggle());
  handle('play', state === 'idle' || !recorded ? null : () => player.toggle());
  handle('stop', state === 'idle' ? null : () => player.stop());
  handle('seekto', recorded ? ({ seekTime }) => seekTime !== undefined && player.seek(seekTime) : null);
}
