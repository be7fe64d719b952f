import { expect, it } from 'vitest';
import { backoff, retryAfter } from '../src/live/backoff';
import { ulid } from '../src/live/ulid';

it.each([
  [0, 0, 250],
  [0, 1, 500],
  [1, 1, 1000],
  [2, 1, 2000],
  [3, 1, 2000],
  [5000, 0, 1000],
])('attempt %i with chance %f waits %i ms', (attempt, chance, expected) => expect(backoff(attempt, () => chance)).toBe(expected));

it.each([
  [null, undefined],
  ['', undefined],
  ['3', 3000],
  ['0', 0],
  ['999999', 60_000],
  ['Tue, 16 Mar 2027 13:00:05 GMT', 5000],
  ['Tue, 16 Mar 2027 12:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After %s is %s ms', (header, expected) => expect(retryAfter(header, Date.parse('2027-03-16T13:00:00Z'))).toBe(expected));

it('a ULID has its time first and sorts by it', () => {
  const fill = (b: Uint8Array) => b.fill(31);
  expect(ulid(1_469_918_176_385, fill)).toBe('01ARYZ6S41ZZZZZZZZZZZZZZZZ');
  expect(ulid(1, fill) < ulid(2, fill)).toBe(true);
});
