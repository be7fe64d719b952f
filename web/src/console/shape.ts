// What the desk knows of a question and of itself. Everything beyond contracts.ts is optional: a board leaves out what isn't for it.
import type { QuestionView } from '../contracts';

export interface Alike {
  id: string;
  score: number;
}

export interface Grown {
  channel?: string | null;
  flags?: string[] | null;
  reports?: number | null;
  labels?: string[] | null;
  blocked?: boolean | null;
  cluster?: { id: string; size: number; languages: string[] } | null;
  /** Suggested, not merged. */
  similar?: Alike[] | null;
  mergedCount?: number | null;
  detected?: { language: string; confidence: number } | null;
  /** The risk lane alone sees it. */
  original?: string | null;
}

export type Card = QuestionView & Grown;
