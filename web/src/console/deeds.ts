// What the hands at this desk do to questions: one at a time, many at once, and back again.
import { type ReadonlySignal, signal } from '@preact/signals';
import { t } from '../text';
import { type Action, actionsFor, type Decision, holder, type Lane, type Opening, type Reason } from './lanes';
import type { Questions } from './questions';
import type { Queue } from './queue';

export interface Surroundings {
  readonly questions: Questions;
  readonly queue: Queue;
  readonly now: ReadonlySignal<number>;
  readonly said: { value: string };
}

export type BulkCommand = 'approve' | 'reject' | 'shortlist' | 'merge' | 'labels';

/** What would become of the chosen cards, asked of the server before it is done. */
export interface Preview {
  command: BulkCommand;
  reason?: Reason;
  into?: string;
  labels?: readonly string[];
  done: readonly string[];
  refused: readonly { id: string; state: string }[];
}

/** Half of the server's 60 s, so that one lost request loses no claim. */
const RENEW = 30_000;
const forms: ReadonlySet<string> = new Set<Opening>(['reject', 'answer', 'merge', 'translate', 'label']);
const written: ReadonlySet<string> = new Set<Opening>(['answer', 'translate', 'label']);

export class Deeds {
  readonly preview = signal<Preview | undefined>(undefined);
  /** What has to be said first with several cards chosen: it stands in the bar of the chosen. */
  readonly asking = signal<'reject' | 'label' | undefined>(undefined);
  /** What was typed in a card's form, until it was accepted or thrown away. */
  private readonly drafts = new Map<string, string>();

  /** @param language in which this moderator reads, and corrects translations */
  constructor(
    private readonly desk: Surroundings,
    readonly language: string,
  ) {
    setInterval(() => this.renew(), RENEW);
  }

  may(action: Action, id: string): boolean {
    const row = this.desk.queue.byId.peek().get(id);
    if (!row || !actionsFor(row.card, row.risk).includes(action)) return false;
    if (action === 'translate') return row.card.language !== this.language;
    return true;
  }

  /** Opens what has to be asked first; the others act at once. */
  begin(action: Action, id: string): void {
    const { queue } = this.desk;
    this.desk.questions.resolve(id);
    if (action === 'claim') {
      void this.claim(id);
    } else if (forms.has(action)) {
      queue.opened.value = { id, form: action as Opening };
      queue.selected.value = id;
      // who writes about a card has it
      if (written.has(action)) void this.hold(id);
    } else void this.decide(action as Decision, id);
  }

  decide(action: Action | 'unmerge', id: string, body: Record<string, unknown> = {}): Promise<boolean> {
    const { queue, questions } = this.desk;
    const index = queue.ids.indexOf(id);
    const opened = queue.opened.peek();
    const work = queue.leaving(id, () => questions.act(action, id, body));
    return work.then((done) => {
      if (done) {
        queue.goOn(id, index);
        this.desk.said.value = t('console.said.done', { action: t(`console.${action}`) });
      } else this.refused(id, index, opened);
      return done;
    });
  }

  reject = (id: string, reason: Reason): Promise<boolean> => this.decide('reject', id, { reason });

  async answer(id: string, text: string): Promise<void> {
    const done = await this.decide('answer', id, text.trim() ? { text: text.trim() } : {});
    if (done) this.forget('answer', id);
  }

  async translate(id: string, text: string): Promise<void> {
    if (await this.desk.questions.translate(id, this.language, text.trim())) this.accepted('translate', id);
  }

  async label(id: string, text: string): Promise<void> {
    if (await this.desk.questions.act('label', id, { labels: labelsOf(text) })) this.accepted('label', id);
  }

  /** The others into this one, in one step that is undone in one. */
  async merge(into: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return this.cancel();
    const { queue, questions } = this.desk;
    const result = await questions.bulk('merge', ids, { into }, false);
    if (!result) return;
    queue.moved.value++;
    queue.opened.value = undefined;
    queue.reach.value++;
    this.desk.said.value = t('console.said.merged', { count: result.done.length });
  }

