import type { ReadonlySignal } from '@preact/signals';
import type { StageSpeakerView } from '../contracts';
import { needsPhoto, type Photos } from '../live/photos';
import { inDigits, t } from '../text';

interface Props {
  speaker: StageSpeakerView | undefined;
  photos: Photos;
  now: ReadonlySignal<number>;
}

/** The photo in place of a picture that doesn't move, with its age; nothing where there is none. */
export function StandIn({ speaker, photos, now }: Props) {
  if (!speaker || !needsPhoto(speaker)) return null;
  const photo = photos.known.value.get(speaker.id);
  if (!photo) return null;
  return (
    <>
      <img class="stand-in" src={photo.url} alt={t('tile.photo')} data-photo-of={speaker.id} />
      {photo.taken !== undefined && (
        <span class="photo-age">
          {t('tile.photo')} · {since(photo.taken, now.value)}
        </span>
      )}
    </>
  );
}

/** Minutes and seconds. */
export function since(then: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - then) / 1000));
  return inDigits(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`);
}

/** What is sent of somebody and why it isn't more; nothing where all is well. */
export function RungWord({ speaker }: { speaker: Pick<StageSpeakerView, 'rung' | 'rungReason'> | undefined }) {
  if (!speaker || speaker.rung === 'video') return null;
  return (
    <span class="rung" data-rung={speaker.rung} data-rung-reason={speaker.rungReason}>
      {t(`rung.${speaker.rung}`)}
      {speaker.rungReason !== 'none' && <> · {t(`rung.because.${speaker.rungReason}`)}</>}
    </span>
  );
}
