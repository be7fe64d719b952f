// The questions as this desk sees them: what the server said, and on top of it what was decided here and isn't confirmed yet.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Answer } from '../live/api';
import type { QuestionBoard } from '../live/board';
import { type Action, expected } from './lanes';
import type { Card } from './shape';

export type Send = (method: 'POST' | 'PUT' | 'DELETE' | 'GET', path: string, body?: unknown, ifMatch?: string) => Promise<Answer>;

/** Somebody was faster, or the question was another than the one looked at. */
export interface Conflict {
  action: Action | 'undo';
  /** As it is now. */
  now: Card | undefined;
  by: string | undefined;
  /** Milliseconds since 1970. */
  at: number | undefined;
  /** Nothing was decided: somebody else is on it. */
  claimed: boolean;
}

export interface Undoable {
  number: number;
  /** Milliseconds since 1970, server's time. */
  until: number;
  action: Action;
  ids: readonly string[];
}

interface Ahead {
  card: Card;
  pending: boolean;
}

export interface Surroundings {
  readonly boards: ReadonlySignal<ReadonlyMap<string, QuestionBoard>>;
  readonly send: Send;
  /** Nothing was changed, and no conflict explains it. */
  readonly failed: (answer: Answer) => void;
}

const put = <V>(map: ReadonlyMap<string, V>, id: string, value: V | undefined): ReadonlyMap<string, V> => {
  const next = new Map(map);
  if (value === undefined) next.delete(id);
  else next.set(id, value);
  return next;
};

export class Questions {
  private readonly ahead = signal<ReadonlyMap<string, Ahead>>(new Map());
  readonly conflicts = signal<ReadonlyMap<string, Conflict>>(new Map());
  /** Latest last. */
  readonly undoables = signal<readonly Undoable[]>([]);
  readonly risky = computed<ReadonlySet<string>>(() => new Set(this.desk.boards.value.get('questions.risk')?.questions.map((q) => q.id)));
  /** Whether this moderator may see the risk lane. */
  readonly guards = computed(() => this.desk.boards.value.has('questions.risk'));

  readonly all = computed<ReadonlyMap<string, Card>>(() => {
    const ahead = this.ahead.value;
    const all = new Map<string, Card>();
    for (const name of ['questions.moderation', 'questions.risk']) {
      for (const card of this.desk.boards.value.get(name)?.questions ?? []) {
        const mine = ahead.get(card.id);
        all.set(card.id, mine && (mine.pending || mine.card.version > card.version) ? mine.card : card);
      }
    }
    return all;
  });

  /** What was sent and not answered yet: an undo waits for it, or it would take back the decision before. */
  private readonly underway = new Set<Promise<unknown>>();

  constructor(private readonly desk: Surroundings) {}

  find = (id: string): Card | undefined => this.all.peek().get(id);

  /**
   * Shown at once, taken back when the server says no.
   * @returns whether it was done
   */
  act(action: Action | 'release' | 'unmerge', id: string, body: Record<string, unknown> = {}): Promise<boolean> {
    return this.tracked(this.decide(action, id, body));
  }

  private async decide(action: Action | 'release' | 'unmerge', id: string, body: Record<string, unknown>): Promise<boolean> {
    const before = this.find(id);
    if (!before) return false;
    const known = action !== 'release' && action !== 'unmerge';
    if (known) this.put(id, { card: expected(before, action, body), pending: true });
    const answer = await this.desk.send('POST', `questions/${id}/${action === 'label' ? 'labels' : action}`, {
      ...body,
      revision: before.version,
    });
    this.settle(id, answer);
    if (answer.ok) {
      this.resolve(id);
      if (known) this.remember(answer, action, [id]);
      return true;
    }
    this.refused(answer, known ? action : 'merge', id);
    return false;
  }

