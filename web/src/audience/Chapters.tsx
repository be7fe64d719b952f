import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { elapsed } from '../live/clock';
import { t } from '../text';
import type { Player } from './player';
import { chapterAt, type Recording } from './recording';

/** Beneath the recording: one button for each answered question, and the file to keep. */
export function Chapters({ player, recording }: { player: Player; recording: Recording }) {
  const here = useSignal(-1);
  const element = player.recorded.value ? player.hls.value?.element : undefined;
  const playing = player.state.value; // the element comes a moment after its playback
  useEffect(() => {
    const look = () => {
      here.value = element ? chapterAt(recording.chapters.value, element.currentTime) : -1;
    };
    look();
    element?.addEventListener('timeupdate', look);
    return () => element?.removeEventListener('timeupdate', look);
  }, [element, playing]);
  if (recording.state.value !== 'ready') return null;
  return (
    <section class="recording" aria-labelledby="chapters-title">
      {recording.chapters.value.length > 0 && <h3 id="chapters-title">{t('player.chapters')}</h3>}
      <ol class="chapters">
        {recording.chapters.value.map((chapter, i) => (
          <li key={chapter.question ?? chapter.start}>
            <button
              type="button"
              class="quiet"
              data-action="chapter"
              data-start={chapter.start}
              aria-current={here.value === i ? 'true' : undefined}
              onClick={() => player.seek(chapter.start)}
            >
              <time>{elapsed(0, chapter.start * 1000)}</time> <span dir="auto">{chapter.title}</span>
            </button>
          </li>
        ))}
      </ol>
      <p>
        <a class="button quiet" href={recording.address} download data-action="download">
          {t('player.download')}
        </a>
      </p>
    </section>
  );
}
