import type { ReadonlySignal } from '@preact/signals';
import type { EventState, OnAirView, PresenceView } from '../contracts';
import { countdown } from '../live/clock';
import type { ClockBook } from '../live/clockBook';
import type { MediaSlot } from '../live/whep';
import { t } from '../text';
import { PlaceTime } from '../ui/ClockStrip';
import { Picture, playAll, Sound } from '../ui/Media';
import type { Player } from './player';

interface Props {
  player: Player;
  state: ReadonlySignal<EventState>;
  presence: ReadonlySignal<PresenceView | undefined>;
  startsAt: number;
  now: ReadonlySignal<number>;
  book: ClockBook;
}

export function PlayerView(props: Props) {
  const state = props.state.value;
  const presence = props.presence.value;
  return (
    <>
      <p class="state" id="event-state" data-state={state}>
        {t(`event.state.${state}`)}
        {state === 'live' && presence && <span class="watching"> · {t('event.watching', { count: presence.watching })}</span>}
      </p>
      {props.player.choice.value ? <Playing {...props} /> : <Poster {...props} />}
    </>
  );
}

function Poster({ player, state, startsAt, now, presence }: Props) {
  if (state.value !== 'live') {
    const words =
      state.value === 'ended' ? t('event.ended') : state.value === 'cancelled' ? t('event.cancelled') : said(startsAt - now.value);
    return (
      <p class="poster-words" id="countdown">
        {words}
      </p>
    );
  }
  return (
    <div class="choice">
      <p class="poster-words">{presence.value && presence.value.onAir.length === 0 ? t('event.none-on-air') : t('player.choose')}</p>
      <div class="choice-buttons">
        <button type="button" data-action="watch" onClick={() => player.choose('watch')}>
          {t('player.watch')} <small>{t('player.watch.cost')}</small>
        </button>
        <button type="button" class="quiet" data-action="listen" onClick={() => player.choose('listen')}>
          {t('player.listen')} <small>{t('player.listen.cost')}</small>
        </button>
      </div>
    </div>
  );
}

function Playing({ player, presence, now, book }: Props) {
  const playing = player.playing.value;
  if (!playing) return null;
  const { watcher, speakers } = playing;
  const slots = watcher.slots.value;
  const link = watcher.link.state.value;
  const who = speakers.value;
  const pictures = slots.filter((s) => s.kind === 'video');
  const filled = pictures.filter((s, i) => i === 0 || who.has(s.mid));
  const active = presence.value?.onAir.find((p) => p.id === presence.value?.activeSpeaker);
  return (
    <div class="playing" data-link={link} data-tiles={filled.length}>
      {pictures.map((slot) => (
        <Tile key={slot.mid} slot={slot} person={who.get(slot.mid)} hidden={!filled.includes(slot)} now={now} book={book} />
      ))}
      {slots
        .filter((s) => s.kind === 'audio')
        .map((slot) => (
          <Sound key={slot.mid} slot={slot} speaker={who.get(slot.mid)?.id} blocked={() => (player.soundBlocked.value = true)} />
        ))}
      {player.choice.value === 'listen' && active && (
        <p class="poster-words">
          {t('player.now', { name: active.name, place: active.place ?? '' })}{' '}
          <PlaceTime place={active.place ?? ''} clock={book.of(active.zone)} now={now} />
        </p>
      )}
      {link !== 'connected' && (
        <p class="link-word" role="status">
          {t(link === 'waiting' ? 'player.waiting' : link === 'lost' ? 'player.lost' : 'player.connecting')}
        </p>
      )}
      <div class="player-bar">
        {player.soundBlocked.value && (
          <button
            type="button"
            data-action="sound"
            onClick={() => {
              playAll(document);
              player.soundBlocked.value = false;
            }}
          >
            {t('player.sound')}
          </button>
        )}
        <button type="button" class="quiet" data-action="stop" onClick={() => player.stop()}>
          {t('player.stop')}
        </button>
      </div>
    </div>
  );
}

interface TileProps {
  slot: MediaSlot;
  person: OnAirView | undefined;
  hidden: boolean;
  now: ReadonlySignal<number>;
  book: ClockBook;
}

function Tile({ slot, person, hidden, now, book }: TileProps) {
  return (
    <figure class="tile" hidden={hidden} data-tile-speaker={person?.id}>
      <Picture slot={slot} speaker={person?.id} label={person?.name ?? t('player.title')} />
      {person && (
        <figcaption>
          <bdi>{person.name}</bdi> <PlaceTime place={person.place ?? ''} clock={book.of(person.zone)} now={now} />
        </figcaption>
      )}
    </figure>
  );
}

function said(left: number): string {
  const { key, parts } = countdown(left);
  const words = parts.map((p) => t(p.key, { count: p.count }));
  return t(key, { span: words[0] ?? '', rest: words[1] ?? '' });
}
