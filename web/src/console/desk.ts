// The console's logic: what is watched, who is on stage, and how commands go out. The queue and its questions have files of their own.
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Boot } from '../boot';
import type { EventState, StageSpeakerView } from '../contracts';
import { type Answer, send } from '../live/api';
import { EventHub } from '../live/hub';
import { needsPhoto, Photos } from '../live/photos';
import { keepChecked } from '../live/screen';
import { type MediaSlot, Watcher } from '../live/whep';
import { type SlotSpeakers, slotSpeakers } from '../ui/slots';
import { Deeds } from './deeds';
import { ProgramDesk } from './program';
import { Questions } from './questions';
import { Queue } from './queue';
import { RunOfShowDesk } from './runOfShow';
import { Tools } from './tools';

export interface Watched {
  watcher: Watcher;
  speakers: SlotSpeakers['speakers'];
  screens: SlotSpeakers['screens'];
  stop: () => void;
}

export interface Notice {
  at: 'program' | 'queue';
  key: string;
  state?: string;
}

export class Desk {
  /** What was refused, said where the button is. */
  readonly notice = signal<Notice | undefined>(undefined);
  /** For screen readers: what happened, in one polite sentence. */
  readonly said = signal('');
  readonly shortcuts = signal(localStorage.getItem('livedialogue.shortcuts') !== 'off');
  /** What the media doors show: those backstage, and the program where one is mixed. */
  readonly watching = signal<{ backstage: Watched | undefined; program: Watched | undefined } | undefined>(undefined);
  readonly hears = signal<'program' | 'backstage'>('program');
  readonly soundBlocked = signal(false);
  readonly hub: EventHub;
  readonly program: ProgramDesk;
  readonly show: RunOfShowDesk;
  readonly questions: Questions;
  readonly queue: Queue;
  readonly tools: Tools;
  readonly deeds: Deeds;
  readonly photos: Photos;

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

  /** @param now server's time in milliseconds */
  constructor(
    private readonly boot: Boot,
    readonly event: NonNullable<Boot['event']>,
    heard: (serverTime: number) => void,
    readonly now: ReadonlySignal<number>,
  ) {
    const { token, csrf, language } = boot;
    // text boards are by primary subtag
    const reads = language.split('-')[0] ?? language;
    this.hub = new EventHub({ event: event.id, token, csrf, language: reads, serverTime: heard });
    this.program = new ProgramDesk(this);
    this.show = new RunOfShowDesk(this.hub.runOfShow, this.event.id, { token, csrf, language });
    const texts = computed(() => this.hub.texts.value.get(`texts.moderation.${reads}`)?.rows);
    this.questions = new Questions({ boards: this.hub.questions, send: this.send, failed: (answer) => this.refuse(answer) });
    this.queue = new Queue(this.questions, boot.invite?.id ?? 'host', texts, now);
    this.tools = new Tools(this.hub, this.send, (answer) => this.refuse(answer));
    this.deeds = new Deeds(this, reads);
    this.photos = new Photos(event.id, token, () =>
      this.speakers.value
        .filter((s) => s.where !== 'away' || s.keepsPlace)
        .filter(needsPhoto)
        .map((s) => s.id),
    );
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

  /** By cookie: then a link to a file works, too. */
  get isSignedIn(): boolean {
    return this.boot.csrf !== undefined && this.boot.token === undefined;
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

  readonly send = (method: 'POST' | 'PUT' | 'DELETE' | 'GET', path: string, body?: unknown, ifMatch?: string): Promise<Answer> => {
    const { token, csrf } = this.boot;
    const content = method === 'GET' || method === 'DELETE' ? undefined : (body ?? {});
    return send(method, `/api/v1/events/${this.event.id}/${path}`, { token, csrf, ifMatch }, content);
  };

  /** @param refused what a 400 or 422 means here, as a message key */
  async command(path: string, body: unknown = {}, refused = 'console.failed', method: 'POST' | 'DELETE' = 'POST'): Promise<boolean> {
    const answer = await this.send(method, path, body);
    if (answer.ok) this.notice.value = undefined;
    else this.refuse(answer, path.startsWith('program/') ? 'program' : 'queue', refused);
    return answer.ok;
  }

  private refuse(answer: Answer, at: Notice['at'] = 'queue', refused = 'console.failed'): void {
    batch(() => {
      if (answer.status === 409 && answer.body.state) this.notice.value = { at, key: 'console.conflict', state: String(answer.body.state) };
      else if (answer.body.reason === 'no-device') this.notice.value = { at, key: 'console.no-device' };
      else if (answer.status === 410) this.notice.value = { at, key: 'console.undo.late' };
      else this.notice.value = { at, key: answer.status === 422 || answer.status === 400 ? refused : 'console.failed' };
    });
  }
}
