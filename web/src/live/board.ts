import type { QuestionView } from '../contracts';

export interface QuestionBoard {
  version: number;
  questions: QuestionView[];
}

/** The board after one change; undefined when a change was missed and the board must be read again. */
export function applyChange(board: QuestionBoard, version: number, changed: QuestionView): QuestionBoard | undefined {
  if (version <= board.version) return board; // already seen
  if (version !== board.version + 1) return undefined;

  // The text is what a screen may see: a question without one left this board.
  if (changed.state === 'withdrawn') return { version, questions: board.questions.filter((q) => q.id !== changed.id) };
  const known = board.questions.find((q) => q.id === changed.id);
  const merged = known?.votedByMe !== undefined && changed.votedByMe === undefined ? { ...changed, votedByMe: known.votedByMe } : changed;
  const questions = known ? board.questions.map((q) => (q.id === changed.id ? merged : q)) : [...board.questions, changed];
  return { version, questions };
}

/** A board that is one value (stage, event): the newest version wins, a gap hides nothing since each change is whole. */
export interface WholeBoard<T> {
  version: number;
  content: T;
}

export function replaceWhole<T>(board: WholeBoard<T> | undefined, version: number, content: T): WholeBoard<T> {
  return board && version <= board.version ? board : { version, content };
}

/** What the audience sees, in the order it is shown: being answered, next (most asked first), answered (latest first). */
export function sections(questions: readonly QuestionView[]): { live: QuestionView[]; next: QuestionView[]; answered: QuestionView[] } {
  const live = questions.filter((q) => q.state === 'live');
  const next = questions.filter((q) => q.state === 'shortlisted' || q.state === 'approved');
  const answered = questions.filter((q) => q.state === 'answered');
  const weight = (q: QuestionView) => (q.state === 'shortlisted' ? 1 : 0);
  return {
    live,
    next: next.toSorted((a, b) => weight(b) - weight(a) || (b.votes ?? 0) - (a.votes ?? 0) || a.id.localeCompare(b.id)),
    answered: answered.toReversed(),
  };
}
