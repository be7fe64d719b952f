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
