// What is sent of the speaker: measured, stepped, told to the server; and the photos that stand in for moving pictures.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { StageSpeakerView } from '../contracts';
import type { Publisher } from '../live/whip';
import { Ladder, type Step } from './ladder';
import { type Report, Uplink } from './uplink';

const LOOK = 500;
const PHOTO_EACH = 5000;
const TELL_AGAIN = 2000;

export interface SendingOptions {
  publisher: Publisher;
  /** As the server's board has us. */
  me: ReadonlySignal<StageSpeakerView | undefined>;
  /** The camera is on, and we have one. */
  seen: () => boolean;
  tell: (step: Step) => Promise<boolean>;
  /** Takes a photo of what the camera sees now, and sends it. */
  photo: () => Promise<boolean>;
  now?: () => number;
}

export class Sending {
  readonly step = signal<Step>({ rung: 'video', reason: 'none' });
  readonly voiceOnly = signal(false);
  private readonly ladder = new Ladder();
  private readonly now: () => number;
  private uplink = new Uplink();
  private timer: ReturnType<typeof setInterval> | undefined;
  private measured = false;
  private told = Number.NEGATIVE_INFINITY;
  private telling = false;
  private photoAt = Number.NEGATIVE_INFINITY;
  private owed = false;
  private sendingPhoto = false;

  constructor(private readonly options: SendingOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  start(): void {
    this.timer ??= setInterval(() => void this.look(), LOOK);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** The speaker's own switch. */
  choose(voiceOnly: boolean): void {
    this.voiceOnly.value = voiceOnly;
    this.take(this.ladder.choose(voiceOnly));
  }

  async look(): Promise<void> {
    const reports = await this.options.publisher.link.report().catch(() => undefined);
    if (!reports) {
      this.measured = false;
    } else if (this.options.publisher.hasCamera) {
      if (!this.measured) {
        this.uplink = new Uplink();
        this.ladder.reconnected();
        this.owed = this.step.value.rung === 'voice';
      }
      this.measured = true;
      this.take(this.ladder.hear(this.uplink.read(reports.values() as Iterable<Report>, this.now())));
    }
    void this.tell();
    void this.photo();
  }

  private take(step: Step): void {
    const before = this.step.value;
    if (step.rung === before.rung && step.reason === before.reason) return;
    this.step.value = step;
    this.told = Number.NEGATIVE_INFINITY;
    if (step.rung !== before.rung) {
      void this.options.publisher.climb(step.rung);
      this.owed = step.rung === 'photos' || step.rung === 'voice';
      void this.photo();
    }
    void this.tell();
  }

  /** Until the board says the same: an answer may be lost, and a restarted server knows nothing. */
  private async tell(): Promise<void> {
    const [step, me] = [this.step.value, this.options.me.value];
    const known = me === undefined || me.where === 'away' || (me.rung === step.rung && me.rungReason === step.reason);
    if (known || this.telling || this.now() - this.told < TELL_AGAIN) return;
    this.telling = true;
    this.told = this.now();
    await this.options.tell(step);
    this.telling = false;
  }

  private async photo(): Promise<void> {
    const { rung } = this.step.value;
    const due = rung === 'photos' ? this.owed || this.now() - this.photoAt >= PHOTO_EACH : rung === 'voice' && this.owed;
    if (!due || this.sendingPhoto || !this.options.seen()) return;
    if (!this.owed && this.now() - this.photoAt < PHOTO_EACH) return;
    this.sendingPhoto = true;
    this.photoAt = this.now();
    if (await this.options.photo()) this.owed = false;
    this.sendingPhoto = false;
  }
}
