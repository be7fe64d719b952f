import { t } from '../text';
import { playAll } from '../ui/Media';
import type { Desk } from './desk';

/** Shown where the browser lets nothing sound before somebody touched the page. */
export function SoundButton({ desk }: { desk: Desk }) {
  if (!desk.soundBlocked.value) return null;
  return (
    <button
      type="button"
      data-action="sound"
      onClick={() => {
        playAll(document);
        desk.soundBlocked.value = false;
      }}
    >
      {t('player.sound')}
    </button>
  );
}
