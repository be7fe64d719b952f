// The console's logic: what is shown, what was chosen, what was sent.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Boot } from '../boot';
import type { EventState, QuestionView, StageSpeakerView } from '../contracts';
import { send } from '../live/api';
import { EventHub } from '../live/hub';
import { keepChecked } from '../live/screen';
import { Watcher } from '../live/whep';
import { slotSpeakers } from '../ui/slots';
import { type Action, counts, inLane, type Lane, nextAfter, type Reason } from './lanes';

/** Rows drawn at once: thousands of questions stay quick, the rest is one press away. */
const PAGE = 100;

export class Desk {
  readonly lane = signal<Lane>('new');
  readonly selected = signal<string | undefined>(undefined);
  readonly rejecting = signal<string | undefined>(undefined);
  readonly answering = signal<string | undefined>(undefined);
  readonly notice = signal<{ key: string; state?: string } | undefined>(undefined);
  readonly shortcuts = signal(localStorage.getItem('livedialogue.shortcuts') !== 'off');
  readonly limit = signal(PAGE);
  readonly watching = signal<{ watcher: Watcher; speakers: ReturnType<typeof slotSpeakers>['speakers']; stop: () => void } | undefined>(
    undefined,
  );
  readonly soundBlocked = signal(false);
  readonly hub: EventHub;
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

  constructor(
    private readonly boot: Boot,
    readonly event: NonNullable<Boot['event']>,
    heard: (serverTime: number) => void,
  ) {
    this.hub = new EventHub({ event: event.id, token: boot.token, csrf: boot.csrf, serverTime: heard });
    // the first snapshot is shown whole; an empty queue takes arrivals at once, since nobody is reading it
    effect(() => {
      const known = this.hub.questions.value.has('questions.moderation');
      if (known && (this.seen.peek() === undefined || this.queue.peek().length === 0)) this.showNew();
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
    return this.command(`stage/${id}/${action}`);
  }

  transition(to: 'publish' | 'go-live' | 'end'): Promise<void> {
    return this.command(to);
  }

  setShortcuts(on: boolean): void {
    this.shortcuts.value = on;
    localStorage.setItem('livedialogue.shortcuts', on ? 'on' : 'off');
  }

  /** Backstage: those on air, then the green room. */
  watch(): void {
    const watcher = new Watcher({
      // the media doors take no cookies: the host who came without a link sees the program
      url: `/whep/${encodeURIComponent(this.event.slug)}${this.boot.token ? '/stage' : ''}`,
      ...(this.boot.token ? { token: this.boot.token } : {}),
      video: 6,
      audio: 4,
    });
    const { speakers, stop } = slotSpeakers(this.hub, watcher);
    const unchecked = keepChecked(watcher.link, this.hub);
    this.watching.value = {
      watcher,
      speakers,
      stop: () => {
        stop();
        unchecked();
        watcher.stop();
      },
    };
    watcher.start();
  }

  unwatch(): void {
    this.watching.value?.stop();
    this.watching.value = undefined;
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

  private async command(path: string, body: Record<string, unknown> = {}): Promise<void> {
    const answer = await send('POST', `/api/v1/events/${this.event.id}/${path}`, { token: this.boot.token, csrf: this.boot.csrf }, body);
    if (answer.ok) this.notice.value = undefined;
    else if (answer.status === 409) this.notice.value = { key: 'console.conflict', state: String(answer.body.state ?? '') };
    else this.notice.value = { key: 'console.failed' };
  }
}
