// The moderators' queue: which lane holds which question, and what may be done with it.
import type { QuestionState, QuestionView } from '../contracts';

export const lanes = ['new', 'approved', 'shortlist', 'live', 'answered', 'rejected'] as const;
export type Lane = (typeof lanes)[number];

export type Action = 'approve' | 'reject' | 'shortlist' | 'take' | 'answer' | 'restore';

/** One key per action, letters that stand on every Latin keyboard where the console's words begin in English; T takes a scene. */
export const keys: Record<Action, string> = { approve: 'a', reject: 'r', shortlist: 's', take: 'l', answer: 'w', restore: 'u' };

export const reasons = ['off-topic', 'duplicate', 'unclear', 'unkind', 'personal', 'unsafe', 'other'] as const;
export type Reason = (typeof reasons)[number];

const laneOf: Partial<Record<QuestionState, Lane>> = {
  received: 'new',
  held: 'new',
  approved: 'approved',
  shortlisted: 'shortlist',
  live: 'live',
  answered: 'answered',
  rejected: 'rejected',
};

const possible: Partial<Record<QuestionState, Action[]>> = {
  received: ['approve', 'reject'],
  held: ['approve', 'reject'],
  approved: ['take', 'shortlist', 'reject', 'restore'],
  shortlisted: ['take', 'reject', 'restore'],
  live: ['answer', 'restore'],
  answered: ['restore'],
  rejected: ['restore'],
};

export const actionsFor = (state: QuestionState): Action[] => possible[state] ?? [];

export function inLane(questions: readonly QuestionView[], lane: Lane): QuestionView[] {
  const found = questions.filter((q) => laneOf[q.state] === lane);
  // what is over reads backwards: the latest decision on top
  return lane === 'answered' || lane === 'rejected' ? found.toReversed() : found;
}

export function counts(questions: readonly QuestionView[]): Record<Lane, number> {
  const sum: Record<Lane, number> = { new: 0, approved: 0, shortlist: 0, live: 0, answered: 0, rejected: 0 };
  for (const { state } of questions) {
    const lane = laneOf[state];
    if (lane) sum[lane]++;
  }
  return sum;
}

/** Which card is next when the one at `index` has left its lane: the one that took its place, or the last. */
export function nextAfter(ids: readonly string[], index: number): string | undefined {
  return ids[Math.min(index, ids.length - 1)];
}
