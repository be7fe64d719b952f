import { describe, expect, it, vi } from 'vitest';
import { PlaceSearch } from '../src/planner/places';
import { Plan } from '../src/planner/plan';
import { explain } from '../src/planner/problems';
import { Question } from '../src/planner/question';

type Reply = { status: number; body?: unknown } | 'offline';

/** A server that answers by path; what it doesn't know is an empty list. */
function server(answers: Record<string, Reply | ((body: unknown) => Reply)> = {}) {
  const asked: { path: string; method: string; body: unknown; headers: Headers }[] = [];
  const door = async (url: RequestInfo | URL, init?: RequestInit) => {
    const path = String(url);
    const method = init?.method ?? 'GET';
    const body = init?.body ? JSON.parse(String(init.body)) : undefined;
    asked.push({ path, method, body, headers: new Headers(init?.headers) });
    const key = Object.keys(answers).find((k) => `${method} ${path}`.startsWith(k));
    const found = key ? answers[key] : undefined;
    const reply = typeof found === 'function' ? found(body) : (found ?? { status: 200, body: { offices: [], occurrences: [] } });
    if (reply === 'offline') throw new TypeError('network');
    return new Response(JSON.stringify(reply.body ?? {}), { status: reply.status });
  };
  return { asked, door: door as typeof fetch };
}

const place = (city: string, zone: string) => ({ city, zone, country: 'Somewhere', offset: '+00:00' });
const zones = (body: unknown[]) => ({ status: 200, body });

function plan(answers: Record<string, Reply | ((body: unknown) => Reply)> = {}) {
  const { asked, door } = server(answers);
  const kept = new Map<string, string>();
  const store = {
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => void kept.set(k, v),
    removeItem: (k: string) => void kept.delete(k),
  };
  const settings = { language: 'fr', today: Date.UTC(2027, 1, 28), credentials: { csrf: 'c' }, store, door, pause: 0 };
  return { asked, kept, settings, plan: new Plan(settings) };
}

const ready = { title: 'Ending polio', date: '2027-03-09', time: '09:00' };

describe('a question', () => {
  it('takes the answer to what was asked last, whatever comes when', async () => {
    const waiting: ((answer: { ok: boolean; status: number; body: Record<string, unknown> }) => void)[] = [];
    const question = new Question<{ of: number }>(() => new Promise((resolve) => waiting.push(resolve)), 0);
    question.ask(1);
    await vi.waitFor(() => expect(waiting.length).toBe(1));
    question.ask(2);
    await vi.waitFor(() => expect(waiting.length).toBe(2));
    waiting[1]?.({ ok: true, status: 200, body: { of: 2 } });
    await vi.waitFor(() => expect(question.answer.value?.of).toBe(2));
    waiting[0]?.({ ok: true, status: 200, body: { of: 1 } });
    await Promise.resolve();
    expect(question.answer.value?.of).toBe(2);
    expect(question.asking.value).toBe(false);
  });

  it('lets nothing be chosen of an answer to another question', async () => {
    const waiting: ((answer: { ok: boolean; status: number; body: Record<string, unknown> }) => void)[] = [];
    const question = new Question<{ of: number }>(() => new Promise((resolve) => waiting.push(resolve)), 0);
    expect(question.fresh.value).toBe(false);
    question.ask(1);
    await vi.waitFor(() => expect(waiting.length).toBe(1));
    waiting[0]?.({ ok: true, status: 200, body: { of: 1 } });
    await vi.waitFor(() => expect(question.fresh.value).toBe(true));
    question.ask(2);
    expect([question.answer.value?.of, question.fresh.value]).toEqual([1, false]);
    await vi.waitFor(() => expect(waiting.length).toBe(2));
    waiting[1]?.({ ok: false, status: 0, body: {} });
    await vi.waitFor(() => expect(question.asking.value).toBe(false));
    expect([question.answer.value?.of, question.fresh.value]).toEqual([1, false]);
  });

  it('keeps its answer while the server is away, and asks again when told', async () => {
    const replies = [
      { ok: true, status: 200, body: { of: 1 } },
      { ok: false, status: 0, body: {} },
      { ok: true, status: 200, body: { of: 2 } },
    ];
    const question = new Question<{ of: number }>(async () => replies.shift() ?? { ok: false, status: 500, body: {} }, 0);
    question.ask(1);
    await vi.waitFor(() => expect(question.answer.value?.of).toBe(1));
    question.ask(2);
    await vi.waitFor(() => expect(question.refusal.value?.status).toBe(0));
    expect(question.answer.value?.of).toBe(1);
    question.again();
    await vi.waitFor(() => expect(question.answer.value?.of).toBe(2));
    expect(question.refusal.value).toBeUndefined();
  });

  it('lets go of an answer to a question that was refused, and of both when there is nothing to ask', async () => {
    const replies = [
      { ok: true, status: 200, body: {} },
      { ok: false, status: 400, body: {} },
    ];
    const question = new Question(async () => replies.shift() ?? { ok: false, status: 500, body: {} }, 0);
    question.ask(1);
    await vi.waitFor(() => expect(question.answer.value).toBeDefined());
    question.ask(2);
    await vi.waitFor(() => expect(question.refusal.value?.status).toBe(400));
    expect(question.answer.value).toBeUndefined();
    question.ask(undefined);
    expect([question.refusal.value, question.asking.value]).toEqual([undefined, false]);
  });
});

