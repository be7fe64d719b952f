import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { RunOfShowDesk, standing } from '../src/console/runOfShow';
import type { RunOfShowContent, RunOfShowView, SegmentView } from '../src/contracts';
import type { WholeBoard } from '../src/live/board';

const at = (time: string) => Date.parse(`2027-03-16T${time}Z`);
const segment = (number: number, start: string, end: string, began?: string): SegmentView => ({
  number,
  title: `Segment ${number}`,
  duration: 'PT10M',
  start: `2027-03-16T${start}Z`,
  end: `2027-03-16T${end}Z`,
  words: start,
  ...(began ? { began: `2027-03-16T${began}Z` } : {}),
  speakers: [],
});

describe('standing', () => {
  const plan = (first?: string, second?: string, third?: string) => [
    segment(1, '13:00:00', '13:10:00', first),
    segment(2, '13:10:00', '13:40:00', second),
    segment(3, '13:40:00', '14:00:00', third),
  ];

  it.each<[string, SegmentView[], string, number | undefined, number | undefined, number, number | undefined]>([
    // what, plan, now, current, next, minutes behind, minutes left
    ['before the start nothing is late', plan(), '12:50:00', undefined, 1, 0, undefined],
    ['late as soon as the first should have begun', plan(), '13:03:20', undefined, 1, 3, undefined],
    ['on time', plan('13:00:20'), '13:05:00', 1, 2, 0, 5],
    ['begun late stays late', plan('13:04:00'), '13:05:00', 1, 2, 4, 9],
    ['begun early is ahead', plan('12:58:00', '13:05:00'), '13:20:00', 2, 3, -5, 15],
    ['longer than planned falls behind', plan('13:00:00'), '13:12:30', 1, 2, 2, -2],
    ['longer than planned uses up what it was ahead', plan('13:00:00', '13:05:00'), '13:38:00', 2, 3, -2, -3],
    ['the last has nothing after it', plan('13:00:00', '13:10:00', '13:41:00'), '13:45:00', 3, undefined, 1, 16],
    ['out of order: the one that began last is on', plan('13:00:00', '13:30:00', '13:10:00'), '13:31:00', 2, 3, 20, 29],
  ])('%s', (_, segments, now, current, next, behind, left) => {
    const got = standing(segments, at(now));
    expect([got.current?.number, got.next?.number, got.behind, got.left]).toEqual([current, next, behind, left]);
  });

  it('has nothing to say of an empty plan', () => {
    expect(standing([], at('13:00:00'))).toEqual({ current: undefined, next: undefined, behind: 0, left: undefined });
  });
});

describe('RunOfShowDesk', () => {
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const view = (version: number): RunOfShowView => ({ version, overrunMinutes: 0, segments: [segment(1, '13:00:00', '13:10:00')] });

  function desk(answers: (() => Promise<Response>)[]) {
    const asked: [string, RequestInit | undefined][] = [];
    const board = signal<WholeBoard<RunOfShowContent> | undefined>(undefined);
    const door = (async (path: string, init?: RequestInit) => {
      asked.push([`${init?.method} ${path}`, init]);
      return (answers.shift() ?? (() => Promise.reject(new Error('asked too often'))))();
    }) as typeof fetch;
    return { show: new RunOfShowDesk(board, 'e', { token: 't', language: 'ar' }, door), board, asked };
  }
  const answer = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status }));

  it('reads the plan when the board has one, in the language of the page, and again when it changes', async () => {
    const { show, board, asked } = desk([() => answer(view(1)), () => answer(view(2))]);
    board.value = { version: 4, content: { version: 0 } };
    await settle();
    expect(asked).toHaveLength(0);
    board.value = { version: 5, content: { version: 1 } };
    await settle();
    expect(show.view.value?.version).toBe(1);
    expect((asked[0]?.[1]?.headers as Record<string, string>)['accept-language']).toBe('ar');
    board.value = { version: 6, content: { version: 2 } };
    await settle();
    expect(show.view.value?.version).toBe(2);
    board.value = { version: 6, content: { version: 2 } };
    await settle();
    expect(asked).toHaveLength(2);
  });

  it('never goes back to an older answer', async () => {
    let late: (answer: Response) => void = () => {};
    const { show, board } = desk([() => new Promise((resolve) => (late = resolve)), () => answer(view(3))]);
    board.value = { version: 1, content: { version: 2 } };
    board.value = { version: 2, content: { version: 3 } };
    await settle();
    late(new Response(JSON.stringify(view(2))));
    await settle();
    expect(show.view.value?.version).toBe(3);
  });

  it('says when a segment could not be begun, and takes the answer when it could', async () => {
    const { show, asked } = desk([() => answer({}, 409), () => answer(view(7))]);
    expect(await show.begin(1)).toBe(false);
    expect(show.failed.value).toBe(true);
    expect(await show.begin(1)).toBe(true);
    expect(show.failed.value).toBe(false);
    expect(show.view.value?.version).toBe(7);
    expect(asked.map(([what]) => what)).toEqual(Array(2).fill('POST /api/v1/events/e/run-of-show/1/begin'));
  });
});
