// A speaker's visit: from the link to the air and back. Logic only; the screens draw it.
import { batch, computed, effect, type Signal, signal } from '@preact/signals';
import type { Boot } from '../boot';
import type { EventState, StageBoard, StageSpeakerView } from '../contracts';
import { send } from '../live/api';
import { EventHub } from '../live/hub';
import type { MediaLink } from '../live/link';
import { PathWord } from '../live/path';
import { needsPhoto, Photos } from '../live/photos';
import { type Texts, textsIn } from '../live/reading';
import { keepChecked } from '../live/screen';
import { Watcher } from '../live/whep';
import { type CaptureProblem, capture, Publisher } from '../live/whip';
import { type SlotSpeakers, slotSpeakers } from '../ui/slots';
import { type Beginning, beginning, switchedOff } from './follow';
import { Level } from './level';
import { forget, type OnStageMemory, recall, remember } from './memory';
import { moment, photoOf } from './photo';
import { Sending } from './sending';

export type Step = 'open' | 'consent' | 'check' | 'green-room' | 'on-air' | 'left';

const PICTURES = 6;
const SOUNDS = 6;
const REMEMBER = 5000;
const PHOTO_PATIENCE = 10_000; // one that takes longer is older than the next

export class Visit {
  private readonly before: Signal<'open' | 'consent' | 'check' | 'in' | 'left'> = signal('open');
  readonly stream = signal<MediaStream | undefined>(undefined);
  readonly problem = signal<CaptureProblem | undefined>(undefined);
  readonly asking = signal(false);
  readonly camera = signal(true);
  readonly microphone = signal(true);
  readonly photo = signal<'none' | 'sending' | 'shown' | 'failed'>('none');
  readonly soundBlocked = signal(false);
  readonly level = new Level();
  readonly hub: EventHub;
  readonly publisher: Publisher;
  readonly watcher: Watcher;
  readonly sending: Sending;
  readonly photos: Photos;
  readonly speakers: SlotSpeakers['speakers'];
  readonly screens: SlotSpeakers['screens'];
  private resumed = false;
  private shown: StageSpeakerView | undefined;
  private wakeLock: { release: () => Promise<void> } | undefined;

  readonly me = computed<StageSpeakerView | undefined>(() => this.hub.stage.value?.content.speakers.find((s) => s.id === this.invite.id));
  readonly state = computed<EventState>(
    () => this.hub.eventState.value?.content ?? this.hub.stage.value?.content.state ?? this.event.state,
  );
  readonly others = computed(() => (this.hub.stage.value?.content.speakers ?? []).filter((s) => s.id !== this.invite.id));
  readonly step = computed<Step>(() => {
    if (this.before.value !== 'in') return this.before.value;
    const me = this.me.value;
    return me?.where === 'on-air' || me?.keepsPlace ? 'on-air' : 'green-room';
  });

  /** What is said in the speaker's language. */
  readonly texts = computed<Texts>(() => textsIn(this.hub.texts.value, this.reader) ?? new Map());
  readonly reader: string;

  constructor(
    boot: Boot,
    readonly event: NonNullable<Boot['event']>,
    readonly invite: NonNullable<Boot['invite']>,
    private readonly token: string,
    heard: (serverTime: number) => void,
  ) {
    this.reader = boot.language;
    this.hub = new EventHub({ event: event.id, token, language: boot.language, serverTime: heard });
    const path = encodeURIComponent(boot.event?.slug ?? event.slug);
    this.publisher = new Publisher({ url: `/whip/${path}`, token });
    this.watcher = new Watcher({ url: `/whep/${path}/stage`, token, video: PICTURES, audio: SOUNDS });
    const { speakers, screens } = slotSpeakers(this.hub, this.watcher);
    [this.speakers, this.screens] = [speakers, screens];
    this.sending = new Sending({
      publisher: this.publisher,
      me: this.me,
      seen: () => this.camera.value && (this.stream.value?.getVideoTracks().length ?? 0) > 0,
      tell: async (step) => (await send('PUT', this.path('rung'), { token }, step)).ok,
      photo: () => this.sendMoment(),
    });
    this.photos = new Photos(event.id, token, () => this.others.value.filter(needsPhoto).map((s) => s.id));
    keepChecked(this.publisher.link, this.hub);
    keepChecked(this.watcher.link, this.hub);
    effect(() => this.onAir(this.step.value === 'on-air'));
    effect(() => this.follow(this.me.value));
    const ways = [this.wordOf(this.publisher.link), this.wordOf(this.watcher.link)];
    setInterval(() => {
      this.keep();
      for (const way of ways) void way.look();
    }, REMEMBER);
    addEventListener('pagehide', () => this.keep());
    const before = event.state === 'ended' ? undefined : recall(invite.id, Date.now());
    if (before) void this.resume(before);
  }

  /** A page that was reloaded, a tab that crashed: everything was agreed to already, and a muted speaker stays muted. */
  private async resume(before: OnStageMemory): Promise<void> {
    this.before.value = 'check';
    await this.open(before.pictured);
    if (!this.stream.value) return;
    this.microphone.value &&= before.microphone;
    this.camera.value &&= before.camera;
    this.resumed = true;
    this.greenRoom();
    if (before.voiceOnly) this.sending.choose(true);
  }

  private keep(): void {
    if (this.before.value !== 'in') return;
    const pictured = this.publisher.hasCamera;
    const what = { pictured, camera: this.camera.value, microphone: this.microphone.value, voiceOnly: this.sending.voiceOnly.value };
    remember(this.invite.id, what, Date.now());
  }

