// The audience's list never jumps: what is new waits behind a button, what is shown keeps its place.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { QuestionView } from '../contracts';
import { type QuestionBoard, sections } from '../live/board';

export interface CalmList {
  live: QuestionView[];
  next: QuestionView[];
  answered: QuestionView[];
  /** How many wait to be shown. */
  waiting: number;
}

/** Of those in line, how many come soon: a band, since a place in a line that moderators choose from would promise too much. */
const SOON = 3;

export const soon = (board: ReadonlySignal<QuestionBoard | undefined>): ReadonlySignal<ReadonlySet<string>> =>
  computed(() => {
    const { next } = sections(board.value?.questions ?? []);
    return new Set(
      next
        .filter((q) => q.state === 'shortlisted')
        .slice(0, SOON)
        .map((q) => q.id),
    );
  });

export function calmList(board: ReadonlySignal<QuestionBoard | undefined>): {
  list: ReadonlySignal<CalmList | undefined>;
  show: () => void;
} {
  const order = signal<readonly string[] | undefined>(undefined);
  const ids = (questions: readonly QuestionView[]) => sections(questions).next.map((q) => q.id);
  const list = computed(() => {
    if (!board.value) return undefined;
    const { live, next, answered } = sections(board.value.questions);
    const known = order.value ?? ids(board.value.questions);
    const place = new Map(known.map((id, i) => [id, i]));
    const shown = next.filter((q) => place.has(q.id)).toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
    return { live, next: shown, answered, waiting: next.length - shown.length };
  });
  return {
    list,
    /** Also called once at the start, with what the page came with. */
    show: () => {
      order.value = ids(board.peek()?.questions ?? []);
    },
  };
}
