import { describe, expect, it } from 'vitest';
import type { QuestionView } from '../src/contracts';
import { applyChange, replaceWhole, sections } from '../src/live/board';

const q = (id: string, state: QuestionView['state'] = 'approved', votes = 0): QuestionView => ({ id, state, text: id, votes, version: 1 });
const board = { version: 4, questions: [q('a'), q('b')] };

describe('applyChange', () => {
  it.each([
    ['a seen version changes nothing', 4, q('a', 'live'), board],
    ['an older version changes nothing', 2, q('a', 'live'), board],
    ['a gap asks for the board again', 6, q('a', 'live'), undefined],
    ['the next version replaces in place', 5, q('a', 'live'), { version: 5, questions: [q('a', 'live'), q('b')] }],
    ['a new question comes last', 5, q('c'), { version: 5, questions: [q('a'), q('b'), q('c')] }],
    ['a withdrawn one leaves', 5, { id: 'a', state: 'withdrawn' } as QuestionView, { version: 5, questions: [q('b')] }],
    [
      'an unknown withdrawn one only counts',
      5,
      { id: 'z', state: 'withdrawn' } as QuestionView,
      { version: 5, questions: board.questions },
    ],
  ])('%s', (_, version, changed, expected) => expect(applyChange(board, version, changed)).toEqual(expected));

  it('keeps what this device voted, which a public change does not tell', () => {
    const mine = { version: 1, questions: [{ ...q('a'), votedByMe: true }] };
    expect(applyChange(mine, 2, q('a', 'live', 3))?.questions[0]).toMatchObject({ votedByMe: true, votes: 3, state: 'live' });
  });
});

it('a whole board takes newer versions over gaps, and never an older one', () => {
  expect(replaceWhole(undefined, 3, 'x')).toEqual({ version: 3, content: 'x' });
  expect(replaceWhole({ version: 3, content: 'x' }, 9, 'y')).toEqual({ version: 9, content: 'y' });
  expect(replaceWhole({ version: 3, content: 'x' }, 3, 'y')).toEqual({ version: 3, content: 'x' });
});

it('shows the shortlist first, then what most ask; the latest answer on top', () => {
  const parts = sections([
    q('a', 'approved', 1),
    q('b', 'approved', 5),
    q('c', 'shortlisted'),
    q('d', 'answered'),
    q('e', 'answered'),
    q('f', 'live'),
  ]);
  expect(parts.live.map((x) => x.id)).toEqual(['f']);
  expect(parts.next.map((x) => x.id)).toEqual(['c', 'b', 'a']);
  expect(parts.answered.map((x) => x.id)).toEqual(['e', 'd']);
});