  /** Of a speaker who closed the page, or comes with another device: as the server has it. */
  private async held(): Promise<Beginning> {
    const answer = await send('GET', `/api/v1/events/${this.event.id}/stage`, { token: this.token });
    const board = answer.ok ? (answer.body as unknown as StageBoard) : undefined; // the server's word; contracts.ts is checked against its records
    return beginning(board?.speakers.find((s) => s.id === this.invite.id));
  }

  enter(): void {
    this.before.value = 'consent';
  }

  agree(): void {
    this.before.value = 'check';
  }

  /** Asks for the devices; the browser's own question is the next thing the speaker sees. */
  async open(camera: boolean): Promise<void> {
    this.asking.value = true;
    this.problem.value = undefined;
    const held = this.held();
    let got = await capture(camera);
    if (got === 'missing' && camera) got = await capture(false); // no camera is no reason not to speak
    const { resumed, ...on } = await held;
    batch(() => {
      this.asking.value = false;
      if (typeof got === 'string') {
        this.problem.value = got;
        return;
      }
      for (const track of this.stream.value?.getTracks() ?? []) track.stop();
      this.stream.value = got;
      this.camera.value = on.camera && got.getVideoTracks().length > 0;
      this.microphone.value = on.microphone;
      this.resumed = resumed;
    });
    if (typeof got !== 'string') this.level.listen(got);
  }

  greenRoom(): void {
    if (!this.stream.value) return;
    this.level.stop();
    this.before.value = 'in';
    this.publisher.publish(this.stream.value);
    this.publisher.setMicrophone(this.microphone.value);
    this.publisher.setCamera(this.camera.value);
    this.sending.start();
    this.keep();
    void this.hub.start();
    this.watcher.start();
    void this.saySwitches();
  }

  /**
   * The server goes by what this page shows its speaker, not by what an earlier page had switched off. A page that came back by itself, or to a place
   * that was kept, switches nothing on: what a moderator switched off meanwhile, or asks for, is for the speaker's own hand.
   */
  private async saySwitches(): Promise<void> {
    if (!this.resumed || !this.camera.value) await this.tell(this.camera.value ? 'camera-on' : 'camera-off');
    if (!this.resumed || !this.microphone.value) await this.tell(this.microphone.value ? 'unmute' : 'mute'); // refused where a moderator muted: that holds
  }

  private follow(me: StageSpeakerView | undefined): void {
    if (!me || this.before.peek() !== 'in') return;
    const off = switchedOff(me, this.shown, this.resumed);
    this.shown = me;
    if (off.camera && this.camera.peek()) {
      this.publisher.setCamera(false);
      this.camera.value = false;
    }
    if (off.microphone && this.microphone.peek()) {
      this.publisher.setMicrophone(false);
      this.microphone.value = false;
    }
  }

  leave(): void {
    forget(this.invite.id);
    this.sending.stop();
    this.publisher.stop();
    this.watcher.stop();
    this.stream.value = undefined;
    [this.resumed, this.shown] = [false, undefined];
    this.before.value = 'left';
  }

  async comeBack(): Promise<void> {
    await this.open(this.publisher.hasCamera); // also one that was off: it can be switched on again
    if (this.stream.value) this.greenRoom();
  }

  ready(is: boolean): Promise<boolean> {
    return this.tell(is ? 'ready' : 'not-ready');
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.publisher.setMicrophone(on);
    this.microphone.value = on;
    const done = await this.tell(on ? 'unmute' : 'mute');
    if (!done && on) {
      this.publisher.setMicrophone(false);
      this.microphone.value = false;
    }
  }

  /** From the camera as it sees now, or from a file; viewers see it instead of moving pictures. */
  async sendPhoto(file?: Blob): Promise<void> {
    const source = file ?? this.stream.value;
    if (!source || this.photo.value === 'sending') return;
    this.photo.value = 'sending';
    const photo = await photoOf(source);
    const sent = photo !== undefined && (await send('PUT', this.path('photo'), { token: this.token }, photo)).ok;
    this.photo.value = sent ? 'shown' : 'failed';
    if (sent && this.camera.value) await this.setCamera(false);
  }

  private async sendMoment(): Promise<boolean> {
    const photo = this.stream.value && (await photoOf(this.stream.value, moment));
    if (!photo) return false;
    const door: typeof fetch = (to, what) => fetch(to, { ...what, signal: AbortSignal.timeout(PHOTO_PATIENCE) });
    return (await send('PUT', `${this.path('photo')}?moment=true`, { token: this.token }, photo, door)).ok;
  }

  async setCamera(on: boolean): Promise<void> {
    if (on) this.photo.value = 'none'; // the camera stands before the photo
    this.publisher.setCamera(on);
    this.camera.value = on;
    await this.tell(on ? 'camera-on' : 'camera-off');
  }

  private wordOf(link: MediaLink): PathWord {
    const source = { session: () => link.session.value, report: () => link.report() };
    return new PathWord(
      source,
      async (session, relay) => (await send('PUT', this.path('link'), { token: this.token }, { session, relay })).ok,
    );
  }

  private path(what: string): string {
    return `/api/v1/events/${this.event.id}/stage/${this.invite.id}/${what}`;
  }

  private async tell(action: string): Promise<boolean> {
    return (await send('POST', this.path(action), { token: this.token })).ok;
  }

  private onAir(is: boolean): void {
    if (is) {
      navigator.vibrate?.([200, 100, 200]);
      navigator.wakeLock?.request('screen').then(
        (lock) => {
          this.wakeLock = lock;
        },
        () => {}, // battery saver: the screen may dim, nothing else
      );
    } else {
      void this.wakeLock?.release();
      this.wakeLock = undefined;
    }
  }
}
