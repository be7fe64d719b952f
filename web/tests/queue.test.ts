// @vitest-environment jsdom
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { shares } from '../src/console/equity';
import { type Action, actionsFor, expected, keys } from '../src/console/lanes';
import { standing } from '../src/console/order';
import { Questions } from '../src/console/questions';
import { Queue } from '../src/console/queue';
import { arranged, choices, everything, fold, matching, Rows } from '../src/console/rows';
import type { Card } from '../src/console/shape';
import { GAP, Heights, windowOf } from '../src/console/window';
import type { QuestionState, TextView } from '../src/contracts';
import type { Answer } from '../src/live/api';
import type { QuestionBoard } from '../src/live/board';

const at = Date.parse('2027-03-16T13:00:00Z');
const time = (seconds: number) => new Date(at + seconds * 1000).toISOString();
const card = (id: string, more: Partial<Card> = {}): Card => ({
  id,
  state: 'received',
  text: `question ${id}`,
  language: 'en',
  votes: 0,
  version: 1,
  createdAt: time(Number(id.replace(/\D/g, '')) || 0),
  ...more,
});
const none: ReadonlySet<string> = new Set();
const rowsOf = (...cards: Card[]) => new Rows().of(cards, undefined, () => false);
const idsOf = (rows: readonly { id: string }[]) => rows.map((r) => r.id);

describe('rows', () => {
  it('are found by words in any order, without case, accents and vowel signs, in the original and in the translation', () => {
    expect(fold('ÉCOLE')).toBe(fold('école'));
    const text: TextView = { question: 'q1', language: 'en', text: 'How many children?', machine: true, answerMachine: false };
    const rows = new Rows().of([card('q1', { text: 'كَمْ عَدَدُ' }), card('q2', { name: 'Zoë' })], new Map([['q1', text]]), () => false);
    const found = (words: string) => idsOf(matching(rows, { ...everything, words }));
    expect(found('children HOW')).toEqual(['q1']);
    expect(found('كم')).toEqual(['q1']);
    expect(found('zoe')).toEqual(['q2']);
    expect(found('children zoe')).toEqual([]);
  });

  it('are filtered by language, topic, channel and place together', () => {
    const rows = rowsOf(
      card('q1', { language: 'fr', labels: ['polio', 'school'], country: 'CD' }),
      card('q2', { language: 'fr', labels: ['school'], channel: 'sms', country: 'CD' }),
      card('q3', { country: 'CH' }),
    );
    expect(idsOf(matching(rows, { ...everything, language: 'fr', topic: 'school', channel: 'sms', place: 'CD' }))).toEqual(['q2']);
    expect(choices(rows, 'topic')).toEqual([
      { value: 'school', count: 2 },
      { value: 'polio', count: 1 },
    ]);
    expect(choices(rows, 'place')[0]).toEqual({ value: 'CD', count: 2 });
  });

  it('stand by age or by votes, the older first among equals', () => {
    const rows = rowsOf(card('q2'), card('q1'), card('q3', { votes: 4 }));
    expect(idsOf(arranged(rows, 'age'))).toEqual(['q1', 'q2', 'q3']);
    expect(idsOf(arranged(rows, 'newest'))).toEqual(['q3', 'q2', 'q1']);
    expect(idsOf(arranged(rows, 'votes'))).toEqual(['q3', 'q1', 'q2']);
  });

  it('are made once, and again only for what changed', () => {
    const rows = new Rows();
    const cards = Array.from({ length: 3000 }, (_, i) => card(`q${i}`));
    rows.of(cards, undefined, () => false);
    expect(rows.made).toBe(3000);
    rows.of([...cards.slice(1), card('q0', { version: 2 })], undefined, () => false);
    expect(rows.made).toBe(3001);
  });
});

describe('the order in the queue', () => {
  it('keeps arrivals waiting and lets what left go', () => {
    expect(standing(['a', 'b', 'c'], ['a', 'c', 'd'], none, true)).toEqual({ ids: ['a', 'c'], waiting: 1 });
  });

  it('keeps the card under the hands in its place though it no longer belongs', () => {
    expect(standing(['a', 'b', 'c'], ['a', 'c', 'd'], new Set(['b']), true)).toEqual({ ids: ['a', 'b', 'c'], waiting: 1 });
  });

  it('puts what comes where it belongs among those that stay', () => {
    expect(standing(['b', 'x', 'd'], ['a', 'b', 'c', 'd', 'e'], new Set(['x']), false).ids).toEqual(['a', 'b', 'x', 'c', 'd', 'e']);
    expect(standing(['b', 'd'], ['a', 'b', 'c', 'd', 'e'], none, true, new Set(['c']))).toEqual({ ids: ['b', 'c', 'd'], waiting: 2 });
  });
});

