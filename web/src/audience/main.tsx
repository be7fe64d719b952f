import { computed, effect, signal } from '@preact/signals';
import { render } from 'preact';
import { type Boot, readBoot } from '../boot';
import type { EventState, QuestionView } from '../contracts';
import { send } from '../live/api';
import { Asking } from '../live/ask';
import type { QuestionBoard } from '../live/board';
import { ClockBook } from '../live/clockBook';
import { EventHub } from '../live/hub';
import { type Texts, textsIn } from '../live/reading';
import { enhanceChoices, enhancePlaces } from '../page/choices';
import { type Started, start } from '../ui/start';
import { tickStrip } from '../ui/strip';
import { enhanceForm } from './form';
import { toggleFullscreen } from './fullscreen';
import { listen } from './keys';
import { calmList, soon } from './list';
import { MyQuestions } from './MyQuestions';
import { PlayerView } from './PlayerView';
import { Player } from './player';
import { QuestionList } from './QuestionList';
import { Recording } from './recording';
import { Reported } from './reported';
import { openSession } from './session';
import { keepFocus, tellSystem } from './surroundings';
import { Wake } from './wake';
import { browserZone, useZone } from './zone';

const saveData = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData === true;
const started: Started | undefined = start();
if (started?.boot.event) run(started, started.boot.event);

function run({ boot, serverClock, now }: Started, event: NonNullable<Boot['event']>): void {
  const hub = new EventHub({ event: event.id, csrf: boot.csrf, language: boot.language, serverTime: (ms) => serverClock.heard(ms) });
  const clocks = signal(boot.clocks);
  const book = new ClockBook(boot.clocks);
  const state = computed<EventState>(() => hub.eventState.value?.content ?? event.state);
  // a signed-in host is given the moderators' board instead; the list shows what is public of it
  const board = computed<QuestionBoard | undefined>(
    () => hub.questions.value.get('questions.public') ?? hub.questions.value.get('questions.moderation') ?? boot.questions,
  );
  const reader = boot.language;
  const before: Texts = new Map(boot.texts?.map((row) => [row.question, row]));
  const texts = computed<Texts>(() => textsIn(hub.texts.value, reader) ?? before);
  const asking = new Asking({ event: event.id, language: boot.language, storage: localStorage, csrf: boot.csrf });
  const program = event.program ?? undefined;
  const recording = program && new Recording(new URL('recording.mp4', new URL(program.hls, location.href)).pathname);
  const player = new Player({
    program,
    state,
    available: () => state.peek() === 'live' || (state.peek() === 'ended' && recording?.state.peek() === 'ready'),
    session: (video, audio) => openSession(hub, event.slug, video, audio),
    hls: async (options) => new (await import('./hls')).HlsPlayback({ ...options, saveData }),
    cut: computed(() => hub.presence.value?.cut === true),
    hidden: () => document.visibilityState === 'hidden',
  });
  effect(() => {
    if (state.value === 'ended') void recording?.look();
  });

  effect(() => tickStrip(document.querySelector('.clocks'), clocks.value, now.value));
  enhanceChoices();
  enhancePlaces();
  guessZone();

  const stage = document.getElementById('player');
  if (stage) {
    stage.className = 'player'; // what the server drew as one is now a picture with its buttons beneath
    stage.tabIndex = -1;
    const fullscreen = () => toggleFullscreen(stage);
    const view = { player, recording, state, now, book, saveData, fullscreen, presence: hub.presence };
    mount('player', <PlayerView {...view} startsAt={event.start} />);
    listen(stage, player, fullscreen);
    keepFocus(stage, player);
  }
  const wake = new Wake();
  effect(() => wake.hold(player.state.value === 'playing'));
  effect(() => tellSystem(player, event.title));
  const moments = computed<ReadonlyMap<string, number>>(
    () =>
      new Map(
        recording?.state.value === 'ready' ? recording.chapters.value.flatMap((c) => (c.question ? [[c.question, c.start]] : [])) : [],
      ),
  );
  const play = (seconds: number) => {
    player.seek(seconds);
    stage?.focus();
    stage?.scrollIntoView({ block: 'start' });
  };
  mount('mine', <MyQuestions {...{ texts, reader }} mine={asking.mine} soon={soon(board)} {...{ moments, play }} />);
  const { list, show } = calmList(board);
  show();
  const voted = signal<ReadonlySet<string>>(new Set(boot.questions?.questions.filter((q) => q.votedByMe).map((q) => q.id)));
  const reported = new Reported(event.id, localStorage);
  const report = (question: QuestionView) =>
    void reported.report(question.id, () =>
      send('POST', `/api/v1/events/${event.id}/questions/${question.id}/report`, { csrf: boot.csrf }, {}),
    );
  const mine = computed<ReadonlySet<string>>(() => new Set(asking.mine.value.map((m) => m.id)));
  mount(
    'questions',
    <QuestionList {...{ texts, reader, list, show, voted, vote, moments, play, report, reported: reported.ids, mine, state }} />,
  );

  const form = document.querySelector<HTMLFormElement>('[data-ask-form]');
  const intake = computed(() => hub.intake.value?.content ?? boot.intake);
  const closed = computed(() =>
    state.value !== 'published' && state.value !== 'live' ? 'ask.closed' : intake.value?.open === false ? 'ask.paused' : undefined,
  );
  if (form) enhanceForm(form, asking, closed);
  const asked = new URL(location.href).searchParams.get('asked');
  const card = boot.questions && asked ? document.querySelector(`.mine-card[data-question="${CSS.escape(asked)}"] .question-text`) : null;
  if (asked && card?.textContent) asking.adopt(asked, card.textContent);

  effect(() => {
    for (const question of board.value?.questions ?? []) asking.heard(question);
  });
  const again = () => {
    void asking.flush();
    void asking.refresh();
  };
  again();
  addEventListener('online', again);
  hub.onJoined(again);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again());
  // What the public board never shows (a refusal) is asked for, rarely and only while somebody looks.
  setInterval(() => document.visibilityState === 'visible' && void asking.refresh(), 20_000);

  connectSoon(() => void hub.start());

  function vote(question: QuestionView): void {
    const had = voted.value.has(question.id);
    const set = (has: boolean) => {
      const next = new Set(voted.value);
      if (has) next.add(question.id);
      else next.delete(question.id);
      voted.value = next;
    };
    set(!had);
    void send(had ? 'DELETE' : 'POST', `/api/v1/events/${event.id}/questions/${question.id}/vote`, { csrf: boot.csrf }).then(({ ok }) => {
      if (!ok) set(had);
    });
  }

  function guessZone(): void {
    const zone = browserZone();
    if (!zone || boot.clocks.some((c) => c.yours)) return;
    void useZone(zone, readBoot).then((fresh) => {
      if (!fresh) return;
      clocks.value = fresh.clocks;
      enhanceChoices();
    });
  }
}

function mount(id: string, content: preact.ComponentChild): void {
  const place = document.getElementById(id);
  if (!place) return;
  place.replaceChildren();
  render(content, place);
}

/** The hub's library comes after the first touch, or when the phone has nothing better to do. */
function connectSoon(connect: () => void): void {
  const once = { once: true, passive: true } as const;
  for (const touch of ['pointerdown', 'keydown', 'scroll'] as const) addEventListener(touch, connect, once);
  if ('requestIdleCallback' in window) requestIdleCallback(connect, { timeout: 3000 });
  else setTimeout(connect, 1500);
}
