// The run of show while it runs: which segment is on, which comes, and how far from the plan they are. The server says the times in words.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { RunOfShowContent, RunOfShowView, SegmentView } from '../contracts';
import { type Credentials, send } from '../live/api';
import type { WholeBoard } from '../live/board';

export interface Standing {
  /** The one that began last. */
  current: SegmentView | undefined;
  /** The one after it in the plan, begun before or not. */
  next: SegmentView | undefined;
  /** Whole minutes behind the plan, negative when ahead. */
  behind: number;
  /** Whole minutes that the current one has left; negative when it takes longer than planned. */
  left: number | undefined;
}

const minute = 60_000;

/** @param now the server's time in milliseconds */
export function standing(segments: readonly SegmentView[], now: number): Standing {
  const current = segments.reduce<SegmentView | undefined>(
    (last, s) => (s.began && (!last?.began || Date.parse(s.began) >= Date.parse(last.began)) ? s : last),
    undefined,
  );
  const next = segments.find((s) => s.number === (current ? current.number + 1 : 1));
  if (!current?.began) {
    // nothing has begun: late as soon as the first should have
    const late = next ? Math.max(0, now - Date.parse(next.start)) : 0;
    return { current: undefined, next, behind: Math.trunc(late / minute), left: undefined };
  }
  const began = Date.parse(current.began);
  const end = began + Date.parse(current.end) - Date.parse(current.start);
  // who takes longer than planned falls behind with every minute
  const drift = Math.max(began - Date.parse(current.start), now - Date.parse(current.end));
  const behind = now > end ? drift : began - Date.parse(current.start);
  return { current, next, behind: Math.trunc(behind / minute) || 0, left: Math.trunc((end - now) / minute) || 0 };
}

export class RunOfShowDesk {
  /** Undefined until it was read; without segments where none is planned. */
  readonly view = signal<RunOfShowView | undefined>(undefined);
  readonly failed = signal(false);

  constructor(
    board: ReadonlySignal<WholeBoard<RunOfShowContent> | undefined>,
    private readonly event: string,
    private readonly credentials: Credentials,
    private readonly door: typeof fetch = fetch,
  ) {
    effect(() => {
      const version = board.value?.content.version ?? 0;
      if (version > (this.view.peek()?.version ?? 0)) void this.load();
    });
  }

  /** @returns false when nothing was changed */
  async begin(number: number): Promise<boolean> {
    const answer = await send('POST', `${this.path}/${number}/begin`, this.credentials, {}, this.door);
    if (answer.ok) this.take(answer.body);
    this.failed.value = !answer.ok;
    return answer.ok;
  }

  private async load(): Promise<void> {
    const answer = await send('GET', this.path, this.credentials, undefined, this.door);
    if (answer.ok) this.take(answer.body);
  }

  private get path(): string {
    return `/api/v1/events/${this.event}/run-of-show`;
  }

  // two answers may overtake each other
  private take(body: Record<string, unknown>): void {
    const view = body as unknown as RunOfShowView; // the server's word; contracts.ts is checked against its records
    if (view.version >= (this.view.peek()?.version ?? 0)) this.view.value = view;
  }
}
