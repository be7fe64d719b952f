import { describe, expect, it } from 'vitest';
import { cameraEncodings, withPacketTime } from '../src/live/rungs';
import { Ladder, type Measurement } from '../src/stage/ladder';
import { type Report, Uplink } from '../src/stage/uplink';

const good: Omit<Measurement, 'at'> = { available: 2_000_000, loss: 0, roundTrip: 60, silence: 0 };
const congo = { available: 130_000, loss: 0.05, roundTrip: 420, silence: 0 };

/** A path that is measured twice a second. */
class Path {
  readonly ladder = new Ladder();
  readonly steps: { at: number; rung: string; reason: string }[] = [];
  at = 0;

  for(seconds: number, what: Partial<Measurement> | ((second: number) => Partial<Measurement>)): this {
    for (const end = this.at + seconds * 1000; this.at < end; ) {
      this.at += 500;
      const said = this.ladder.hear({ ...good, ...(typeof what === 'function' ? what(this.at / 1000) : what), at: this.at });
      if (said.rung !== (this.steps.at(-1)?.rung ?? 'video')) this.steps.push({ at: this.at, ...said });
    }
    return this;
  }

  get rung() {
    return this.ladder.step.rung;
  }
}

describe('the ladder', () => {
  it('stays where all is well, and a dip of the estimate moves nothing', () => {
    const path = new Path().for(60, {}).for(0.5, { available: 50_000 }).for(60, {});
    expect(path.steps).toEqual([]);
  });

  it.each([
    ['to 180 lines', 130_000, 'small'],
    ['to photos', 60_000, 'photos'],
    ['to the voice', 12_000, 'voice'],
  ])('is down within 3 s of a drop: %s', (_, available, rung) => {
    const path = new Path().for(30, {}).for(3, { ...congo, available });
    expect(path.steps).toEqual([{ at: expect.any(Number), rung, reason: 'narrow' }]);
    expect((path.steps[0]?.at ?? 0) - 30_000).toBeLessThanOrEqual(3000);
  });

  it('is up a rung after 15 s of calm, not before', () => {
    const path = new Path().for(10, {}).for(3, { ...congo, available: 60_000 });
    expect(path.rung).toBe('photos');
    path.for(13, { ...congo, available: 70_000 });
    expect(path.rung).toBe('photos');
    path.for(4, { ...congo, available: 70_000 });
    expect(path.rung).toBe('small');
    path.for(40, {});
    expect(path.rung).toBe('video');
    expect(path.ladder.step.reason).toBe('none');
  });

  it('waits twice as long after each climb that failed, so that it does not oscillate', () => {
    // A path that carries photos and no more: each climb is pushed back by its queue.
    const path = new Path();
    path.for(600, () => {
      const carried = path.rung === 'photos' || path.rung === 'voice';
      return carried ? { ...congo, available: 60_000 } : { ...congo, available: 60_000, loss: 0.2, roundTrip: 2000 };
    });
    const climbs = path.steps.filter((s) => s.rung === 'small');
    expect(climbs.length).toBeLessThanOrEqual(8);
    const pauses = climbs.slice(1).map((s, i) => s.at - (climbs[i]?.at ?? 0));
    expect(pauses.at(-1)).toBeGreaterThan(100_000);
  });

  it('holds 180 lines at 150 kbit/s, 400 ms and 5 % loss in bursts', () => {
    const path = new Path().for(10, {});
    let burst = 0;
    path.for(300, (second) => {
      burst = second % 3 === 0 ? 0.14 : 0.02;
      return { ...congo, available: path.rung === 'video' ? 140_000 : 120_000, loss: burst };
    });
    const small = path.steps.filter((s) => s.rung === 'photos' || s.rung === 'voice');
    expect(small).toEqual([]);
    expect(path.steps.length).toBeLessThanOrEqual(10);
  });

  it('goes down a step for loss and for queues, and says which it was', () => {
    expect(new Path().for(10, {}).for(4, { loss: 0.3 }).steps).toEqual([{ at: expect.any(Number), rung: 'small', reason: 'lossy' }]);
    expect(new Path().for(10, {}).for(4, { roundTrip: 1500 }).steps).toEqual([{ at: expect.any(Number), rung: 'small', reason: 'slow' }]);
  });

  it('comes back from an interruption with the voice and a photo, and climbs from there', () => {
    const path = new Path().for(20, {}).for(8, (s) => ({ ...congo, silence: (s - 20) * 1000 }));
    expect(path.steps.at(-1)).toMatchObject({ rung: 'photos', reason: 'lost' });
    path.for(20, {}).for(20, {});
    expect(path.rung).toBe('video');
  });

  it('obeys the switch at once, whatever is measured, and knows where it was', () => {
    const path = new Path().for(10, {});
    expect(path.ladder.choose(true)).toEqual({ rung: 'voice', reason: 'chosen' });
    path.for(60, {});
    expect(path.rung).toBe('voice');
    expect(path.ladder.choose(false)).toEqual({ rung: 'video', reason: 'none' });
  });
});

