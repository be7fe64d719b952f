// The console's logic: what is shown, what was chosen, what was sent.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Boot } from '../boot';
import type { EventState, QuestionView, StageSpeakerView } from '../contracts';
import { send } from '../live/api';
import { EventHub } from '../live/hub';
import { keepChecked } from '../live/screen';
import { type MediaSlot, Watcher } from '../live/whep';
import { type SlotSpeakers, slotSpeakers } from '../ui/slots';
import { type Action, counts, inLane, type Lane, nextAfter, type Reason } from './lanes';
import { ProgramDesk } from './program';
import { RunOfShowDesk } from './runOfShow';

export interface Watched {
  watcher: Watcher;
  speakers: SlotSpeakers['speakers'];
  screens: SlotSpeakers['screens'];
  stop: () => void;
}

/** Rows drawn at once: thousands of questions stay quick, the rest is one press away. */
const PAGE = 100;

export interface Notice {
  at: 'program' | 'queue';
  key: string;
  state?: string;
}

export class Desk {
  readonly lane = signal<Lane>('new');
  readonly selected = signal<string | undefined>(undefined);
  readonly rejecting = signal<string | undefined>(undefined);
  readonly answering = signal<string | undefined>(undefined);
  /** What was refused, said where the button is. */
  readonly notice = signal<Notice | undefined>(undefined);
  readonly shortcuts = signal(localStorage.getItem('livedialogue.shortcuts') !== 'off');
  readonly limit = signal(PAGE);
  /** What the media doors show: those backstage, and the program where one is mixed. */
  readonly watching = signal<{ backstage: Watched | undefined; program: Watched | undefined } | undefined>(undefined);
  readonly hears = signal<'program' | 'backstage'>('program');
  readonly soundBlocked = signal(false);
  readonly hub: EventHub;
  readonly program: ProgramDesk;
  readonly show: RunOfShowDesk;
  /** Arrivals wait here, so that the queue under somebody's eyes does not grow by itself. */
  private readonly seen = signal<ReadonlySet<string> | undefined>(undefined);

  readonly questions = computed<readonly QuestionView[]>(() => this.hub.questions.value.get('questions.moderation')?.questions ?? []);
  readonly counts = computed(() => counts(this.questions.value));
  private readonly whole = computed(() => inLane(this.questions.value, this.lane.value));
  readonly queue = computed(() => {
    const seen = this.seen.value;
    return this.lane.value === 'new' && seen ? this.whole.value.filter((q) => seen.has(q.id)) : this.whole.value;
  });
  readonly waiting = computed(() => this.whole.value.length - this.queue.value.length);
  readonly shown = computed(() => this.queue.value.slice(0, this.limit.value));
  readonly state = computed<EventState>(
    () => this.hub.eventState.value?.content ?? this.hub.stage.value?.content.state ?? this.event.state,
  );
  readonly speakers = computed<readonly StageSpeakerView[]>(() => this.hub.stage.value?.content.speakers ?? []);

  /** Where somebody's camera or screen is seen, among those backstage. */
  slotOf(speaker: string, source: 'camera' | 'screen'): MediaSlot | undefined {
    const backstage = this.watching.value?.backstage;
    const screen = source === 'screen';
    return backstage?.watcher.slots.value.find(
      (s) => s.kind === 'video' && backstage.speakers.value.get(s.mid)?.id === speaker && backstage.screens.value.has(s.mid) === screen,
    );
  }

  readonly sharing = computed<readonly string[]>(() => {
    const backstage = this.watching.value?.backstage;
    return [...(backstage?.screens.value ?? [])].flatMap((mid) => backstage?.speakers.value.get(mid)?.id ?? []);
  });

  constructor(
    private readonly boot: Boot,
    readonly event: NonNullable<Boot['event']>,
    heard: (serverTime: number) => void,
  ) {
    this.hub = new EventHub({ event: event.id, token: boot.token, csrf: boot.csrf, serverTime: heard });
    this.program = new ProgramDesk(this);
    this.show = new RunOfShowDesk(this.hub.runOfShow, this.event.id, { token: boot.token, csrf: boot.csrf, language: boot.language });
    // the first snapshot is shown whole; an empty queue takes arrivals at once, since nobody is reading it
    effect(() => {
      const known = this.hub.questions.value.has('questions.moderation');
      if (known && (this.seen.peek() === undefined || this.queue.peek().length === 0)) this.showNew();
    });
    // a mixer that comes or goes changes what there is to watch
    let mixed = this.program.runs.peek();
    effect(() => {
      if (this.program.runs.value === mixed) return;
      mixed = !mixed;
      if (this.watching.peek()) {
        this.unwatch();
        this.watch();
      }
    });
    void this.hub.start();
  }

