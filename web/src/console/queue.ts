// The queue on the screen: which lane, which filter, which cards in which order, and which one is under the hands.
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { TextView } from '../contracts';
import { holder, homeOf, type Lane, lanes, nextAfter, type Opening, waits } from './lanes';
import { type Standing, standing } from './order';
import type { Questions } from './questions';
import { arranged, everything, type Filter, matching, type Row, Rows } from './rows';

/** As many as the server takes at once. */
export const MOST_CHOSEN = 200;

export interface Cluster {
  readonly ids: readonly string[];
  readonly languages: ReadonlySet<string>;
}

/** What can still be merged into another. */
const open: ReadonlySet<string> = new Set(['received', 'held', 'approved', 'shortlisted']);

export class Queue {
  readonly lane = signal<Lane>('new');
  readonly filter = signal<Filter>(everything);
  /** Under the hands: it stays drawn and in its place until they leave it. */
  readonly selected = signal<string | undefined>(undefined);
  /** Raised when the focus should go to the selected card: only ever by a key or a button of the person at this desk. */
  readonly reach = signal(0);
  /** Raised by what the person did here: the list may move for it. */
  readonly moved = signal(0);
  readonly opened = signal<{ id: string; form: Opening } | undefined>(undefined);
  /** For doing one thing to many. */
  readonly chosen = signal<ReadonlySet<string>>(new Set());
  readonly originals = signal<ReadonlySet<string>>(new Set());

  private readonly index = new Rows();
  private readonly own = new Set<string>();
  private readonly stood = signal<Standing>({ ids: [], waiting: 0 });
  /** What was just undone goes back under the hands, unless they moved on before it came. */
  private returning: string | undefined;
  private looking = '';
  private ready = false;

  /** The time to count ages from; once a minute is enough for them. */
  readonly minute: ReadonlySignal<number>;
  readonly rows: ReadonlySignal<readonly Row[]>;
  readonly byId: ReadonlySignal<ReadonlyMap<string, Row>>;
  /** Who is in which cluster and still to be decided on. */
  readonly clusters: ReadonlySignal<ReadonlyMap<string, Cluster>>;
  readonly counts: ReadonlySignal<Record<Lane, number>>;
  /** All of the lane, unfiltered. */
  readonly inLane: ReadonlySignal<readonly Row[]>;
  private readonly wanted: ReadonlySignal<readonly string[]>;

  /**
   * @param me the claims that are mine are this one's
   * @param now server's time in milliseconds; looked at every 5 s, for claims that ran out
   */
  constructor(
    private readonly questions: Questions,
    private readonly me: string,
    texts: ReadonlySignal<ReadonlyMap<string, TextView> | undefined>,
    now: ReadonlySignal<number>,
  ) {
    const coarse = computed(() => Math.floor(now.value / 5000) * 5000);
    this.minute = computed(() => Math.floor(now.value / 60_000) * 60_000);
    this.rows = computed(() => {
      const risky = questions.risky.value;
      return this.index.of(questions.all.value.values(), texts.value, (card) => risky.has(card.id));
    });
    this.byId = computed(() => new Map(this.rows.value.map((row) => [row.id, row])));
    this.clusters = computed(() => {
      const clusters = new Map<string, { ids: string[]; languages: Set<string> }>();
      for (const { id, card, language } of this.rows.value) {
        const key = card.cluster?.id;
        if (!key || !open.has(card.state)) continue;
        const cluster = clusters.get(key);
        if (cluster) {
          cluster.ids.push(id);
          cluster.languages.add(language);
        } else clusters.set(key, { ids: [id], languages: new Set([language]) });
      }
      return clusters;
    });
    this.counts = computed(() => {
      const sum = Object.fromEntries(lanes.map((lane) => [lane, 0])) as Record<Lane, number>;
      for (const row of this.rows.value) {
        const home = this.home(row);
        if (home) sum[home]++;
        if (holder(row.card, coarse.value)?.by === me) sum.mine++;
      }
      return sum;
    });
    this.inLane = computed(() => {
      const lane = this.lane.value;
      return this.rows.value.filter((row) => (lane === 'mine' ? holder(row.card, coarse.value)?.by === me : this.home(row) === lane));
    });
    this.wanted = computed(() => {
      const filter = this.filter.value;
      // what is over reads backwards: the latest decision on top
      const order = this.lane.value === 'done' && filter.order === 'age' ? 'newest' : filter.order;
      return arranged(matching(this.inLane.value, filter), order).map((row) => row.id);
    });
    effect(() => this.stand());
  }

  get ids(): readonly string[] {
    return this.stood.value.ids;
  }

  get waiting(): number {
    return this.stood.value.waiting;
  }

  row = (id: string | undefined): Row | undefined => (id === undefined ? undefined : this.byId.value.get(id));

  /**
   * How many are like this one, in how many languages with its own. Counted once a cluster, not once a card: a heap may hold thousands.
   */
  alike(row: Row): { count: number; languages: number } {
    const { cluster, similar } = row.card;
    const mates = cluster ? this.clusters.value.get(cluster.id) : undefined;
    if (mates) {
      const inside = open.has(row.card.state);
      return { count: mates.ids.length - (inside ? 1 : 0), languages: mates.languages.size };
    }
    const near = (similar ?? [])
      .map(({ id }) => this.byId.value.get(id))
      .filter((r): r is Row => r !== undefined && open.has(r.card.state));
    return { count: near.length, languages: new Set([row.language, ...near.map((r) => r.language)]).size };
  }

