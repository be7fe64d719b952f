// One key each, while the focus is in the player (WCAG 2.1.4): play or stop, sound, full screen, picture or sound alone.
import { isTyping } from '../live/typing';
import type { Player } from './player';

export const shortcuts = { toggle: 'k', mute: 'm', fullscreen: 'f', listen: 'l' } as const;

export function listen(place: HTMLElement, player: Player, fullscreen: () => void): void {
  place.addEventListener('keydown', (press) => {
    if (press.ctrlKey || press.metaKey || press.altKey || isTyping(press.target)) return;
    // the space bar presses the button it stands on, and plays in the browser's own controls
    if (press.key === ' ' && press.target instanceof Element && press.target.closest('button, a, video, audio')) return;
    if (handle(player, press.key.toLowerCase(), fullscreen)) press.preventDefault();
  });
}

/** True when the key meant something. */
export function handle(player: Player, key: string, fullscreen: () => void): boolean {
  if (key === ' ' || key === shortcuts.toggle) player.toggle();
  else if (key === shortcuts.mute) player.muted.value = !player.muted.value;
  else if (key === shortcuts.listen) player.change(player.choice.value === 'listen' ? 'watch' : 'listen');
  else if (key === shortcuts.fullscreen && player.choice.value) fullscreen();
  else return false;
  return true;
}
