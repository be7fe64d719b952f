import { effect, signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import { Asking, graphemes } from '../src/live/ask';

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => void kept.set(k, v),
    removeItem: (k: string) => void kept.delete(k),
  };
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'offline';

function server(...answers: Answer[]) {
  const asked: { id: string; text: string }[] = [];
  const fetch = async (_: RequestInfo | URL, init?: RequestInit) => {
    if (init?.body) asked.push(JSON.parse(String(init.body)));
    const answer = answers.shift() ?? { status: 201, body: { state: 'received' } };
    if (answer === 'offline') throw new TypeError('network');
    return new Response(JSON.stringify(answer.body ?? {}), {
      status: answer.status,
      ...(answer.headers ? { headers: answer.headers } : {}),
    });
  };
  return { asked, fetch };
}

describe('asking', () => {
  let store: ReturnType<typeof storage>;
  let later: { run: () => void; ms: number }[];
  beforeEach(() => {
    store = storage();
    later = [];
  });
  const asking = (fetch: typeof globalThis.fetch) =>
    new Asking({ event: 'e', language: 'en', storage: store, fetch, later: (run, ms) => void later.push({ run, ms }) });
  const settle = () => new Promise((resolve) => setTimeout(resolve));

  it('keeps the draft over a reload, and the name after asking', async () => {
    const { fetch } = server();
    asking(fetch).write({ text: 'How many?', name: 'Amina' });
    const reloaded = asking(fetch);
    expect(reloaded.draft.value).toMatchObject({ text: 'How many?', name: 'Amina' });
    reloaded.ask();
    await settle();
    expect(asking(fetch).draft.value).toMatchObject({ text: '', name: 'Amina' });
  });

  it('sends again after a lost connection, with the same id', async () => {
    const { asked, fetch } = server('offline', { status: 503, headers: { 'retry-after': '7' } });
    const page = asking(fetch);
    page.write({ text: 'How many?' });
    page.ask();
    await settle();
    expect(page.notice.value).toBe('ask.waiting');
    expect(page.mine.value[0]?.state).toBe('kept');
    await page.flush();
    expect(later.at(-1)?.ms).toBe(7000);
    await page.flush();
    expect(page.mine.value[0]?.state).toBe('received');
    expect(new Set(asked.map((a) => a.id)).size).toBe(1);
    expect(asked).toHaveLength(3);
  });

  it('keeps a question that slow mode holds back, says when it goes, and sends it then', async () => {
    const { asked, fetch } = server({
      status: 429,
      headers: { 'retry-after': '40' },
      body: { reason: 'slow-mode', retryAfterSeconds: 40 },
    });
    const page = asking(fetch);
    page.write({ text: 'And another?' });
    page.ask();
    await settle();
    expect([page.notice.value, page.waits.value, page.mine.value[0]?.state]).toEqual(['ask.slow.kept', 40, 'kept']);
    expect(later.at(-1)?.ms).toBe(40_000);
    later.at(-1)?.run();
    await settle();
    expect([page.notice.value, page.mine.value[0]?.state]).toEqual([undefined, 'received']);
    expect(asked).toHaveLength(2);
  });

  it('gives the words back when the intake was closed meanwhile', async () => {
    const page = asking(server({ status: 409, body: { reason: 'intake-closed' } }).fetch);
    page.write({ text: 'Too late?' });
    page.ask();
    await settle();
    expect([page.notice.value, page.draft.value.text, page.mine.value]).toEqual(['ask.paused', 'Too late?', []]);
  });

  it('loses nothing that another tab of the page kept, and brings back nothing that was refused', async () => {
    const first = asking(server('offline').fetch);
    const second = asking(server('offline', 'offline').fetch);
    for (const [page, text] of [
      [first, 'From the first tab?'],
      [second, 'From the second tab?'],
    ] as const) {
      page.write({ text });
      page.ask();
      await settle();
    }
    const { asked, fetch } = server({ status: 422 });
    const third = asking(fetch);
    await third.flush();
    // ids of one millisecond have no order
    expect(asked.map((a) => a.text).toSorted()).toEqual(['From the first tab?', 'From the second tab?']);
    expect(third.mine.value.map((m) => m.text)).toEqual([asked[1]?.text]);
  });

  it('says that somebody looks at it, as long as nothing is decided', () => {
    const page = asking(server().fetch);
    page.adopt('A', 'How many?');
    page.heard({ id: 'A', state: 'received', inReview: true });
    expect(page.mine.value[0]).toMatchObject({ state: 'received', review: true });
    page.heard({ id: 'A', state: 'approved' });
    expect(page.mine.value[0]).toMatchObject({ state: 'approved', review: false });
  });

  it('sends what an earlier page left', async () => {
    const before = asking(server('offline').fetch);
    before.write({ text: 'How many?' });
    before.ask();
    await settle();
    const { asked, fetch } = server();
    await asking(fetch).flush();
    expect(asked.map((a) => a.id)).toEqual([before.mine.value[0]?.id]);
  });

  it('puts refused words back into the box', async () => {
    const page = asking(server({ status: 422 }).fetch);
    page.write({ text: 'How many?' });
    page.ask();
    await settle();
    expect(page.draft.value.text).toBe('How many?');
    expect(page.mine.value).toEqual([]);
    expect(page.notice.value).toBe('ask.failed');
  });

  it.each([
    ['', 'ask.empty'],
    ['   ', 'ask.empty'],
    ['x'.repeat(281), 'ask.too-long'],
  ])('refuses %j', (text, problem) => {
    const page = asking(server().fetch);
    page.write({ text });
    expect(page.ask()).toBe(false);
    expect(page.notice.value).toBe(problem);
  });

  it('can be told from an effect without going round in a circle', () => {
    const page = asking(server().fetch);
    page.adopt('1', 'mine');
    const board = signal<'approved' | 'live'>('approved');
    effect(() => page.heard({ id: '1', state: board.value }));
    board.value = 'live';
    expect(page.mine.value[0]?.state).toBe('live');
  });

  it('hears what became of its questions, and only of its own', () => {
    const page = asking(server().fetch);
    page.adopt('1', 'mine');
    page.heard({ id: '1', state: 'rejected', reason: 'unclear' });
    page.heard({ id: '2', state: 'live' });
    expect(page.mine.value).toMatchObject([{ id: '1', state: 'rejected', reason: 'unclear' }]);
  });
});

it.each([
  ['abc', 3],
  ['👩‍👩‍👧‍👧', 1],
  ['é', 1],
  ['नि', 1],
])('%s has %i characters as people count them', (text, count) => expect(graphemes(text)).toBe(count));