  /** Those themselves, the most alike first; as many as are read. */
  mates(row: Row, most: number): Row[] {
    const { cluster, similar } = row.card;
    const near = (similar ?? []).toSorted((a, b) => b.score - a.score).map(({ id }) => id);
    const found: Row[] = [];
    for (const id of new Set([...near, ...(cluster ? (this.clusters.value.get(cluster.id)?.ids ?? []) : [])])) {
      const mate = id === row.id ? undefined : this.byId.value.get(id);
      if (mate && open.has(mate.card.state)) found.push(mate);
      if (found.length === most) break;
    }
    return found;
  }

  isMine = (row: Row, now: number): boolean => holder(row.card, now)?.by === this.me;

  open(lane: Lane): void {
    batch(() => {
      this.lane.value = lane;
      this.selected.value = undefined;
      this.opened.value = undefined;
      this.chosen.value = new Set();
    });
  }

  look(filter: Partial<Filter>): void {
    this.filter.value = { ...this.filter.peek(), ...filter };
  }

  /** What waits comes in; nothing else moves. */
  showNew(): void {
    this.own.clear();
    for (const id of this.wanted.peek()) this.own.add(id);
    this.stand();
  }

  move(by: number): void {
    const { ids } = this.stood.peek();
    const at = ids.indexOf(this.selected.peek() ?? '');
    const next = ids[at < 0 ? (by < 0 && by !== -1 ? ids.length - 1 : 0) : Math.min(ids.length - 1, Math.max(0, at + by))];
    if (next) this.select(next);
  }

  select(id: string): void {
    this.returning = undefined;
    batch(() => {
      this.selected.value = id;
      this.reach.value++;
    });
  }

  /** Does something to a card and, when it left the lane by it, goes on to the next. What is done shows at once. */
  leaving<T>(id: string, work: () => T): T {
    const index = this.stood.peek().ids.indexOf(id);
    return batch(() => {
      const result = work();
      if (this.opened.peek()?.id === id) this.opened.value = undefined;
      this.moved.value++;
      this.goOn(id, index);
      return result;
    });
  }

  /** From a card that is in this lane no more to the one that took its place; nowhere else than under the hands. */
  goOn(id: string, index: number): void {
    if (index < 0 || this.selected.peek() !== id || this.wanted.peek().includes(id)) return;
    const left = this.stood.peek().ids.filter((other) => other !== id && this.byId.peek().has(other));
    batch(() => {
      this.selected.value = nextAfter(left, index);
      this.reach.value++;
    });
  }

  /** A card that came back because it couldn't be done: where it stood. */
  putBack(id: string, index: number): void {
    const { ids, waiting } = this.stood.peek();
    if (index < 0 || ids.includes(id)) return;
    this.stood.value = { ids: ids.toSpliced(index, 0, id), waiting };
    this.stand();
  }

  /** What this desk brought back itself is shown at once. */
  expect(ids: readonly string[]): void {
    for (const id of ids) this.own.add(id);
    this.returning = ids[0];
    this.stand();
  }

  choose(id: string): void {
    const chosen = new Set(this.chosen.peek());
    if (!chosen.delete(id) && chosen.size < MOST_CHOSEN) chosen.add(id);
    this.chosen.value = chosen;
  }

  chooseAll(): void {
    this.chosen.value = new Set(this.stood.peek().ids.slice(0, MOST_CHOSEN));
  }

  toggleOriginal(id: string): void {
    const originals = new Set(this.originals.peek());
    if (!originals.delete(id)) originals.add(id);
    this.originals.value = originals;
  }

  private home(row: Row): Lane | undefined {
    return row.risk ? 'risk' : homeOf(row.card.state);
  }

  private stand(): void {
    const wanted = this.wanted.value;
    const lane = this.lane.value;
    const kept = new Set(
      [this.selected.value, this.opened.value?.id, ...this.questions.conflicts.value.keys()].filter((id) => id !== undefined),
    );
    const known = this.byId.value;
    for (const id of kept) if (!known.has(id)) kept.delete(id);
    const gone = this.selected.peek();
    // what is looked at changed, or it is the first snapshot, or nobody reads: all of it, in its order
    const looking = `${lane} ${JSON.stringify(this.filter.value)}`;
    const before = this.stood.peek();
    const anew = looking !== this.looking || !this.ready || before.ids.every((id) => !wanted.includes(id) && !kept.has(id));
    this.looking = looking;
    this.ready ||= known.size > 0;
    const next = anew ? { ids: [...wanted], waiting: 0 } : standing(before.ids, wanted, kept, waits.has(lane), this.own);
    for (const id of this.own) if (next.ids.includes(id) && wanted.includes(id)) this.own.delete(id);
    if (next.waiting !== before.waiting || next.ids.length !== before.ids.length || next.ids.some((id, i) => id !== before.ids[i])) {
      this.stood.value = next;
    }
    const back = this.returning;
    if (back !== undefined && next.ids.includes(back) && wanted.includes(back)) this.select(back);
    // taken off this board altogether: the hands are now on its neighbour; the list gives that the focus if it had it
    if (gone !== undefined && !known.has(gone)) this.selected.value = nextAfter(next.ids, Math.max(0, before.ids.indexOf(gone)));
  }
}