  /** One that was merged stands for itself again; the card it was merged into stays open. */
  async unmerge(id: string): Promise<void> {
    if (await this.desk.questions.act('unmerge', id)) this.desk.queue.expect([id]);
  }

  cancel(): void {
    const { queue } = this.desk;
    if (queue.opened.peek()) queue.reach.value++;
    queue.opened.value = undefined;
    this.preview.value = undefined;
    this.asking.value = undefined;
  }

  draft = (form: Opening, id: string): string | undefined => this.drafts.get(`${form} ${id}`);

  keep(form: Opening, id: string, text: string): void {
    this.drafts.set(`${form} ${id}`, text);
  }

  async undo(): Promise<void> {
    const undone = await this.desk.questions.undo();
    if (!undone) return;
    this.desk.queue.expect(undone.ids);
    this.desk.said.value = t('console.said.undone', { count: undone.ids.length });
  }

  /** With cards chosen: asks what it would come to, and shows it. */
  async weigh(command: BulkCommand, said: { reason?: Reason; labels?: readonly string[] } = {}): Promise<void> {
    const { queue, questions } = this.desk;
    const into = command === 'merge' ? queue.selected.peek() : undefined;
    if (command === 'merge' && !into) return;
    const ids = [...queue.chosen.peek()].filter((id) => id !== into);
    const body = { ...said, ...(into ? { into } : {}) };
    const result = await questions.bulk(command, ids, body, true);
    if (!result) return;
    this.asking.value = undefined;
    this.preview.value = { command, ...body, ...result };
  }

  async confirm(): Promise<void> {
    const weighed = this.preview.peek();
    if (!weighed) return;
    const { queue, questions } = this.desk;
    const { command, done, refused: _, ...body } = weighed;
    const result = await questions.bulk(command, done, body, false);
    if (!result) return;
    queue.moved.value++;
    queue.chosen.value = new Set();
    this.preview.value = undefined;
    this.desk.said.value = t('console.said.bulk', { count: result.done.length });
    queue.reach.value++;
  }

  open(lane: Lane): void {
    this.cancel();
    this.desk.queue.open(lane);
  }

  private async claim(id: string): Promise<void> {
    const row = this.desk.queue.byId.peek().get(id);
    const mine = row && this.desk.queue.isMine(row, this.desk.now.peek());
    await this.desk.questions.act(mine ? 'release' : 'claim', id);
  }

  /** Claims what nobody holds; who is held by somebody else stays with them. */
  private async hold(id: string): Promise<void> {
    const row = this.desk.queue.byId.peek().get(id);
    if (row && !holder(row.card, this.desk.now.peek())) await this.desk.questions.act('claim', id);
  }

  // a lease lives as long as its card is under the hands
  private renew(): void {
    const { queue, questions, now } = this.desk;
    for (const id of new Set([queue.selected.peek(), queue.opened.peek()?.id])) {
      const row = id === undefined ? undefined : queue.byId.peek().get(id);
      if (row && queue.isMine(row, now.peek())) void questions.act('claim', row.id);
    }
  }

  private accepted(form: Opening, id: string): void {
    this.forget(form, id);
    this.cancel();
    this.desk.said.value = t('console.said.done', { action: t(`console.${form}`) });
  }

  private forget(form: Opening, id: string): void {
    this.drafts.delete(`${form} ${id}`);
  }

  // what was typed comes back with its card, unless something else is being written by now
  private refused(id: string, index: number, opened: { id: string; form: Opening } | undefined): void {
    const { queue } = this.desk;
    queue.putBack(id, index);
    if (opened?.id === id && written.has(opened.form) && !queue.opened.peek()) queue.opened.value = opened;
    this.desk.said.value = t('console.said.not-done');
  }
}

/** Topics as they are typed, with commas of any script between them. */
export const labelsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,،、，;]/)
      .map((label) => label.trim())
      .filter(Boolean),
  ),
];
