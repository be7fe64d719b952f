// The audience's player: nothing is loaded until somebody chooses picture or sound. WebRTC first, since it is a second behind and not ten;
// HLS where that finds no way or too many watch, and for radio, which costs least so. Back to WebRTC when it can be had again.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { ProgramAddress } from '../boot';
import type { EventState } from '../contracts';
import type { HlsOptions, HlsPlayback } from './hls';
import { Meter } from './meter';
import type { Session } from './session';

export type Choice = 'watch' | 'listen';
/** ended: the program is over, or the recording was played to its end. */
export type PlayState = 'idle' | 'connecting' | 'playing' | 'paused' | 'waiting' | 'lost' | 'ended';

export interface PlayerOptions {
  /** Undefined where no mixer runs: the slots carry people then, and there is no HLS. */
  program: ProgramAddress | undefined;
  state: ReadonlySignal<EventState>;
  /** There is something to play: the event is live, or its recording is ready. */
  available: () => boolean;
  session: (video: number, audio: number) => Session;
  hls: (options: HlsOptions) => Promise<HlsPlayback>;
  /** The kill switch: nobody may be seen or heard. */
  cut?: ReadonlySignal<boolean>;
  hidden?: () => boolean;
  now?: () => number;
}

const PATIENCE = 8_000; // without a connection, before HLS is tried
const LOSSES = 3; // within LOSS_WINDOW: a connection that comes and goes is worse than one that is late
const LOSS_WINDOW = 60_000;
const FIRST_PROBE = 60_000; // then doubling: is there a way for WebRTC now?
const LAST_PROBE = 600_000;
const STEADY = 3_000; // a connection found by a probe must last so long
const READING = 2_000;
const BEHIND = 12_000; // HLS: what was on air before a cut is on its way, or in a buffer, for so long
const FAREWELL = 40_000; // HLS shows the end of the program later than it is

