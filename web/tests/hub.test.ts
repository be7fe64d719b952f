import type { HubConnection } from '@microsoft/signalr';
import { describe, expect, it } from 'vitest';
import type { JoinedView, QuestionView } from '../src/contracts';
import { EventHub } from '../src/live/hub';

const q = (id: string, state: QuestionView['state'] = 'approved'): QuestionView => ({ id, state, text: id, votes: 0, version: 1 });
const snapshot = (version: number, ...questions: QuestionView[]): JoinedView => ({
  serverTime: '2027-03-16T13:00:00Z',
  boards: [
    { board: 'questions.public', version, content: { questions } },
    { board: 'event', version: 1, content: 'live' },
  ],
});

class FakeConnection {
  handlers = new Map<string, (...args: unknown[]) => void>();
  reconnected: () => void = () => {};
  joins: ((view: JoinedView) => void)[] = [];
  on = (name: string, run: (...args: unknown[]) => void) => void this.handlers.set(name, run);
  onreconnecting = () => {};
  onreconnected = (run: () => void) => {
    this.reconnected = run;
  };
  onclose = () => {};
  start = async () => {};
  invoke = () => new Promise<JoinedView>((resolve) => this.joins.push(resolve));
  tell = (name: string, ...args: unknown[]) => this.handlers.get(name)?.(...args);
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('EventHub', () => {
  async function joined(view: JoinedView) {
    const connection = new FakeConnection();
    const hub = new EventHub({ event: 'e', connect: async () => connection as unknown as HubConnection });
    void hub.start();
    await settle();
    connection.joins.shift()?.(view);
    await settle();
    return { connection, hub, ids: () => hub.questions.value.get('questions.public')?.questions.map((x) => x.id) };
  }

  it('shows the snapshot, then each change', async () => {
    const { connection, hub, ids } = await joined(snapshot(3, q('a')));
    expect(hub.eventState.value?.content).toBe('live');
    connection.tell('QuestionChanged', 'questions.public', 4, q('b'));
    expect(ids()).toEqual(['a', 'b']);
  });

  it('reads the board again when a change was missed', async () => {
    const { connection, ids } = await joined(snapshot(3, q('a')));
    connection.tell('QuestionChanged', 'questions.public', 6, q('d'));
    await settle();
    expect(connection.joins).toHaveLength(1);
    connection.joins.shift()?.(snapshot(6, q('a'), q('b'), q('d')));
    await settle();
    expect(ids()).toEqual(['a', 'b', 'd']);
  });

  it('applies what comes between asking for a snapshot and having it', async () => {
    const { connection, ids } = await joined(snapshot(3, q('a')));
    connection.reconnected();
    connection.tell('QuestionChanged', 'questions.public', 5, q('c'));
    connection.tell('QuestionChanged', 'questions.public', 4, q('b'));
    connection.joins.shift()?.(snapshot(4, q('a'), q('b')));
    await settle();
    expect(ids()).toEqual(['a', 'b', 'c']);
  });

  it('ignores boards it was not given', async () => {
    const { connection, hub } = await joined(snapshot(3));
    connection.tell('QuestionChanged', 'questions.moderation', 9, q('secret'));
    expect(hub.questions.value.has('questions.moderation')).toBe(false);
    expect(connection.joins).toHaveLength(0);
  });
});

describe('EventHub in a language', () => {
  it('reads the texts beside the questions, and leaves out what is read in its original again', async () => {
    const connection = new FakeConnection();
    const asked: unknown[] = [];
    connection.invoke = ((...args: unknown[]) => {
      asked.push(args);
      return new Promise<JoinedView>((resolve) => connection.joins.push(resolve));
    }) as typeof connection.invoke;
    const hub = new EventHub({ event: 'e', language: 'fr', connect: async () => connection as unknown as HubConnection });
    void hub.start();
    await settle();
    const text = (question: string, words?: string) => ({ question, language: 'fr', text: words, machine: true, answerMachine: false });
    const joined = snapshot(1, q('a'));
    joined.boards.push({ board: 'texts.public.fr', version: 4, content: { texts: [text('a', 'Combien ?')] } });
    connection.joins.shift()?.(joined);
    await settle();
    expect(asked).toEqual([['JoinIn', 'e', 'fr']]);
    const rows = () => [...(hub.texts.value.get('texts.public.fr')?.rows ?? [])].map(([id, row]) => `${id} ${row.text}`);
    expect(rows()).toEqual(['a Combien ?']);
    connection.tell('TextChanged', 'texts.public.fr', 5, text('b', 'Qui ?'));
    expect(rows()).toEqual(['a Combien ?', 'b Qui ?']);
    connection.tell('TextChanged', 'texts.public.fr', 6, text('a'));
    expect(rows()).toEqual(['b Qui ?']);
    connection.tell('TextChanged', 'texts.public.fr', 8, text('c', 'Où ?'));
    expect(asked).toHaveLength(2); // one was missed
  });
});