describe('the rows that are drawn', () => {
  const ids = Array.from({ length: 3000 }, (_, i) => `q${i}`);

  it('are few among thousands, and the empty space stands for the others', () => {
    const heights = new Heights(100);
    const all = (100 + GAP) * 3000;
    for (const top of [0, 50_000, all - 800, all * 2]) {
      const { rows, after } = windowOf(ids, heights, top, top + 800, none);
      expect(rows.length).toBeGreaterThan(7);
      expect(rows.length).toBeLessThan(40);
      const drawn = rows.reduce((sum, r) => sum + r.space + 100 + GAP, 0);
      expect(drawn + after).toBeCloseTo(all);
    }
    const middle = windowOf(ids, heights, 108_000, 108_800, none).rows.map((r) => r.index);
    expect(middle).toContain(1000);
    expect(middle).toContain(1007);
  });

  it('always has the one with the focus, wherever that is', () => {
    const { rows } = windowOf(ids, new Heights(100), 0, 800, new Set(['q2000']));
    expect(rows.at(-1)).toMatchObject({ index: 2000 });
    expect(rows.length).toBeLessThan(40);
  });

  it('count with what was measured', () => {
    const heights = new Heights(100);
    expect(heights.note('q0', 300)).toBe(true);
    expect(heights.note('q0', 300)).toBe(false);
    const { rows, after } = windowOf(['q0', 'q1'], heights, 0, 100, none);
    expect(rows).toHaveLength(2);
    expect(after).toBeCloseTo(0);
    expect(heights.of('q1')).toBe(300); // the best guess there is
  });
});

describe('who is heard', () => {
  it('is counted by language with its share', () => {
    const rows = rowsOf(card('q1', { language: 'fr' }), card('q2', { language: 'fr', state: 'answered' }), card('q3'), card('q4'));
    expect(shares(rows, 'language')).toEqual([
      { value: 'en', asked: 2, percent: 50, answered: 0 },
      { value: 'fr', asked: 2, percent: 50, answered: 1 },
    ]);
  });
});

describe('actions', () => {
  it('have one key each among what is possible', () => {
    for (const state of ['received', 'held', 'approved', 'shortlisted', 'live', 'answered', 'rejected'] as QuestionState[]) {
      for (const risk of [false, true]) {
        const pressed = actionsFor({ state }, risk).map((action: Action) => keys[action]);
        expect(new Set(pressed).size).toBe(pressed.length);
      }
    }
  });

  it('offer what can be done with a blocked device and with a risk that was seen to', () => {
    expect(actionsFor({ state: 'rejected', blocked: true })).toContain('unblock');
    expect(actionsFor({ state: 'rejected', blocked: true })).not.toContain('block');
    expect(actionsFor({ state: 'received', risk: 'waiting' }, true)).toEqual(['clear-risk', 'see-to', 'block']);
    expect(actionsFor({ state: 'received', risk: 'seen' }, true)).toEqual(['clear-risk', 'block']);
  });

  it('are expected to free the claim', () => {
    const held = card('q1', { claim: { by: 'me', name: 'Mona', until: time(60) } });
    expect(expected(held, 'approve', {})).toMatchObject({ state: 'approved' });
    expect(expected(held, 'approve', {}).claim).toBeUndefined();
    expect(expected(held, 'claim', {})).toBe(held);
  });
});

