// The ladder: what of a speaker is sent, by what their uplink was measured to carry. Pure: measurements with their times in, a rung out.
import type { RungReason, SpeakerRung } from '../contracts';

/** The most first. */
export const rungs: readonly SpeakerRung[] = ['video', 'small', 'photos', 'voice'];

export interface Measurement {
  /** Milliseconds, of any clock that only goes forward. */
  at: number;
  /** What the browser believes it may send, bits per second. */
  available?: number | undefined;
  /** Share of the sound's packets that were lost in the last report, 0 to 1. */
  loss?: number | undefined;
  /** Milliseconds. */
  roundTrip?: number | undefined;
  /** Milliseconds since anything came from the server. */
  silence: number;
}

export interface Step {
  rung: SpeakerRung;
  reason: RungReason;
}

/**
 * A rung is held while the estimate is above this. Where loss is high a browser believes in less than it may send, and where little is sent it can't know of more:
 * photos go another way than the voice, so only an estimate that is too small for the voice itself speaks against them.
 */
export const holds: Record<SpeakerRung, number> = { video: 220_000, small: 70_000, photos: 16_000, voice: 0 };

const NARROW_FOR = 1000; // an estimate below for that long isn't a dip
const SLOW_BY = 800; // more than the path's own round trip: what we send queues up
const SLOW_FOR = 2000;
const LOSSY = [0.15, 0.15, 0.3, 1]; // photos go another way than the voice: less of them repairs less
const LOSS_MEMORY = 2000;
const SETTLE = 3000; // after a step for loss or slowness the next report is still of before
const LOST_AFTER = 2000;
const CALM_LOSS = 0.12; // five percent in bursts is calm, as calm as it gets there
const CALM_SLOW = 400;
const CALM = 15_000;
const MOST_CALM = 120_000;
const GRACE = 8000; // the estimate needs that long to grow into a rung
const PROVEN = 60_000; // so long on a rung: the climb was right
const FORGET_ROUND_TRIP = 60_000;

export class Ladder {
  private index = 0;
  private reason: RungReason = 'none';
  private chosen = false;
  private loss = 0;
  private lastAt: number | undefined;
  private roundTrips: { at: number; value: number }[] = [];
  private narrowSince: number | undefined;
  private slowSince: number | undefined;
  private calmSince: number | undefined;
  private steppedAt = Number.NEGATIVE_INFINITY;
  private climbedAt: number | undefined;
  private wait = CALM;

  get step(): Step {
    if (this.chosen) return { rung: 'voice', reason: 'chosen' };
    return { rung: rungs[this.index] ?? 'voice', reason: this.reason };
  }

  /** The speaker's own switch stands above all measuring. */
  choose(voiceOnly: boolean): Step {
    this.chosen = voiceOnly;
    this.calmSince = undefined;
    return this.step;
  }

  /** The connection was made anew: what was learnt of the old path is no longer known, the rung stays. */
  reconnected(): void {
    this.roundTrips = [];
    [this.narrowSince, this.slowSince, this.calmSince, this.loss] = [undefined, undefined, undefined, 0];
    this.lastAt = undefined;
  }

  hear(now: Measurement): Step {
    const passed = this.lastAt === undefined ? 0 : now.at - this.lastAt;
    this.lastAt = now.at;
    const slower = this.slowness(now);
    if (now.loss !== undefined) this.loss += (now.loss - this.loss) * Math.min(1, passed / LOSS_MEMORY);

    if (now.silence >= LOST_AFTER) {
      // Nothing goes anyway. Whatever comes back then begins with the voice.
      [this.narrowSince, this.slowSince, this.calmSince] = [undefined, undefined, undefined];
      if (this.index < 2) this.down(2, 'lost', now.at);
      return this.step;
    }
    this.narrowSince = this.isNarrow(now) ? (this.narrowSince ?? now.at) : undefined;
    this.slowSince = slower > SLOW_BY ? (this.slowSince ?? now.at) : undefined;

    const settled = now.at - this.steppedAt >= SETTLE;
    if (this.narrowSince !== undefined && now.at - this.narrowSince >= NARROW_FOR) this.down(this.fitting(now), 'narrow', now.at);
    else if (settled && this.loss > (LOSSY[this.index] ?? 1)) this.down(this.index + 1, 'lossy', now.at);
    else if (settled && this.slowSince !== undefined && now.at - this.slowSince >= SLOW_FOR) this.down(this.index + 1, 'slow', now.at);
    else this.climb(now, slower);
    return this.step;
  }

  private climb(now: Measurement, slower: number): void {
    if (this.climbedAt !== undefined && now.at - this.climbedAt >= PROVEN) [this.climbedAt, this.wait] = [undefined, CALM];
    const calm = this.narrowSince === undefined && this.loss <= CALM_LOSS && slower <= CALM_SLOW;
    this.calmSince = calm ? (this.calmSince ?? now.at) : undefined;
    if (this.index === 0 || this.chosen || this.calmSince === undefined || now.at - this.calmSince < this.wait) return;
    this.index--;
    if (this.index === 0) this.reason = 'none';
    [this.climbedAt, this.calmSince] = [now.at, undefined];
  }

  private down(to: number, reason: RungReason, at: number): void {
    const next = Math.min(to, rungs.length - 1);
    [this.narrowSince, this.slowSince, this.calmSince] = [undefined, undefined, undefined];
    if (next <= this.index) return;
    // It was tried too soon: the next try waits longer. An interruption says nothing of what the path carries.
    if (this.climbedAt !== undefined && reason !== 'lost') this.wait = Math.min(MOST_CALM, this.wait * 2);
    [this.index, this.reason, this.steppedAt, this.climbedAt] = [next, reason, at, undefined];
    this.loss = Math.min(this.loss, CALM_LOSS); // of what is sent now nothing is known yet
  }

  private isNarrow(now: Measurement): boolean {
    if (now.available === undefined || (this.climbedAt !== undefined && now.at - this.climbedAt < GRACE)) return false;
    return now.available < this.hold(this.index);
  }

  private fitting(now: Measurement): number {
    let index = this.index + 1;
    while (index < rungs.length - 1 && (now.available ?? 0) < this.hold(index)) index++;
    return index;
  }

  private hold(index: number): number {
    return holds[rungs[index] ?? 'voice'];
  }

  /** By how much the round trip is longer than the path's own. */
  private slowness({ at, roundTrip }: Measurement): number {
    if (roundTrip !== undefined) this.roundTrips.push({ at, value: roundTrip });
    while (this.roundTrips[0] && at - this.roundTrips[0].at > FORGET_ROUND_TRIP) this.roundTrips.shift();
    const last = this.roundTrips.at(-1);
    return last ? last.value - Math.min(...this.roundTrips.map((r) => r.value)) : 0;
  }
}