  /** A person's words in another language; the question itself stays as it is. */
  async translate(id: string, language: string, text: string): Promise<boolean> {
    const answer = await this.desk.send('PUT', `questions/${id}/texts/${language}`, { text });
    if (!answer.ok) this.refused(answer, 'translate', id);
    else this.resolve(id);
    return answer.ok;
  }

  /** Many at once; with `preview` nothing is changed. */
  bulk(...many: Parameters<Questions['decideMany']>): ReturnType<Questions['decideMany']> {
    return this.tracked(this.decideMany(...many));
  }

  private async decideMany(
    command: 'approve' | 'reject' | 'shortlist' | 'merge' | 'labels',
    ids: readonly string[],
    body: Record<string, unknown>,
    preview: boolean,
  ): Promise<{ done: string[]; refused: { id: string; state: string }[] } | undefined> {
    const answer = await this.desk.send('POST', 'questions/bulk', { command, ids, ...body, ...(preview ? { preview } : {}) });
    if (!answer.ok) {
      this.desk.failed(answer);
      return undefined;
    }
    const done = (answer.body.done ?? []) as string[];
    if (!preview) this.remember(answer, command === 'labels' ? 'label' : command, done);
    return { done, refused: (answer.body.refused ?? []) as { id: string; state: string }[] };
  }

  /** Takes back the latest of what can be. */
  async undo(): Promise<Undoable | undefined> {
    while (this.underway.size > 0) await Promise.allSettled(this.underway);
    const last = this.undoables.peek().at(-1);
    if (!last) return undefined;
    this.undoables.value = this.undoables.peek().slice(0, -1);
    const answer = await this.desk.send('POST', `moderation/${last.number}/undo`);
    if (answer.ok) {
      for (const id of last.ids) this.resolve(id);
      return last;
    }
    const [id] = last.ids;
    if (answer.status === 409 && id && last.ids.length === 1) this.refused(answer, 'undo', id);
    else this.desk.failed(answer);
    return undefined;
  }

  /** Forgets what can't be undone any more. */
  expire(now: number): void {
    if (this.undoables.peek().some((u) => u.until <= now)) this.undoables.value = this.undoables.peek().filter((u) => u.until > now);
  }

  private async tracked<T>(work: Promise<T>): Promise<T> {
    this.underway.add(work);
    try {
      return await work;
    } finally {
      this.underway.delete(work);
    }
  }

  resolve(id: string): void {
    if (this.conflicts.peek().has(id)) this.conflicts.value = put(this.conflicts.peek(), id, undefined);
  }

  private put(id: string, ahead: Ahead | undefined): void {
    this.ahead.value = put(this.ahead.peek(), id, ahead);
  }

  // the answer is the question as it is now; it stands until the board has caught up with it
  private settle(id: string, answer: Answer): void {
    const card = (answer.ok ? answer.body : answer.body.question) as Partial<Card> | undefined;
    this.put(id, card?.id === id && card.version !== undefined ? { card: card as Card, pending: false } : undefined);
  }

  private remember(answer: Answer, action: Action, ids: readonly string[]): void {
    const undo = answer.body.undo as { number?: number; until?: string } | null | undefined;
    if (undo?.number === undefined || !undo.until) return;
    this.undoables.value = [...this.undoables.peek(), { number: undo.number, until: Date.parse(undo.until), action, ids }];
  }

  private refused(answer: Answer, action: Conflict['action'], id: string): void {
    // a conflict without the question isn't about what it became
    if (answer.status !== 409 || !answer.body.question) {
      this.desk.failed(answer);
      return;
    }
    const { question, by, at, changed } = answer.body as { question?: Card; by?: string | null; at?: string | null; changed?: string[] };
    const conflict: Conflict = {
      action,
      now: question ?? this.find(id),
      by: by ?? undefined,
      at: at ? Date.parse(at) : undefined,
      claimed: changed?.length === 1 && changed[0] === 'claim',
    };
    this.conflicts.value = put(this.conflicts.peek(), id, conflict);
  }
}
