import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { OnAirView } from '../contracts';
import type { ClockBook } from '../live/clockBook';
import type { MediaSlot } from '../live/whep';
import { t } from '../text';
import { PlaceTime } from '../ui/ClockStrip';
import { Picture, Sound } from '../ui/Media';
import type { HlsPlayback } from './hls';
import type { PlayerProps } from './PlayerView';
import type { Player } from './player';
import type { Session } from './session';

export function Playing(props: PlayerProps) {
  const { player } = props;
  const state = player.state.value;
  const session = player.session.value;
  const hls = player.hls.value;
  const covered = player.covered.value && !player.recorded.value;
  return (
    <div
      class="playing"
      data-link={state === 'playing' ? 'connected' : state}
      data-way={player.way.value}
      data-tiles={session ? tiles(session).length : 1}
      data-covered={covered || undefined}
    >
      {session && <Slots session={session} {...props} />}
      {hls && <Program key={player.choice.value} playback={hls} player={player} />}
      {covered ? (
        <p class="link-word" role="status">
          {t('slate.back-soon')}
        </p>
      ) : (
        player.choice.value === 'listen' && <Listening {...props} />
      )}
      {state !== 'playing' && state !== 'paused' && state !== 'ended' && (
        <p class="link-word">{t(state === 'waiting' ? 'player.waiting' : state === 'lost' ? 'player.lost' : 'player.connecting')}</p>
      )}
    </div>
  );
}

const tiles = (session: Session): MediaSlot[] =>
  session.slots.value.filter((s) => s.kind === 'video').filter((s, i) => i === 0 || session.speakers.value.has(s.mid));

function Slots({ session, player, now, book }: PlayerProps & { session: Session }) {
  const who = session.speakers.value;
  const shown = tiles(session);
  return (
    <>
      {session.slots.value.map((slot) =>
        slot.kind === 'video' ? (
          <Tile key={slot.mid} slot={slot} person={who.get(slot.mid)} hidden={!shown.includes(slot)} now={now} book={book} />
        ) : (
          <Sound
            key={slot.mid}
            slot={slot}
            speaker={who.get(slot.mid)?.id}
            muted={player.muted.value || player.covered.value}
            blocked={() => (player.soundBlocked.value = true)}
          />
        ),
      )}
    </>
  );
}

interface TileProps {
  slot: MediaSlot;
  person: OnAirView | undefined;
  hidden: boolean;
  now: ReadonlySignal<number>;
  book: ClockBook;
}

/** The program says itself who speaks; only a person's own picture needs a caption. */
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

/** Live without controls, since there is nothing to seek; a recording with the browser's own. */
function Program({ playback, player }: { playback: HlsPlayback; player: Player }) {
  const element = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  useEffect(() => {
    if (element.current) playback.attach(element.current);
  }, [playback]);
  const muted = player.muted.value || (player.covered.value && !player.recorded.value);
  const shared = { ref: element, controls: player.recorded.value, muted, 'aria-label': t('player.title') };
  return player.choice.value === 'listen' ? (
    <audio {...shared} data-hls="radio" />
  ) : (
    <figure class="tile">
      <video {...shared} playsInline data-hls="program" />
    </figure>
  );
}

function Listening({ player, presence, now, book }: PlayerProps) {
  const active = player.recorded.value ? undefined : presence.value?.onAir.find((p) => p.id === presence.value?.activeSpeaker);
  return (
    <p class="poster-words">
      {active ? t('player.now', { name: active.name, place: active.place ?? '' }) : t('player.listening')}{' '}
      {active && <PlaceTime place={active.place ?? ''} clock={book.of(active.zone)} now={now} />}
    </p>
  );
}