describe('a place field', () => {
  it('shows the finds of the latest letters only, and says when it could not look', async () => {
    const waiting: ((answer: { ok: boolean; status: number; body: Record<string, unknown> }) => void)[] = [];
    const search = new PlaceSearch(() => new Promise((resolve) => waiting.push(resolve)), 0);
    search.ask('go');
    await vi.waitFor(() => expect(waiting.length).toBe(1));
    search.ask('goma');
    await vi.waitFor(() => expect(waiting.length).toBe(2));
    const found = [place('Goma', 'Africa/Lubumbashi')];
    waiting[1]?.({ ok: true, status: 200, body: found as unknown as Record<string, unknown> });
    await vi.waitFor(() => expect(search.state.value).toBe('known'));
    waiting[0]?.({ ok: true, status: 200, body: [] as unknown as Record<string, unknown> });
    await Promise.resolve();
    expect(search.found.value).toEqual(found);
    search.ask('suva');
    await vi.waitFor(() => expect(waiting.length).toBe(3));
    waiting[2]?.({ ok: false, status: 0, body: {} });
    await vi.waitFor(() => expect(search.state.value).toBe('failed'));
    search.ask(' ');
    expect([search.state.value, search.found.value]).toEqual(['idle', []]);
  });
});

describe('a plan', () => {
  it('keeps each change and begins with it the next time, in the reader’s language', () => {
    const { plan: first, settings, asked } = plan();
    first.start();
    first.change({ title: 'Ending polio' });
    const second = new Plan(settings);
    expect([second.restored.value, second.draft.value.title]).toEqual([true, 'Ending polio']);
    expect(asked[0]?.headers.get('accept-language')).toBe('fr');
    expect(asked[0]?.headers.get('x-csrf-token')).toBe('c');
    second.startAnew();
    expect(new Plan(settings).restored.value).toBe(false);
  });

  it('keeps nothing of a page that was only looked at', () => {
    const { plan: looked, kept } = plan();
    looked.start();
    expect(kept.size).toBe(0);
  });

  it('makes offices of lines and keeps those without a place', async () => {
    const answers = {
      'GET /api/v1/zones?q=Goma': zones([place('Goma', 'Africa/Lubumbashi')]),
      'GET /api/v1/zones?q=Georgetown': zones([place('Georgetown', 'America/Guyana'), place('Georgetown', 'America/Cayman')]),
      'GET /api/v1/zones': zones([]),
    };
    const { plan: pasting } = plan(answers);
    pasting.change({ pasted: 'Goma\nAtlantis\nGeorgetown' });
    await pasting.addPasted();
    const { offices, pasted } = pasting.draft.value;
    expect(offices.map((o) => [o.name, o.zone])).toEqual([
      ['Goma', 'Africa/Lubumbashi'],
      ['Atlantis', ''],
      ['Georgetown', 'America/Guyana'],
    ]);
    expect(pasted).toBe('');
    expect(pasting.missing.value).toContain('unplaced');
    expect([...pasting.unsure.value]).toEqual([offices[2]?.key]);
    pasting.place(offices[1]?.key ?? '', place('Suva', 'Pacific/Fiji'));
    pasting.change({ pasted: 'Goma' });
    await pasting.addPasted();
    expect(pasting.draft.value.offices.map((o) => o.name)).toEqual(['Goma', 'Atlantis', 'Georgetown']);
    expect(pasting.missing.value).not.toContain('unplaced');
  });

  it('leaves the lines where they are when the server is away', async () => {
    const { plan: pasting } = plan({ 'GET /api/v1/zones': 'offline' });
    pasting.change({ pasted: 'Goma' });
    await pasting.addPasted();
    expect([pasting.draft.value.pasted, pasting.draft.value.offices.length, pasting.trouble.value?.answer.status]).toEqual(['Goma', 0, 0]);
    expect(pasting.busy.value).toBeUndefined();
  });

  it('asks what stays when another clock counts', async () => {
    const there = { local: '2027-03-10T02:00', offset: '+12:00' };
    const { plan: moving, asked } = plan({ 'POST /api/v1/series/preview': { status: 200, body: { occurrences: [{ offices: [there] }] } } });
    moving.change({ ...ready, zone: 'America/New_York', zonePlace: 'New York', turns: ['17:00', ''] });
    moving.changeRepeat({ days: ['tuesday', 'sunday'], nth: 2 });
    await moving.anchor('Pacific/Fiji', 'Suva');
    expect(asked[0]?.body).toMatchObject({
      event: { start: '2027-03-09T09:00', zone: 'America/New_York', offices: [{ name: 'Suva', zone: 'Pacific/Fiji' }] },
      repeat: { every: 'week', count: 1 },
    });
    expect([moving.draft.value.time, moving.anchorMoved.value?.before.zonePlace]).toEqual(['09:00', 'New York']);
    moving.keepMoment();
    const { date, time, turns, repeat, zone } = moving.draft.value;
    expect([date, time, turns, repeat.days, repeat.nth, zone]).toEqual([
      '2027-03-10',
      '02:00',
      ['10:00', ''],
      ['wednesday', 'monday'],
      0,
      'Pacific/Fiji',
    ]);
    expect(moving.anchorMoved.value).toBeUndefined();
  });

  it('asks nothing where the other clock shows the same, and forgets the question with another choice', async () => {
    const there = { local: '2027-03-09T09:00', offset: '-05:00' };
    const { plan: same } = plan({ 'POST /api/v1/series/preview': { status: 200, body: { occurrences: [{ offices: [there] }] } } });
    same.change({ ...ready, zone: 'America/New_York', zonePlace: 'New York' });
    await same.anchor('America/Panama', 'Panama');
    expect([same.draft.value.zone, same.anchorMoved.value]).toEqual(['America/Panama', undefined]);
    there.local = '2027-03-09T15:00';
    await same.anchor('Europe/Zurich', 'Geneva');
    expect(same.anchorMoved.value).toBeDefined();
    same.choose('2027-03-16', '10:00');
    expect(same.anchorMoved.value).toBeUndefined();
  });

  it('publishes nothing while something is missing', async () => {
    const { plan: blank, asked } = plan();
    await blank.publish();
    expect([blank.tried.value, asked.length]).toEqual([true, 0]);
  });

  it('throws the draft away when it is published', async () => {
    const { plan: whole, kept } = plan({
      'POST /api/v1/series': { status: 201, body: { id: 's', title: 'Ending polio', occurrences: [] } },
    });
    whole.start();
    whole.change(ready);
    whole.add(place('Goma', 'Africa/Lubumbashi'));
    expect(kept.size).toBe(1);
    await whole.publish();
    expect(whole.published.value?.id).toBe('s');
    expect(kept.size).toBe(0);
  });

  it('asks for a choice that publishing met first, and hides it once it is made', async () => {
    const choices = [{ resolve: 'before-gap' }, { resolve: 'after-gap' }];
    const { plan: skipped } = plan({ 'POST /api/v1/series': { status: 409, body: { number: 2, choices } } });
    skipped.change(ready);
    skipped.add(place('New York', 'America/New_York'));
    await skipped.publish();
    expect(skipped.choices.value).toMatchObject({ number: 2, skipped: true });
    skipped.resolve('after-gap');
    expect(skipped.choices.value).toBeUndefined();
    expect(skipped.draft.value.gap).toBe('after-gap');
  });

  it('looks before it publishes again what may be published already', async () => {
    const replies: Reply[] = ['offline', { status: 201, body: { id: 's2', title: 'Ending polio', occurrences: [] } }];
    const { plan: lost, asked } = plan({
      'GET /api/v1/series': { status: 200, body: { series: [{ id: 's1', title: 'Ending polio' }] } },
      'POST /api/v1/series': () => replies.shift() ?? { status: 500 },
    });
    lost.change(ready);
    lost.add(place('Goma', 'Africa/Lubumbashi'));
    await lost.publish();
    expect([lost.trouble.value?.answer.status, lost.draft.value.attempted]).toEqual([0, true]);
    await lost.publish();
    expect(lost.twin.value?.id).toBe('s1');
    expect(asked.filter((a) => a.method === 'POST').length).toBe(1);
    await lost.publish(true);
    expect(lost.published.value?.id).toBe('s2');
  });

  it('says whose office it is that was refused', () => {
    const { plan: wrong } = plan();
    wrong.add(place('Goma', 'Africa/Lubumbashi'));
    const say = (status: number, body = {}) => explain({ ok: false, status, body }, wrong.draft.value);
    expect(say(400, { errors: { 'offices[0].day': [''] } })).toBe('planner.error.office');
    expect([0, 401, 412, 429, 500].map((status) => say(status))).toEqual(
      ['offline', 'signed-out', 'stale', 'busy', 'server'].map((word) => `planner.error.${word}`),
    );
    expect(say(422, { zone: 'Mars/Olympus' })).toBe('planner.error.zone');
    expect(say(400, { errors: { 'repeat.count': [''] } })).toBe('planner.error.repeat');
  });
});
