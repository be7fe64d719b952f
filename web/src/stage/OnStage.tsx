import type { ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { QuestionView, StageSpeakerView } from '../contracts';
import { countdown } from '../live/clock';
import type { ClockBook } from '../live/clockBook';
import type { LinkState } from '../live/link';
import { readText } from '../live/reading';
import { t } from '../text';
import { PlaceTime } from '../ui/ClockStrip';
import { Picture, playAll, Self, Sound } from '../ui/Media';
import { RungWord, StandIn, since } from '../ui/StandIn';
import { Words } from '../ui/Words';
import { TestConnection } from './Steps';
import type { Visit } from './visit';

interface Props {
  visit: Visit;
  now: ReadonlySignal<number>;
  book: ClockBook;
}

/** Green room and on air: one screen whose banner says which, so that nothing moves under the thumb when it changes. */
export function OnStage({ visit, now, book }: Props) {
  const onAir = visit.step.value === 'on-air';
  const me = visit.me.value;
  return (
    <section class="on-stage">
      <div class="banner" data-on-air={onAir} role="status">
        {onAir ? (
          <>
            <strong class="on-air">{t('stage.on-air')}</strong> <span>{t('stage.on-air.detail')}</span>
          </>
        ) : (
          <>
            <strong>{t('stage.green.title')}</strong> <span>{t('stage.green.wait')}</span>
            {visit.state.value === 'published' && <span class="countdown"> {said(visit.event.start - now.value)}</span>}
          </>
        )}
      </div>
      <LinkWord link={visit.publisher.link.state.value} me={me} visit={visit} />
      {visit.publisher.interrupted.value && (
        <button
          type="button"
          class="big interrupted"
          data-action="recover"
          onClick={() => void visit.publisher.recover(visit.camera.value)}
        >
          {t('stage.interrupted')}
        </button>
      )}
      <Questions visit={visit} />
      <Others visit={visit} now={now} book={book} />
      <Mine visit={visit} />
      <Controls visit={visit} onAir={onAir} />
    </section>
  );
}

const said = (left: number) => {
  const { key, parts } = countdown(left);
  const words = parts.map((p) => t(p.key, { count: p.count }));
  return t(key, { span: words[0] ?? '', rest: words[1] ?? '' });
};

function LinkWord({ link, me, visit }: { link: LinkState; me: StageSpeakerView | undefined; visit: Visit }) {
  const { rung, reason } = visit.sending.step.value;
  const word =
    link === 'connected'
      ? `link.${me?.link === 'silent' ? 'silent' : 'good'}`
      : link === 'refused'
        ? 'link.refused'
        : link === 'lost'
          ? 'link.lost'
          : 'link.connecting';
  return (
    <p class="link-word" data-link={link} role="status">
      {rung === 'video' || link !== 'connected' ? t(word) : <RungWord speaker={{ rung, rungReason: reason }} />}
      {(word !== 'link.good' || rung !== 'video') && (
        <>
          {' '}
          <TestConnection event={visit.event.slug} />
        </>
      )}
    </p>
  );
}

function Questions({ visit }: { visit: Visit }) {
  const questions = visit.hub.questions.value.get('questions.speaker')?.questions ?? [];
  const live = questions.find((q) => q.state === 'live');
  const next = questions.filter((q) => q.state === 'shortlisted');
  return (
    <div class="cue" aria-live="polite">
      <p>
        <a href={`${location.pathname}/prompter`} target="_blank" rel="noopener" data-action="prompter">
          {t('prompter.open')}
        </a>
      </p>
      {live && (
        <section class="live-question" data-question={live.id} data-state="live">
          <h2>{t('stage.question')}</h2>
          <Words class="largest" reading={readText(live, visit.texts.value.get(live.id), visit.reader)} />
          <Asker question={live} />
        </section>
      )}
      {next.length > 0 && (
        <details>
          <summary>
            {t('stage.next-question')} ({next.length})
          </summary>
          <ol>
            {next.map((q) => (
              <li key={q.id} data-question={q.id} data-state={q.state}>
                <Words class="next-text" reading={readText(q, visit.texts.value.get(q.id), visit.reader)} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

function Asker({ question }: { question: QuestionView }) {
  return (
    <p class="who">
      <bdi>{question.name ?? t('questions.anonymous')}</bdi>
      {question.country && (
        <span>
          {' '}
          · <bdi>{question.country}</bdi>
        </span>
      )}
    </p>
  );
}

function Others({ visit, now, book }: Props) {
  const slots = visit.watcher.slots.value;
  const who = visit.speakers.value;
  const others = visit.others.value.filter((s) => s.where === 'on-air' || s.keepsPlace);
  const shown = slots.filter((s) => s.kind === 'video' && who.has(s.mid));
  const unseen = others.filter((s) => !shown.some((slot) => who.get(slot.mid)?.id === s.id));
  const state = (id: string | undefined) => others.find((s) => s.id === id);
  return (
    <section class="others" aria-label={t('stage.others')} data-tiles={others.length}>
      {others.length === 0 && <p class="empty">{t(visit.step.value === 'on-air' ? 'stage.nobody-else' : 'stage.nobody')}</p>}
      {slots
        .filter((s) => s.kind === 'video')
        .map((slot) => {
          const person = who.get(slot.mid);
          return (
            <figure
              class="tile"
              key={slot.mid}
              hidden={!person}
              data-link={state(person?.id)?.link}
              data-source={visit.screens.value.has(slot.mid) ? 'screen' : 'camera'}
            >
              <Picture slot={slot} speaker={person?.id} label={person?.name ?? ''} />
              {!visit.screens.value.has(slot.mid) && <StandIn speaker={state(person?.id)} photos={visit.photos} now={now} />}
              {person && (
                <Caption name={person.name} place={person.place} zone={person.zone} speaker={state(person.id)} now={now} book={book} />
              )}
            </figure>
          );
        })}
      {unseen.map((s) => (
        <figure class="tile" key={s.id} data-link={s.link} data-no-picture>
          <StandIn speaker={s} photos={visit.photos} now={now} />
          <Caption name={s.name} place={s.place} zone={s.zone} speaker={s} now={now} book={book} />
        </figure>
      ))}
      {slots
        .filter((s) => s.kind === 'audio')
        .map((slot) => (
          <Sound key={slot.mid} slot={slot} speaker={who.get(slot.mid)?.id} blocked={() => (visit.soundBlocked.value = true)} />
        ))}
    </section>
  );
}

interface CaptionProps {
  name: string;
  place: string | null | undefined;
  zone: string;
  speaker: StageSpeakerView | undefined;
  now: ReadonlySignal<number>;
  book: ClockBook;
}

function Caption({ name, place, zone, speaker, now, book }: CaptionProps) {
  return (
    <figcaption>
      <bdi>{name}</bdi> <PlaceTime place={place ?? ''} clock={book.of(zone)} now={now} />
      {speaker && !speaker.microphone && <span class="note"> · {t('stage.muted')}</span>}
      {speaker && !speaker.camera && <span class="note"> · {t('stage.no-picture')}</span>}
      {speaker && speaker.link !== 'good' && (
        <span class="note">
          {' '}
          ·{' '}
          {speaker.lostSince === undefined
            ? t(`link.${speaker.link}`)
            : `${t('link.silent')} · ${since(speaker.lostSince ?? 0, now.value)}`}
        </span>
      )}
    </figcaption>
  );
}

function Mine({ visit }: { visit: Visit }) {
  const stream = visit.stream.value;
  if (!stream) return null;
  return (
    <figure class="tile self mine" data-camera={visit.camera.value}>
      {visit.camera.value ? (
        <Self stream={stream} label={t('stage.you')} />
      ) : (
        <p class="no-picture">{t(visit.photo.value === 'shown' ? 'stage.photo.yours' : 'stage.no-picture')}</p>
      )}
      <figcaption>{t('stage.you')}</figcaption>
    </figure>
  );
}

function Controls({ visit, onAir }: { visit: Visit; onAir: boolean }) {
  const me = visit.me.value;
  const held = me?.mutedByModerator === true && !me.askedToUnmute;
  const speaking = visit.microphone.value && me?.mutedByModerator !== true;
  const hasCamera = (visit.stream.value?.getVideoTracks().length ?? 0) > 0;
  return (
    <footer class="controls">
      {me?.mutedByModerator && (
        <p class="notice" role="status" data-asked={me.askedToUnmute}>
          {t(me.askedToUnmute ? 'stage.asked-to-unmute' : 'stage.muted-by-moderator')}
        </p>
      )}
      {visit.soundBlocked.value && (
        <button
          type="button"
          data-action="sound"
          onClick={() => {
            playAll(document);
            visit.soundBlocked.value = false;
          }}
        >
          {t('player.sound')}
        </button>
      )}
      {!onAir && (
        <button
          type="button"
          class="big"
          data-action="ready"
          aria-pressed={me?.ready ?? false}
          onClick={() => void visit.ready(!(me?.ready ?? false))}
        >
          {t(me?.ready ? 'stage.not-ready' : 'stage.ready')}
        </button>
      )}
      {!onAir && me?.ready && <p class="hint">{t('stage.is-ready')}</p>}
      {visit.photo.value !== 'none' && (
        <p class="hint" role="status" data-photo={visit.photo.value}>
          {t(`stage.photo.${visit.photo.value}`)}
        </p>
      )}
      <div class="bar">
        <button
          type="button"
          class="big mute"
          data-action="mute"
          aria-pressed={!speaking}
          disabled={held}
          onClick={() => void visit.setMicrophone(!speaking)}
        >
          {t(speaking ? 'stage.mute' : 'stage.unmute')}
        </button>
        {hasCamera && (
          <button
            type="button"
            class="quiet"
            data-action="camera"
            aria-pressed={!visit.camera.value}
            onClick={() => void visit.setCamera(!visit.camera.value)}
          >
            {t(visit.camera.value ? 'stage.camera-off' : 'stage.camera-on')}
          </button>
        )}
        {hasCamera && (
          <button
            type="button"
            class="quiet"
            data-action="voice-only"
            aria-pressed={visit.sending.voiceOnly.value}
            onClick={() => visit.sending.choose(!visit.sending.voiceOnly.value)}
          >
            {t(visit.sending.voiceOnly.value ? 'stage.picture-again' : 'rung.voice')}
          </button>
        )}
        {visit.publisher.canShare && (
          <button
            type="button"
            class="quiet"
            data-action="share"
            aria-pressed={visit.publisher.sharing.value}
            onClick={() => (visit.publisher.sharing.value ? visit.publisher.stopSharing() : void visit.publisher.share())}
          >
            {t(visit.publisher.sharing.value ? 'stage.share.stop' : 'stage.share')}
          </button>
        )}
        <Photo visit={visit} />
        <button type="button" class="quiet" data-action="leave" onClick={() => visit.leave()}>
          {t('stage.leave')}
        </button>
      </div>
    </footer>
  );
}

/** One tap where the camera runs; else the phone's own choice of a picture, which offers to take one. */
function Photo({ visit }: { visit: Visit }) {
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="quiet"
        data-action="photo"
        disabled={visit.photo.value === 'sending'}
        onClick={() => (visit.camera.value ? void visit.sendPhoto() : file.current?.click())}
      >
        {t('stage.photo')}
      </button>
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('stage.photo')}
        onChange={(chosen) => {
          const picture = chosen.currentTarget.files?.[0];
          chosen.currentTarget.value = '';
          if (picture) void visit.sendPhoto(picture);
        }}
      />
    </>
  );
}