  get isHost(): boolean {
    return this.boot.invite === undefined || this.boot.invite.role === 'host';
  }

  showNew(): void {
    this.seen.value = new Set(this.questions.peek().map((q) => q.id));
  }

  open(lane: Lane): void {
    batch(() => {
      this.lane.value = lane;
      this.limit.value = PAGE;
      this.selected.value = undefined;
      if (lane === 'new') this.showNew();
    });
  }

  move(by: number): void {
    const ids = this.shown.value.map((q) => q.id);
    const at = ids.indexOf(this.selected.value ?? '');
    const next = ids[at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by))];
    if (next) this.selected.value = next;
  }

  more(): void {
    this.limit.value += PAGE;
  }

  /** Reject and answer ask something first; the others act at once. */
  begin(action: Action, id: string): void {
    batch(() => {
      this.rejecting.value = action === 'reject' ? id : undefined;
      this.answering.value = action === 'answer' ? id : undefined;
    });
    if (action !== 'reject' && action !== 'answer') void this.act(action, id);
  }

  reject = (id: string, reason: Reason): Promise<void> => this.act('reject', id, { reason });

  answer = (id: string, text: string): Promise<void> => this.act('answer', id, text.trim() ? { text: text.trim() } : {});

  cancel(): void {
    batch(() => {
      this.rejecting.value = undefined;
      this.answering.value = undefined;
    });
  }

  speaker(id: string, action: 'on-air' | 'off-air' | 'mute' | 'ask-unmute' | 'camera-off'): Promise<void> {
    return this.command(`stage/${id}/${action}`).then(() => {});
  }

  transition(to: 'publish' | 'go-live' | 'end'): Promise<void> {
    return this.command(to).then(() => {});
  }

  setShortcuts(on: boolean): void {
    this.shortcuts.value = on;
    localStorage.setItem('livedialogue.shortcuts', on ? 'on' : 'off');
  }

  /** Backstage: those on air, then the green room. Beside it the program, where there is a mixer. */
  watch(): void {
    const { token } = this.boot;
    const program = `/whep/${encodeURIComponent(this.event.slug)}`;
    const mixed = this.program.runs.peek();
    // the media doors take no cookies: the host who came without a link sees the program alone
    this.watching.value = {
      backstage: token ? this.look(`${program}/stage`, mixed ? 12 : 6, 4, token) : undefined,
      program: mixed ? this.look(program, 1, 1) : token ? undefined : this.look(program, 6, 4),
    };
  }

  unwatch(): void {
    this.watching.value?.backstage?.stop();
    this.watching.value?.program?.stop();
    this.watching.value = undefined;
  }

  private look(url: string, video: number, audio: number, token?: string): Watched {
    const watcher = new Watcher({ url, video, audio, ...(token ? { token } : {}) });
    const { speakers, screens, stop } = slotSpeakers(this.hub, watcher);
    const unchecked = keepChecked(watcher.link, this.hub);
    watcher.start();
    return {
      watcher,
      speakers,
      screens,
      stop: () => {
        stop();
        unchecked();
        watcher.stop();
      },
    };
  }

  private async act(action: Action, id: string, body: Record<string, unknown> = {}): Promise<void> {
    const ids = this.shown.value.map((q) => q.id);
    const index = ids.indexOf(id);
    this.cancel();
    await this.command(`questions/${id}/${action}`, body);
    // the change comes over the hub too; whichever is first, the eye goes to the next card
    const left = this.shown.value.map((q) => q.id).filter((other) => other !== id);
    if (index >= 0 && this.selected.value === id) this.selected.value = nextAfter(left, index);
  }

  /** @param refused what a 400 or 422 means here, as a message key */
  async command(path: string, body: unknown = {}, refused = 'console.failed', method: 'POST' | 'DELETE' = 'POST'): Promise<boolean> {
    const credentials = { token: this.boot.token, csrf: this.boot.csrf };
    const answer = await send(method, `/api/v1/events/${this.event.id}/${path}`, credentials, method === 'POST' ? body : undefined);
    const at = path.startsWith('program/') ? 'program' : 'queue';
    const isWrong = answer.status === 422 || answer.status === 400;
    if (answer.ok) this.notice.value = undefined;
    else if (answer.status === 409 && answer.body.state)
      this.notice.value = { at, key: 'console.conflict', state: String(answer.body.state) };
    else this.notice.value = { at, key: isWrong ? refused : 'console.failed' };
    return answer.ok;
  }
}