export class Player {
  readonly choice = signal<Choice | undefined>(undefined);
  readonly session = signal<Session | undefined>(undefined);
  readonly hls = signal<HlsPlayback | undefined>(undefined);
  readonly muted = signal(false);
  /** Neither picture nor sound may be shown: the program was cut, and what still comes may be of before. */
  readonly covered = signal(false);
  readonly soundBlocked = signal(false);
  readonly meter = signal<{ megabytes: number; anHour: number | undefined } | undefined>(undefined);
  /** The recording is what plays, not the live program. */
  readonly recorded = signal(false);
  readonly way = computed<'webrtc' | 'hls' | undefined>(() => (this.hls.value ? 'hls' : this.session.value ? 'webrtc' : undefined));
  readonly state = computed<PlayState>(() => this.look());
  private counting = new Meter();
  private undoChoice: (() => void)[] = [];
  private undoWay: (() => void)[] = [];
  private losses: number[] = [];
  private probeAfter = FIRST_PROBE;
  private generation = 0;
  private cutAt = Number.NEGATIVE_INFINITY;
  private uncovering: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: PlayerOptions) {
    effect(() => this.cover(options.cut?.value === true));
  }

  /** A mixer runs: the slate is shown even while nobody is on air. */
  get hasProgram(): boolean {
    return this.options.program !== undefined;
  }

  /** @param from where in the recording to begin, in seconds */
  choose(choice: Choice, from?: number): void {
    if (!this.options.available()) return;
    this.end();
    this.choice.value = choice;
    this.recorded.value = this.options.state.peek() === 'ended';
    const reading = setInterval(() => void this.read(), READING);
    this.undoChoice.push(() => clearInterval(reading));
    this.begin(from);
    if (!this.recorded.value)
      this.undoChoice.push(
        effect(() => {
          if (this.options.state.value === 'ended') this.over();
        }),
      );
  }

  /** Picture or sound alone, without losing one's place in a recording. */
  change(choice: Choice): void {
    if (choice === this.choice.value) return;
    const { counting } = this;
    const paid = this.meter.value;
    this.choose(choice, this.recorded.value ? this.hls.value?.element?.currentTime : undefined);
    this.counting = counting; // what was paid stays paid
    counting.anew();
    this.meter.value = paid && { ...paid, anHour: undefined };
  }

  stop(): void {
    this.end();
    this.choice.value = undefined;
  }

  /** Live, pausing would only fall behind: it stops, and costs nothing more. */
  toggle(): void {
    if (!this.choice.value) this.choose('watch');
    else if (!this.recorded.value) this.stop();
    else if (this.hls.value?.element?.paused) this.hls.value.play();
    else this.hls.value?.element?.pause();
  }

  /** To a moment of the recording, beginning to play it when nothing does. */
  seek(seconds: number): void {
    if (this.recorded.value && this.hls.value?.element) this.hls.value.seek(seconds);
    else this.choose('watch', seconds);
  }

  unblock(): void {
    this.soundBlocked.value = false;
    this.hls.value?.play();
  }

  private cover(cut: boolean): void {
    clearTimeout(this.uncovering);
    if (cut) {
      if (!this.covered.peek()) this.cutAt = this.now();
      this.covered.value = true;
    } else if (this.hls.peek()) this.coverWhileBehind();
    else this.covered.value = false;
  }

  /** Until what HLS plays is certainly of after the cut. */
  private coverWhileBehind(): void {
    if (this.recorded.peek() || this.options.cut?.peek()) return;
    const left = this.cutAt + BEHIND - this.now();
    this.covered.value = left > 0;
    if (left <= 0) return;
    this.uncovering = setTimeout(() => {
      this.hls.peek()?.toLive();
      this.covered.value = false;
    }, left);
  }

  private look(): PlayState {
    if (!this.choice.value) return 'idle';
    const hls = this.hls.value?.state.value;
    if (hls === 'playing') return this.hls.value?.paused.value ? 'paused' : 'playing';
    if (hls === 'stalled' || hls === 'failed') return 'lost';
    if (hls === 'waiting' || hls === 'ended') return hls;
    const link = this.session.value?.link.value;
    if (link === 'connected') return 'playing';
    return link === 'lost' || link === 'waiting' ? link : 'connecting';
  }

  private begin(from?: number): void {
    const { program } = this.options;
    if (program && (this.recorded.value || program.mass || this.choice.value === 'listen')) void this.playHls(program, from);
    else this.connect();
  }

  private connect(): void {
    this.leave();
    const program = this.options.program !== undefined;
    // the program is one picture and one sound; people are up to four pictures, the first following whoever speaks, and three sounds
    const pictures = this.choice.value === 'watch' ? (program ? 1 : 4) : 0;
    const session = this.options.session(pictures, program ? 1 : 3);
    this.adopt(session);
  }

  /** From now on this session plays; HLS takes over when it doesn't. */
  private adopt(session: Session): void {
    this.counting.anew();
    this.session.value = session;
    this.undoWay.push(() => {
      session.stop();
      this.session.value = undefined;
    });
    if (!this.options.program) return;
    let patience: ReturnType<typeof setTimeout> | undefined;
    let connected = false;
    const watching = effect(() => {
      const link = session.link.value;
      if (link === 'connected') {
        clearTimeout(patience);
        [patience, connected] = [undefined, true];
        return;
      }
      if (connected) this.lost();
      connected = false;
      if (link === 'refused' || this.losses.length >= LOSSES) queueMicrotask(() => this.session.peek() === session && this.fallBack());
      else patience ??= setTimeout(() => this.fallBack(), PATIENCE);
    });
    this.undoWay.push(watching, () => clearTimeout(patience));
  }

  private lost(): void {
    const now = this.now();
    this.losses = [...this.losses.filter((at) => now - at < LOSS_WINDOW), now];
  }

  private fallBack(): void {
    const { program } = this.options;
    if (!program) return;
    this.losses = [];
    void this.playHls(program).then(() => {
      if (this.hls.peek() && !program.mass && this.choice.peek() === 'watch') this.probeLater();
    });
  }

  private async playHls(program: ProgramAddress, from?: number): Promise<void> {
    this.leave();
    const generation = this.generation;
    const playback = await this.options.hls({ address: program.hls, radio: this.choice.value === 'listen', from });
    if (generation !== this.generation) return; // chosen otherwise while the library came
    this.counting.anew();
    this.hls.value = playback;
    this.coverWhileBehind();
    const watching = effect(() => {
      if (playback.blocked.value) this.soundBlocked.value = true;
      // the recording has no other way, and is asked for again by a tap
      if (playback.state.value === 'failed' && !this.recorded.peek()) queueMicrotask(() => this.hls.peek() === playback && this.connect());
    });
    this.undoWay.push(watching, () => {
      playback.stop();
      this.hls.value = undefined;
    });
  }

  /** Tries WebRTC beside what plays, and changes over only when it holds. */
  private probeLater(): void {
    const timer = setTimeout(() => this.probe(), this.probeAfter);
    this.probeAfter = Math.min(LAST_PROBE, this.probeAfter * 2);
    this.undoWay.push(() => clearTimeout(timer));
  }

  private probe(): void {
    if (this.options.hidden?.()) {
      this.probeLater();
      return;
    }
    const session = this.options.session(1, 1);
    let timer = setTimeout(() => give(false), PATIENCE);
    const watching = effect(() => {
      if (session.link.value !== 'connected') return;
      clearTimeout(timer);
      timer = setTimeout(() => give(session.link.peek() === 'connected'), STEADY);
    });
    let kept = false;
    const drop = () => {
      clearTimeout(timer);
      watching();
      if (!kept) session.stop();
    };
    const give = (found: boolean) => {
      kept = found;
      drop();
      if (!found) this.probeLater();
      else {
        this.probeAfter = FIRST_PROBE;
        this.leave();
        this.adopt(session);
      }
    };
    this.undoWay.push(drop);
  }

  /** The program ended: those on WebRTC have seen it, those on HLS see the rest. */
  private over(): void {
    if (this.session.peek()) {
      queueMicrotask(() => this.stop());
      return;
    }
    const timer = setTimeout(() => this.stop(), FAREWELL);
    const watching = effect(() => {
      if (this.hls.value?.state.value === 'ended') queueMicrotask(() => this.stop());
    });
    this.undoChoice.push(watching, () => clearTimeout(timer));
  }

  private async read(): Promise<void> {
    const { generation, counting } = this;
    const bytes = this.hls.peek()?.bytes ?? (await this.session.peek()?.bytes());
    if (generation !== this.generation || bytes === undefined) return;
    counting.read(bytes, this.now());
    this.meter.value = { megabytes: counting.total / 1_000_000, anHour: counting.anHour };
  }

  /** Lets go of the way that plays, not of what was chosen. */
  private leave(): void {
    this.generation++;
    const leaving = this.undoWay;
    this.undoWay = [];
    for (const run of leaving) run();
  }

  private end(): void {
    this.leave();
    const ending = this.undoChoice;
    this.undoChoice = [];
    for (const run of ending) run();
    this.counting = new Meter();
    this.meter.value = undefined;
    this.losses = [];
    this.probeAfter = FIRST_PROBE;
    this.soundBlocked.value = false;
  }

  private now(): number {
    return this.options.now?.() ?? performance.now();
  }
}
