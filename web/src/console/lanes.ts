// The moderators' queue: which lane holds which question, and what may be done with it.
import type { QuestionState } from '../contracts';
import type { Card } from './shape';

export const lanes = ['new', 'mine', 'approved', 'shortlist', 'live', 'done', 'risk'] as const;
export type Lane = (typeof lanes)[number];

/** The lane's letter, after G. */
export const laneKeys: Record<Lane, string> = { new: 'n', mine: 'm', approved: 'a', shortlist: 's', live: 'l', done: 'd', risk: 'r' };

/** Lanes in which what comes waits behind "3 new": the long ones, where somebody reads from top to bottom. */
export const waits: ReadonlySet<Lane> = new Set<Lane>(['new', 'approved', 'risk']);

/** Asks for nothing more, changes the question's state, and can be undone. */
export type Decision = 'approve' | 'shortlist' | 'take' | 'restore' | 'to-risk' | 'clear-risk' | 'see-to' | 'block' | 'unblock';
/** Opens something in the card first. */
export type Opening = 'reject' | 'answer' | 'merge' | 'translate' | 'label';
export type Action = Decision | Opening | 'claim';

/** One key per action; T and 1 to 6 are the scenes'. A means "let it through" in the risk lane too. */
export const keys: Record<Action, string> = {
  approve: 'a',
  'clear-risk': 'a',
  reject: 'r',
  shortlist: 's',
  take: 'l',
  answer: 'w',
  restore: 'b',
  merge: 'm',
  claim: 'c',
  translate: 'e',
  label: 'y',
  'to-risk': 'z',
  'see-to': 'v',
  block: 'd',
  unblock: 'd',
};

export const reasons = ['off-topic', 'duplicate', 'unclear', 'unkind', 'personal', 'unsafe', 'other'] as const;
export type Reason = (typeof reasons)[number];

const laneOf: Partial<Record<QuestionState, Lane>> = {
  received: 'new',
  held: 'new',
  approved: 'approved',
  shortlisted: 'shortlist',
  live: 'live',
  answered: 'done',
  rejected: 'done',
};

const first: Partial<Record<QuestionState, Action[]>> = {
  received: ['approve', 'reject'],
  held: ['approve', 'reject'],
  approved: ['take', 'shortlist', 'reject'],
  shortlisted: ['take', 'reject', 'restore'],
  live: ['answer', 'restore'],
  answered: ['restore'],
  rejected: ['restore'],
};

const second: Partial<Record<QuestionState, Action[]>> = {
  received: ['merge', 'claim', 'translate', 'label', 'to-risk', 'block'],
  held: ['merge', 'claim', 'translate', 'label', 'to-risk', 'block'],
  approved: ['answer', 'restore', 'merge', 'claim', 'translate', 'label', 'to-risk'],
  shortlisted: ['answer', 'merge', 'claim', 'translate', 'label', 'to-risk'],
  live: ['translate'],
  answered: ['translate', 'label'],
  rejected: ['merge', 'label', 'block'],
};

export const homeOf = (state: QuestionState): Lane | undefined => laneOf[state];

type Possible = Pick<Card, 'state' | 'blocked' | 'risk'>;

const risky: Action[] = ['clear-risk', 'see-to', 'block'];

const now = (card: Possible, actions: readonly Action[]): Action[] =>
  actions.flatMap((action): Action[] => {
    if (action === 'block' && card.blocked) return ['unblock'];
    return action === 'see-to' && card.risk === 'seen' ? [] : [action];
  });

/** What stands on every card. */
export const firstActions = (card: Possible, risk = false): Action[] => now(card, risk ? risky : (first[card.state] ?? []));

/** What stands on the chosen card alone: a queue with eleven buttons a row is noise. */
export const secondActions = (card: Possible, risk = false): Action[] => (risk ? [] : now(card, second[card.state] ?? []));

export const actionsFor = (card: Possible, risk = false): Action[] => [...firstActions(card, risk), ...secondActions(card, risk)];

/** Who holds it now; a claim is void once its time is over. */
export const holder = (card: Card, now: number): Card['claim'] =>
  card.claim && Date.parse(card.claim.until) > now ? card.claim : undefined;

/** Which card is next when the one at `index` has left its lane: the one that took its place, or the last. */
export function nextAfter(ids: readonly string[], index: number): string | undefined {
  return ids[Math.min(index, ids.length - 1)];
}

/** The question as it will be once the server agrees. */
export function expected(card: Card, action: Action, body: Record<string, unknown>): Card {
  const { claim: _, ...free } = card;
  const states: Partial<Record<Action, QuestionState>> = {
    approve: 'approved',
    shortlist: 'shortlisted',
    take: 'live',
    reject: 'rejected',
    answer: 'answered',
  };
  const back: Partial<Record<QuestionState, QuestionState>> = {
    approved: 'received',
    rejected: 'received',
    shortlisted: 'approved',
    live: 'shortlisted',
    answered: 'shortlisted',
  };
  if (action === 'label') return { ...card, labels: body.labels as string[] };
  if (action === 'merge') return { ...free, state: 'rejected', reason: 'duplicate', mergedInto: String(body.into) };
  if (action === 'restore') return { ...free, state: back[card.state] ?? card.state, reason: null };
  const state = states[action];
  if (!state) return card;
  return { ...free, state, reason: action === 'reject' ? String(body.reason) : null };
}
