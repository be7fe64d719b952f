import { describe, expect, it } from 'vitest';
import { countdown, elapsed, face, ServerClock } from '../src/live/clock';

const at = (iso: string) => Date.parse(iso);
const clock = (offset: number, more = {}) => ({ place: 'p', zone: 'z', offset, ...more });

describe('face', () => {
  it.each([
    ['Goma', 2 * 3600, '2027-03-16T13:00:00Z', '15:00', false, 0],
    ['Kathmandu', 20_700, '2027-03-16T13:00:00Z', '18:45', false, 0],
    ['Suva', 12 * 3600, '2027-03-16T13:00:00Z', '01:00', true, 1],
    ['Brasília', -3 * 3600, '2027-03-16T01:00:00Z', '22:00', true, -1],
    ['six is day', 0, '2027-03-16T06:00:00Z', '06:00', false, 0],
    ['twenty-two is night', 0, '2027-03-16T22:00:00Z', '22:00', true, 0],
  ])('%s', (_, offset, now, time, night, shift) => expect(face(clock(offset), at(now), clock(0))).toEqual({ time, night, shift }));

  it('follows the change of the clocks at its very second', () => {
    const geneva = clock(3600, { changesAt: at('2027-03-28T01:00:00Z'), nextOffset: 7200 });
    expect(face(geneva, at('2027-03-28T00:59:59Z')).time).toBe('01:59');
    expect(face(geneva, at('2027-03-28T01:00:00Z')).time).toBe('03:00');
  });
});

it("the server's time is the median of what was heard, so one slow answer does not count", () => {
  let browser = 1000;
  const server = new ServerClock(() => browser);
  expect(server.now()).toBe(1000);
  for (const late of [5000, 5010, 900]) server.heard(late);
  server.heard(Number.NaN);
  browser = 2000;
  expect(server.now()).toBe(6000);
});

it.each([
  [-1, ''],
  [0, '00:00:00'],
  [2_472_000, '00:41:12'],
  [100 * 3_600_000, '100:00:00'],
])('%i ms since the start are %s', (ms, text) => expect(elapsed(5000, 5000 + ms)).toBe(text));

it.each([
  [-400_000, 'countdown.late', []],
  [0, 'countdown.now', []],
  [59_999, 'countdown.soon', []],
  [60_000, 'countdown.in', [['count.minutes', 1]]],
  [
    7_500_000,
    'countdown.in-two',
    [
      ['count.hours', 2],
      ['count.minutes', 5],
    ],
  ],
  [86_700_000, 'countdown.in', [['count.days', 1]]],
  [
    3 * 86_400_000 + 7_200_000,
    'countdown.in-two',
    [
      ['count.days', 3],
      ['count.hours', 2],
    ],
  ],
])('%i ms before the start: %s', (left, key, parts) => {
  expect(countdown(left)).toEqual({ key, parts: parts.map(([k, count]) => ({ key: k, count })) });
});