describe('Queue', () => {
  function desk(...cards: Card[]) {
    const boards = signal<ReadonlyMap<string, QuestionBoard>>(new Map([['questions.moderation', { version: 1, questions: cards }]]));
    const answers: ((answer: Answer) => void)[] = [];
    const sent: { path: string; body: unknown }[] = [];
    const failed: Answer[] = [];
    const questions = new Questions({
      boards,
      send: (_, path, body) => {
        sent.push({ path, body });
        return new Promise((resolve) => answers.push(resolve));
      },
      failed: (answer) => void failed.push(answer),
    });
    const now = signal(at);
    const queue = new Queue(questions, 'me', signal(undefined), now);
    const board = () => boards.value.get('questions.moderation') as QuestionBoard;
    const change = (changed: Card) => {
      const { version, questions: all } = board();
      const known = all.some((q) => q.id === changed.id);
      const next = known ? all.map((q) => (q.id === changed.id ? changed : q)) : [...all, changed];
      boards.value = new Map([['questions.moderation', { version: version + 1, questions: next }]]);
    };
    const answer = async (status: number, body: object) => {
      answers.shift()?.({ ok: status >= 200 && status < 300, status, body: body as Record<string, unknown> });
      await new Promise((resolve) => setTimeout(resolve));
    };
    const withdraw = (id: string) => {
      const { version, questions: all } = board();
      boards.value = new Map([['questions.moderation', { version: version + 1, questions: all.filter((q) => q.id !== id) }]]);
    };
    return { queue, questions, change, withdraw, answer, sent, failed, now };
  }

  it('lets arrivals wait, and moves neither what is shown nor what is selected', () => {
    const { queue, change } = desk(card('q1'), card('q2'));
    queue.move(1);
    change(card('q0'));
    expect(queue.ids).toEqual(['q1', 'q2']);
    expect([queue.waiting, queue.selected.value]).toEqual([1, 'q1']);
    queue.showNew();
    expect(queue.ids).toEqual(['q0', 'q1', 'q2']);
    expect([queue.waiting, queue.selected.value]).toEqual([0, 'q1']);
  });

  it('keeps the selected card when somebody else decides it, until the hands move on', () => {
    const { queue, change } = desk(card('q1'), card('q2'), card('q3'));
    queue.select('q2');
    change(card('q2', { state: 'approved', version: 2 }));
    expect(queue.ids).toEqual(['q1', 'q2', 'q3']);
    expect(queue.counts.value).toMatchObject({ new: 2, approved: 1 });
    queue.move(1);
    expect(queue.ids).toEqual(['q1', 'q3']);
    expect(queue.selected.value).toBe('q3');
  });

  it('does at once what is done here, goes on to the next card, and keeps it when the server agrees', async () => {
    const { queue, questions, change, answer, sent } = desk(card('q1'), card('q2'), card('q3'));
    queue.select('q2');
    const done = queue.leaving('q2', () => questions.act('approve', 'q2'));
    expect(queue.ids).toEqual(['q1', 'q3']);
    expect(queue.selected.value).toBe('q3');
    expect(sent[0]).toEqual({ path: 'questions/q2/approve', body: { revision: 1 } });
    await answer(200, { ...card('q2', { state: 'approved', version: 2 }), undo: { number: 7, until: time(30) } });
    expect(await done).toBe(true);
    change(card('q2', { votes: 1 })); // an older word of the board doesn't undo it
    expect(queue.ids).toEqual(['q1', 'q3']);
    expect(questions.undoables.value).toEqual([{ number: 7, until: at + 30_000, action: 'approve', ids: ['q2'] }]);
    questions.expire(at + 30_000);
    expect(questions.undoables.value).toEqual([]);
  });

  it('takes it back when somebody was faster, says who, and leaves the hands where they are', async () => {
    const { queue, questions, answer, failed } = desk(card('q1'), card('q2'), card('q3'));
    queue.select('q2');
    const done = queue.leaving('q2', () => questions.act('reject', 'q2', { reason: 'unclear' }));
    await answer(409, { state: 'approved', question: card('q2', { state: 'approved', version: 2 }), by: 'Amina', at: time(-3) });
    expect(await done).toBe(false);
    queue.putBack('q2', 1);
    expect(questions.conflicts.value.get('q2')).toMatchObject({ action: 'reject', by: 'Amina', at: at - 3000, now: { state: 'approved' } });
    expect(queue.ids).toEqual(['q1', 'q2', 'q3']);
    expect(queue.selected.value).toBe('q3');
    expect(failed).toEqual([]);
    questions.resolve('q2');
    expect(queue.ids).toEqual(['q1', 'q3']);
  });

  it('takes it back when the server could not be reached', async () => {
    const { queue, questions, answer, failed } = desk(card('q1'), card('q2'));
    const done = queue.leaving('q1', () => questions.act('approve', 'q1'));
    await answer(0, {});
    expect(await done).toBe(false);
    expect(questions.find('q1')?.state).toBe('received');
    expect(failed).toHaveLength(1);
  });

  it('undoes what was sent last, though its answer is still on the way', async () => {
    const { queue, questions, answer, sent } = desk(card('q1'), card('q2'));
    void queue.leaving('q1', () => questions.act('approve', 'q1'));
    await answer(200, { ...card('q1', { state: 'approved', version: 2 }), undo: { number: 1, until: time(30) } });
    void queue.leaving('q2', () => questions.act('reject', 'q2', { reason: 'other' }));
    void questions.undo();
    expect(sent).toHaveLength(2);
    await answer(200, { ...card('q2', { state: 'rejected', version: 2 }), undo: { number: 2, until: time(30) } });
    expect(sent[2]?.path).toBe('moderation/2/undo');
  });

  it('undoes the latest first', async () => {
    const { queue, questions, answer, sent } = desk(card('q1'), card('q2'));
    void queue.leaving('q1', () => questions.act('approve', 'q1'));
    await answer(200, { ...card('q1', { state: 'approved', version: 2 }), undo: { number: 1, until: time(30) } });
    void questions.bulk('reject', ['q2'], { reason: 'other' }, false);
    await answer(200, { done: ['q2'], refused: [], undo: { number: 2, until: time(30) } });
    const undone = questions.undo();
    expect(sent.at(-1)?.path).toBe('moderation/2/undo');
    await answer(200, {});
    expect((await undone)?.ids).toEqual(['q2']);
    expect(questions.undoables.value.map((u) => u.number)).toEqual([1]);
  });

  it('has in "mine" what this moderator holds, until the lease is over', () => {
    const claim = { by: 'me', name: 'Mona', until: time(20) };
    const { queue, now } = desk(card('q1', { claim }), card('q2', { claim: { ...claim, by: 'other' } }));
    queue.open('mine');
    expect(queue.ids).toEqual(['q1']);
    now.value = at + 25_000;
    expect(queue.counts.value.mine).toBe(0);
  });

  it('goes on to the neighbour when the selected card leaves the board', () => {
    const { queue, withdraw } = desk(card('q1'), card('q2'), card('q3'));
    queue.select('q2');
    withdraw('q2');
    expect([queue.ids, queue.selected.value]).toEqual([['q1', 'q3'], 'q3']);
  });

  it('counts what is alike in a heap of thousands once, and names the nearest first', () => {
    const cluster = { id: 'heap', size: 3000, languages: ['en', 'fr'] };
    const cards = Array.from({ length: 3000 }, (_, i) => card(`q${i}`, { cluster, language: i % 2 ? 'fr' : 'en' }));
    cards[1] = card('q1', { cluster, state: 'rejected' });
    cards[0] = card('q0', {
      cluster,
      similar: [
        { id: 'q7', score: 0.8 },
        { id: 'q9', score: 0.9 },
        { id: 'q1', score: 0.99 },
      ],
    });
    const { queue } = desk(...cards);
    const [first] = queue.rows.value;
    if (!first) throw new Error('no rows');
    expect(queue.alike(first)).toEqual({ count: 2998, languages: 2 });
    expect(queue.mates(first, 3).map((r) => r.id)).toEqual(['q9', 'q7', 'q2']);
  });

  it('starts anew with another filter, and an empty queue takes what comes', () => {
    const { queue, change } = desk(card('q1', { language: 'fr' }), card('q2'));
    queue.look({ language: 'fr' });
    expect(queue.ids).toEqual(['q1']);
    change(card('q3', { language: 'fr' }));
    expect([queue.ids, queue.waiting]).toEqual([['q1'], 1]);
    queue.look({ language: 'sw' });
    expect([queue.ids, queue.waiting]).toEqual([[], 0]);
    change(card('q4', { language: 'sw' }));
    expect([queue.ids, queue.waiting]).toEqual([['q4'], 0]);
  });

  it('chooses at most what the server takes at once', () => {
    const { queue } = desk(...Array.from({ length: 300 }, (_, i) => card(`q${i}`)));
    queue.chooseAll();
    expect(queue.chosen.value.size).toBe(200);
    queue.choose('q250');
    expect(queue.chosen.value.has('q250')).toBe(false);
    queue.choose('q0');
    expect(queue.chosen.value.size).toBe(199);
  });
});
