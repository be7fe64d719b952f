// What the desk knows of a question: the moderators' and the risk lane's view of it.
import type { QuestionView } from '../contracts';

export type Card = QuestionView & {
  /** Whoever asked it may not ask here any more. */
  blocked?: boolean | null;
};
