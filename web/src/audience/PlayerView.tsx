import type { ReadonlySignal } from '@preact/signals';
import type { EventState, PresenceView } from '../contracts';
import { countdown } from '../live/clock';
import type { ClockBook } from '../live/clockBook';
import { locale, t } from '../text';
import { Bar, MeterLine } from './Bar';
import { Chapters } from './Chapters';
import { megabytesAnHour, rates, rounded } from './meter';
import { Playing } from './Playing';
import type { Player } from './player';
import type { Recording } from './recording';

export interface PlayerProps {
  player: Player;
  recording: Recording | undefined;
  state: ReadonlySignal<EventState>;
  presence: ReadonlySignal<PresenceView | undefined>;
  startsAt: number;
  now: ReadonlySignal<number>;
  book: ClockBook;
  /** The reader asked the browser to save data. */
  saveData: boolean;
  fullscreen: () => void;
}

export function PlayerView(props: PlayerProps) {
  const { player, recording, presence } = props;
  const state = props.state.value;
  const playing = player.choice.value !== undefined;
  return (
    <>
      <div class="screen poster">
        <p class="state" id="event-state" data-state={state}>
          {t(`event.state.${state}`)}
          {state === 'live' && presence.value && <span class="watching"> · {t('event.watching', { count: presence.value.watching })}</span>}
        </p>
        {playing ? <Playing {...props} /> : <Poster {...props} />}
      </div>
      <p class="visually-hidden" role="status">
        {playing && t(`player.said.${said(player)}`)}
      </p>
      {playing && <Bar {...props} />}
      {playing && <MeterLine player={player} />}
      {recording && <Chapters player={player} recording={recording} />}
    </>
  );
}

/** What a screen reader is told when it changes. */
function said(player: Player): string {
  const state = player.state.value;
  if (player.covered.value && !player.recorded.value && state === 'playing') return 'covered';
  return state === 'playing' ? (player.choice.value ?? 'watch') : state;
}

function Poster(props: PlayerProps) {
  const { player, recording, presence, startsAt, now } = props;
  const state = props.state.value;
  if (state === 'ended' && recording?.state.value === 'ready') {
    return (
      <div class="choice">
        <p class="poster-words">{t('player.recording')}</p>
        <Choice {...props} />
      </div>
    );
  }
  if (state !== 'live') {
    const words =
      state === 'ended'
        ? t(recording?.state.value === 'making' ? 'player.recording.making' : 'event.ended')
        : state === 'cancelled'
          ? t('event.cancelled')
          : counted(startsAt - now.value);
    return (
      <p class="poster-words" id="countdown">
        {words}
      </p>
    );
  }
  const nobody = presence.value?.onAir.length === 0 && !player.hasProgram;
  return (
    <div class="choice">
      <p class="poster-words">{t(nobody ? 'event.none-on-air' : 'player.choose')}</p>
      <Choice {...props} />
    </div>
  );
}

/** The price stands on the button: nothing is spent before it is pressed. */
function Choice({ player, saveData }: PlayerProps) {
  return (
    <div class="choice-buttons">
      {(['watch', 'listen'] as const).map((choice) => (
        <button
          type="button"
          key={choice}
          class={saveData === (choice === 'listen') ? '' : 'quiet'}
          data-action={choice}
          onClick={() => player.choose(choice)}
        >
          {t(`player.${choice}`)} <small>{price(player, choice)}</small>
        </button>
      ))}
    </div>
  );
}

export const price = (player: Player, choice: 'watch' | 'listen'): string =>
  t('player.cost', {
    megabytes: new Intl.NumberFormat(locale()).format(rounded(megabytesAnHour(rates[player.hasProgram ? 'program' : 'people'][choice]))),
  });

function counted(left: number): string {
  const { key, parts } = countdown(left);
  const words = parts.map((p) => t(p.key, { count: p.count }));
  return t(key, { span: words[0] ?? '', rest: words[1] ?? '' });
}
