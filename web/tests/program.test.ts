import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { ProgramDesk, placed, places, scenes, speakersFor } from '../src/console/program';
import type { ProgramView, SceneView, StageSpeakerView } from '../src/contracts';
import type { EventHub } from '../src/live/hub';

const speaker = (id: string, where: StageSpeakerView['where'] = 'on-air', keepsPlace = false): StageSpeakerView => ({
  id,
  name: id,
  zone: 'UTC',
  where,
  ready: true,
  microphone: true,
  camera: true,
  mutedByModerator: false,
  askedToUnmute: false,
  keepsPlace,
  link: 'good',
  cameraOffByModerator: false,
  rung: 'video',
  rungReason: 'none',
});
const stage = [
  speaker('a'),
  speaker('b'),
  speaker('waits', 'green-room'),
  speaker('c'),
  speaker('lost', 'away', true),
  speaker('gone', 'away'),
];

describe('whom a scene shows', () => {
  it.each([
    ['solo', [], 'b', ['b']],
    ['solo', ['c'], 'b', ['c']],
    ['solo', ['waits'], undefined, ['a']],
    ['side-by-side', ['c'], 'b', ['c', 'b']],
    ['side-by-side', ['c', 'a', 'b'], null, ['c', 'a']],
    ['grid', [], 'c', ['c', 'a', 'b', 'lost']],
    ['grid', ['b', 'a'], 'c', ['b', 'a']],
    ['with-strip', [], 'lost', ['lost', 'a', 'b', 'c']],
    ['shared', [], 'b', ['a']],
    ['shared', ['c', 'a', 'b'], 'b', ['c', 'a']],
    ['break', ['a'], 'a', []],
  ] as const)('%s of %j while %s speaks: %j', (kind, chosen, active, expected) =>
    expect(speakersFor(kind, chosen, stage, active)).toEqual(expected));

  it.each([
    [[], ['c']],
    [['a'], ['c', 'a']],
    [
      ['a', 'b', 'c'],
      ['c', 'a'],
    ],
    [['waits'], ['c']],
  ])('a shared screen is that of whoever shares one: %j chosen, %j shown', (chosen, shown) =>
    expect(speakersFor('shared', chosen, stage, 'a', ['c', 'gone'])).toEqual(shown));

  it.each(scenes)('%s never more than it has places', (kind) => {
    const crowd = Array.from({ length: 30 }, (_, i) => speaker(`s${i}`));
    expect(speakersFor(kind, [], crowd).length).toBeLessThanOrEqual(places[kind]);
  });
});

describe('a tile', () => {
  it('stands where its fractions say', () =>
    expect(placed({ x: 0.5, y: 0, width: 1 / 3, height: 0.25 })).toEqual({
      insetInlineStart: '50%',
      insetBlockStart: '0%',
      inlineSize: '33.333%',
      blockSize: '25%',
    }));
  it('never leaves the picture', () =>
    expect(placed({ x: 0.9, y: -1, width: 0.5, height: Number.NaN })).toEqual({
      insetInlineStart: '90%',
      insetBlockStart: '0%',
      inlineSize: '10%',
      blockSize: '0%',
    }));
});

describe('ProgramDesk', () => {
  const slate: SceneView = { kind: 'slate', speakers: [], tiles: [] };
  const view: ProgramView = {
    phase: 'running',
    mode: 'auto',
    killed: false,
    scene: slate,
    fps: 30,
    fullFps: 30,
    trouble: 'none',
    outputs: [],
  };
  const open = (content: ProgramView | undefined) => {
    const sent: [string, unknown, string | undefined][] = [];
    const program = signal(content && { version: 1, content });
    const hub = { program, presence: signal({ watching: 0, activeSpeaker: 'b', onAir: [] }) } as unknown as EventHub;
    const desk = new ProgramDesk({
      hub,
      speakers: signal(stage),
      sharing: signal([]),
      command: async (path, body, _, method) => {
        sent.push([path, body, method]);
        return true;
      },
    });
    return { desk, sent, program };
  };
  const settle = () => Promise.resolve().then(() => {});

  it('prepares a scene by its number and takes it with T', async () => {
    const { desk, sent, program } = open(view);
    desk.choose('c');
    expect(desk.press('2')).toBe(true);
    expect(sent).toEqual([['program/preview', { kind: 'side-by-side', speakers: ['c', 'b'] }, undefined]]);
    expect(desk.press('t')).toBe(true); // nothing is prepared yet as far as the server has said
    expect(sent).toHaveLength(1);
    program.value = { version: 2, content: { ...view, preview: { kind: 'side-by-side', speakers: ['c', 'b'], tiles: [] } } };
    desk.press('t');
    await settle();
    expect(sent.at(-1)).toEqual(['program/take', {}, undefined]);
    expect(desk.chosen.value).toEqual([]);
  });

  it.each(['7', '0', 'x', '12'])('leaves %s to others', (key) => expect(open(view).desk.press(key)).toBe(false));

  it.each([undefined, { ...view, phase: 'off' as const }])('has no keys while no mixer runs', (content) => {
    const { desk, sent } = open(content);
    expect([desk.press('1'), desk.press('t')]).toEqual([false, false]);
    expect(sent).toEqual([]);
  });

  it('changes what is prepared with whoever is chosen', () => {
    const { desk, sent } = open({ ...view, preview: { kind: 'grid', speakers: ['a'], tiles: [] } });
    desk.choose('b');
    desk.choose('a');
    desk.choose('b');
    expect(sent.map(([, body]) => (body as { speakers: string[] }).speakers)).toEqual([['b'], ['b', 'a'], ['a']]);
  });

  it('tells a target once and never asks for it', async () => {
    const { desk, sent } = open(view);
    await desk.addPush('Elsewhere', 'rtmps://example.org/live/key');
    expect(sent[0]).toEqual([
      'program/pushes',
      { id: expect.stringMatching(/^[0-9A-Z]{26}$/), name: 'Elsewhere', url: 'rtmps://example.org/live/key' },
      undefined,
    ]);
    await desk.removePush('p1');
    expect(sent[1]).toEqual(['program/pushes/p1', {}, 'DELETE']);
  });
});