describe('what a rung sends', () => {
  it('is three layers, one of 180 lines, or none', () => {
    expect(cameraEncodings('video', 720).map((e) => e.active)).toEqual([true, true, true]);
    expect(cameraEncodings('small', 720)[0]).toMatchObject({ active: true, scaleResolutionDownBy: 4, maxBitrate: 60_000 });
    expect(cameraEncodings('small', 360)[0]?.scaleResolutionDownBy).toBe(2);
    expect(cameraEncodings('small', 720).map((e) => e.active)).toEqual([true, false, false]);
    expect(cameraEncodings('voice', 720).map((e) => e.active)).toEqual([false, false, false]);
  });

  it('asks for the length of a packet in the line of sound alone', () => {
    const answer = 'v=0\r\nm=audio 9 X 111\r\na=mid:0\r\na=ptime:20\r\nm=video 9 X 96\r\na=mid:1\r\n';
    expect(withPacketTime(answer, 60)).toBe(
      'v=0\r\nm=audio 9 X 111\r\na=mid:0\r\na=ptime:60\r\na=maxptime:60\r\nm=video 9 X 96\r\na=mid:1\r\n',
    );
    expect(withPacketTime('v=0\r\nm=audio 9 X 111\r\na=mid:0\r\n', 60)).toBe(
      'v=0\r\nm=audio 9 X 111\r\na=mid:0\r\na=ptime:60\r\na=maxptime:60\r\n',
    );
  });
});

describe('the uplink', () => {
  const reports = (received: number, reported: number, loss: number): Report[] => [
    { type: 'transport', id: 'T', selectedCandidatePairId: 'P', bytesReceived: received },
    { type: 'candidate-pair', id: 'P', availableOutgoingBitrate: 90_000, currentRoundTripTime: 0.4 },
    { type: 'candidate-pair', id: 'other', availableOutgoingBitrate: 1 },
    { type: 'remote-inbound-rtp', id: 'V', kind: 'video', fractionLost: 1 },
    { type: 'remote-inbound-rtp', id: 'A', kind: 'audio', fractionLost: loss, roundTripTime: 0.45, timestamp: reported },
  ];

  it('is what the pair in use and the last report of the sound say', () => {
    const uplink = new Uplink();
    expect(uplink.read(reports(10, 1, 0.07), 1000)).toEqual({ at: 1000, available: 90_000, loss: 0.07, roundTrip: 450, silence: 0 });
  });

  it('counts from the last byte that came, and hears no report twice', () => {
    const uplink = new Uplink();
    uplink.read(reports(10, 1, 0.07), 1000);
    expect(uplink.read(reports(10, 1, 0.07), 3500)).toMatchObject({ loss: undefined, roundTrip: 400, silence: 2500 });
    expect(uplink.read(reports(11, 2, 0), 4000)).toMatchObject({ loss: 0, silence: 0 });
  });
});
