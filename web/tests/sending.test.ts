import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StageSpeakerView } from '../src/contracts';
import type { Publisher } from '../src/live/whip';
import type { Step } from '../src/stage/ladder';
import { forget, recall, remember } from '../src/stage/memory';
import { Sending } from '../src/stage/sending';

describe('sending', () => {
  let now: number;
  let stats: { type: string; id: string; [name: string]: unknown }[] | undefined;
  let climbed: string[];
  let told: Step[];
  let photos: number;
  let reachable: boolean;
  const me = signal<StageSpeakerView | undefined>(undefined);

  const path = (available: number) => [
    { type: 'transport', id: 'T', selectedCandidatePairId: 'P', bytesReceived: now },
    { type: 'candidate-pair', id: 'P', availableOutgoingBitrate: available, currentRoundTripTime: 0.1 },
  ];

  const board = (rung: StageSpeakerView['rung'], rungReason: StageSpeakerView['rungReason']) => {
    me.value = { where: 'on-air', rung, rungReason } as StageSpeakerView;
  };

  const sending = () => {
    const publisher = {
      hasCamera: true,
      link: { report: async () => stats && new Map(stats.map((s) => [s.id, s])) },
      climb: async (rung: string) => void climbed.push(rung),
    } as unknown as Publisher;
    return new Sending({
      publisher,
      me,
      seen: () => true,
      tell: async (step) => {
        told.push(step);
        return reachable;
      },
      photo: async () => {
        photos++;
        return reachable;
      },
      now: () => now,
    });
  };

  const pass = async (of: Sending, seconds: number, available: number | undefined) => {
    for (const end = now + seconds * 1000; now < end; ) {
      now += 500;
      stats = available === undefined ? undefined : path(available);
      await of.look();
      await Promise.resolve();
    }
  };

  beforeEach(() => {
    [now, stats, climbed, told, photos, reachable] = [0, undefined, [], [], 0, true];
    board('video', 'none');
  });

  it('steps the senders once, tells the server, and sends a photo every five seconds', async () => {
    const it = sending();
    await pass(it, 10, 2_000_000);
    expect([climbed, told, photos]).toEqual([[], [], 0]);
    await pass(it, 3, 60_000);
    expect([climbed, told.at(-1)]).toEqual([['photos'], { rung: 'photos', reason: 'narrow' }]);
    expect(photos).toBe(1);
    board('photos', 'narrow');
    const before = told.length;
    await pass(it, 12, 60_000);
    expect(told.length).toBe(before);
    expect(photos).toBe(3);
  });

  it('tells again until the board says the same, and after a restart that forgot it', async () => {
    const it = sending();
    it.choose(true);
    reachable = false;
    await pass(it, 6, 2_000_000);
    expect(told.length).toBeGreaterThanOrEqual(3);
    board('voice', 'chosen');
    const before = told.length;
    await pass(it, 6, 2_000_000);
    expect(told.length).toBe(before);
    board('video', 'none');
    await pass(it, 1, 2_000_000);
    expect(told.at(-1)).toEqual({ rung: 'voice', reason: 'chosen' });
  });

  it('owes one photo where the voice goes alone, and sends it until it got there', async () => {
    const it = sending();
    reachable = false;
    it.choose(true);
    await pass(it, 4, 2_000_000);
    const tried = photos;
    reachable = true;
    await pass(it, 4, 2_000_000);
    expect([tried > 1, photos]).toEqual([true, tried + 1]);
  });
});

describe('the memory of being on stage', () => {
  const shelf = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (k: string) => kept.get(k) ?? null,
      setItem: (k: string, v: string) => void kept.set(k, v),
      removeItem: (k: string) => void kept.delete(k),
    };
  };
  const was = { pictured: true, camera: true, microphone: false, voiceOnly: false };

  it('lasts two minutes, and not past leaving', () => {
    const at = shelf();
    expect(recall('a', 1000, at)).toBeUndefined();
    remember('a', was, 1000, at);
    expect(recall('a', 100_000, at)).toEqual(was);
    expect(recall('b', 100_000, at)).toBeUndefined();
    expect(recall('a', 122_000, at)).toBeUndefined();
    forget('a', at);
    expect(recall('a', 2000, at)).toBeUndefined();
  });

  it('is no reason to fail', () => {
    const broken = {
      getItem: () => '{',
      setItem: () => {
        throw new Error('full');
      },
      removeItem: () => {
        throw new Error('forbidden');
      },
    };
    remember('a', was, 0, broken);
    forget('a', broken);
    expect(recall('a', 0, broken)).toBeUndefined();
  });
});
