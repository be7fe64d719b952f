import type { ReadonlySignal } from '@preact/signals';
import type { StageSpeakerView } from '../contracts';
import type { ClockBook } from '../live/clockBook';
import { needsPhoto } from '../live/photos';
import { t } from '../text';
import { PlaceTime } from '../ui/ClockStrip';
import { Picture, Sound } from '../ui/Media';
import { RungWord, StandIn, since } from '../ui/StandIn';
import type { Desk } from './desk';
import { LinkPanel } from './LinkPanel';
import { ProgramPanel } from './ProgramPanel';
import { RunOfShowPanel } from './RunOfShowPanel';
import { SoundButton } from './SoundButton';

interface Props {
  desk: Desk;
  now: ReadonlySignal<number>;
  book: ClockBook;
}

export function StagePanel({ desk, now, book }: Props) {
  const speakers = desk.speakers.value;
  return (
    <section class="stage-panel" aria-labelledby="stage-title">
      <RunOfShowPanel desk={desk} now={now} />
      {desk.program.runs.value ? <ProgramPanel desk={desk} now={now} book={book} /> : <Unmixed desk={desk} now={now} book={book} />}
      <h2 id="stage-title">{t('console.stage')}</h2>
      {speakers.length === 0 && <p class="empty">{t('console.no-speakers')}</p>}
      <ul class="speakers">
        {speakers.map((s) => (
          <Speaker key={s.id} speaker={s} desk={desk} now={now} book={book} />
        ))}
      </ul>
      {desk.isSignedIn && (
        <p>
          <a href={`/api/v1/events/${desk.event.id}/links.csv`} download>
            {t('eyes.export')}
          </a>
        </p>
      )}
    </section>
  );
}

function Speaker({ speaker, desk, now, book }: Props & { speaker: StageSpeakerView }) {
  const here = speaker.where !== 'away';
  const onAir = speaker.where === 'on-air' || speaker.keepsPlace;
  return (
    <li
      class="speaker"
      data-speaker={speaker.id}
      data-where={speaker.where}
      data-link={speaker.link}
      data-microphone={speaker.microphone}
      data-camera={speaker.camera}
      data-ready={speaker.ready}
    >
      <p class="speaker-name">
        <bdi>{speaker.name}</bdi> <PlaceTime place={speaker.place ?? ''} clock={book.of(speaker.zone)} now={now} />
      </p>
      {speaker.title && (
        <p class="speaker-title">
          <bdi>{speaker.title}</bdi>
        </p>
      )}
      <p class="speaker-state">
        <strong class={onAir ? 'on-air' : ''}>{t(`where.${speaker.where}`)}</strong>
        {here && <> · {t(`link.${speaker.link}`)}</>}
        {speaker.lostSince != null && <> · {`${t('link.silent')} · ${since(speaker.lostSince, now.value)}`}</>}
        {here && speaker.ready && !onAir && <> · {t('console.ready')}</>}
        {here && <> · {t(speaker.microphone ? 'console.microphone' : 'console.no-microphone')}</>}
        {here && <> · {t(speaker.camera ? 'console.camera' : 'console.no-camera')}</>}
      </p>
      {here && speaker.rung !== 'video' && (
        <p class="speaker-state">
          <RungWord speaker={speaker} />
        </p>
      )}
      {onAir && needsPhoto(speaker) && (
        <figure class="tile photo-tile" hidden={!desk.photos.known.value.has(speaker.id)}>
          <StandIn speaker={speaker} photos={desk.photos} now={now} />
        </figure>
      )}
      <div class="actions">
        {onAir ? (
          <button type="button" class="quiet" data-action="off-air" onClick={() => void desk.speaker(speaker.id, 'off-air')}>
            {t('console.off-air')}
          </button>
        ) : (
          here && (
            <button type="button" data-action="on-air" onClick={() => void desk.speaker(speaker.id, 'on-air')}>
              {t('console.on-air')}
            </button>
          )
        )}
        {here &&
          (speaker.microphone ? (
            <button type="button" class="quiet" data-action="mute" onClick={() => void desk.speaker(speaker.id, 'mute')}>
              {t('console.mute')}
            </button>
          ) : (
            <button
              type="button"
              class="quiet"
              data-action="ask-unmute"
              disabled={speaker.askedToUnmute}
              onClick={() => void desk.speaker(speaker.id, 'ask-unmute')}
            >
              {t('console.ask-unmute')}
            </button>
          ))}
        {here && speaker.camera && (
          <button type="button" class="quiet" data-action="camera-off" onClick={() => void desk.speaker(speaker.id, 'camera-off')}>
            {t('console.camera-off')}
          </button>
        )}
      </div>
      <LinkPanel desk={desk} speaker={speaker.id} />
    </li>
  );
}

/** Without a mixer the desk shows the people themselves. */
function Unmixed({ desk, now, book }: Props) {
  const because = desk.state.value === 'live' ? desk.program.view.value?.offBecause : undefined;
  const watching = desk.watching.value?.backstage ?? desk.watching.value?.program;
  if (!watching) {
    return (
      <>
        {because && (
          <p class="notice" role="status" dir="auto">
            {t('program.off', { because })}
          </p>
        )}
        <button type="button" class="quiet wide" data-action="watch" onClick={() => desk.watch()}>
          {t('console.program.watch')}
        </button>
      </>
    );
  }
  const { watcher, speakers } = watching;
  const who = speakers.value;
  const where = (id: string | undefined) => desk.speakers.value.find((s) => s.id === id)?.where;
  return (
    <div class="monitor" data-link={watcher.link.state.value}>
      <h2>{t('console.program')}</h2>
      <div class="monitor-tiles">
        {watcher.slots.value.map((slot) => {
          const person = who.get(slot.mid);
          if (slot.kind === 'audio')
            return <Sound key={slot.mid} slot={slot} speaker={person?.id} blocked={() => (desk.soundBlocked.value = true)} />;
          return (
            <figure class="tile" key={slot.mid} hidden={!person} data-where={where(person?.id)}>
              <Picture slot={slot} speaker={person?.id} label={person?.name ?? ''} />
              {person && (
                <figcaption>
                  <bdi>{person.name}</bdi> <PlaceTime place={person.place ?? ''} clock={book.of(person.zone)} now={now} /> ·{' '}
                  {t(`where.${where(person.id) ?? 'away'}`)}
                </figcaption>
              )}
            </figure>
          );
        })}
      </div>
      {watcher.link.state.value !== 'connected' && (
        <p role="status">{t(watcher.link.state.value === 'waiting' ? 'player.waiting' : 'player.connecting')}</p>
      )}
      <div class="actions">
        <SoundButton desk={desk} />
        <button type="button" class="quiet" data-action="stop" onClick={() => desk.unwatch()}>
          {t('player.stop')}
        </button>
      </div>
    </div>
  );
}
