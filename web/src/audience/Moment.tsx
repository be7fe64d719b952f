import { elapsed } from '../live/clock';
import { t } from '../text';

/** Leads to where the recording answers a question; nothing while there is no recording, or it was answered in writing. */
export function Moment({ at, play }: { at: number | undefined; play: (seconds: number) => void }) {
  if (at === undefined) return null;
  return (
    <button type="button" class="quiet moment" data-action="moment" data-start={at} onClick={() => play(at)}>
      {t('questions.moment')} <time>{elapsed(0, at * 1000)}</time>
    </button>
  );
}
