import { type Signal, signal } from '@preact/signals';
import { render } from 'preact';
import type { Boot } from '../boot';
import { elapsed } from '../live/clock';
import { ClockBook } from '../live/clockBook';
import { t } from '../text';
import { ClockStrip } from '../ui/ClockStrip';
import { OpenStep } from '../ui/OpenStep';
import { type Started, start } from '../ui/start';
import { Column, folded } from './Column';
import { DeskBar } from './DeskBar';
import { Desk } from './desk';
import { listen } from './keyboard';
import { Lanes } from './Lanes';
import { Queue } from './Queue';
import { Sheets } from './Sheets';
import { SlateBar } from './SlateBar';
import { StagePanel } from './StagePanel';

const started = start();
const place = document.getElementById('content');
if (started?.boot.event && place) run(started, started.boot.event, place);

function run({ boot, serverClock, now }: Started, event: NonNullable<Boot['event']>, place: HTMLElement): void {
  const book = new ClockBook(boot.clocks);
  // A link shows first whose it is; the host, signed in, is known already.
  const desk = signal<Desk | undefined>(undefined);
  const enter = () => {
    const entered = new Desk(boot, event, (ms) => serverClock.heard(ms), now);
    now.subscribe((ms) => entered.questions.expire(ms));
    listen(entered);
    desk.value = entered;
    place.dataset.step = 'desk';
  };

  function Screen() {
    if (desk.value) return <Console desk={desk.value} boot={boot} now={now} book={book} />;
    return boot.invite ? <OpenStep invite={boot.invite} event={event} enter={enter} /> : null;
  }
  place.replaceChildren();
  render(<Screen />, place);
  place.dataset.step = 'open';
  if (!boot.invite) enter();
}

function Console({ desk, boot, now, book }: { desk: Desk; boot: Boot; now: Signal<number>; book: ClockBook }) {
  const presence = desk.hub.presence.value;
  const state = desk.state.value;
  return (
    <>
      <header class="console-head">
        <ClockStrip clocks={boot.clocks} now={now} />
        <div class="console-line">
          <h1 dir="auto">{desk.event.title}</h1>
          {state !== 'live' && (
            <span class="console-when">
              {desk.event.when.map((line) => (
                <span class="when" key={line}>
                  {line}
                </span>
              ))}
            </span>
          )}
          <strong class="state" id="event-state" data-state={state}>
            {t(`event.state.${state}`)}
          </strong>
          {state === 'live' && (
            <span class="elapsed">{t('console.elapsed', { time: elapsed(desk.event.start, now.value) || '00:00:00' })}</span>
          )}
          {presence && <span class="watching">{t('event.watching', { count: presence.watching })}</span>}
          {desk.isHost && <HostButtons desk={desk} />}
          <a href={`/e/${desk.event.slug}`} target="_blank" rel="noopener">
            {t(state === 'ended' && desk.event.program ? 'console.recording' : 'console.audience')}
          </a>
          <a
            href={boot.token ? `/join/${boot.token}/prompter` : `/prompter/${desk.event.slug}`}
            target="_blank"
            rel="noopener noreferrer"
            data-action="prompter"
          >
            {t('console.prompter')}
          </a>
        </div>
        {desk.hub.state.value === 'lost' && (
          <p class="notice" role="status">
            {t(desk.hub.closing.value ? 'common.closing' : 'common.offline')}
          </p>
        )}
      </header>
      <div class="console-columns" data-folded={[...folded.value].join(' ')} data-program={desk.program.runs.value}>
        <Column name="lanes">
          <Lanes desk={desk} />
        </Column>
        <Column name="queue">
          <Queue desk={desk} />
        </Column>
        <Column name="stage">
          <StagePanel desk={desk} now={now} book={book} />
        </Column>
      </div>
      <div class="console-foot">
        <DeskBar desk={desk} />
        <SlateBar desk={desk} />
      </div>
      <p class="visually-hidden" role="status" data-said>
        {desk.said.value}
      </p>
      <Sheets desk={desk} />
    </>
  );
}

const ending = signal(false);

function HostButtons({ desk }: { desk: Desk }) {
  const state = desk.state.value;
  if (state === 'draft') {
    return (
      <button type="button" data-action="publish" onClick={() => void desk.transition('publish')}>
        {t('console.publish')}
      </button>
    );
  }
  if (state === 'published') {
    return (
      <button type="button" data-action="go-live" onClick={() => void desk.transition('go-live')}>
        {t('console.go-live')}
      </button>
    );
  }
  if (state !== 'live') return null;
  if (!ending.value) {
    return (
      <button type="button" class="quiet" data-action="end" onClick={() => (ending.value = true)}>
        {t('console.end')}
      </button>
    );
  }
  return (
    <span class="actions">
      {t('console.end.sure')}
      <button
        type="button"
        class="danger"
        data-action="end-sure"
        onClick={() => {
          ending.value = false;
          void desk.transition('end');
        }}
      >
        {t('console.end')}
      </button>
      <button type="button" class="quiet" data-action="cancel" onClick={() => (ending.value = false)}>
        {t('common.cancel')}
      </button>
    </span>
  );
}
