// What a refusal means, in a sentence: what happened, what is safe, what to do.
import type { Answer } from '../live/api';
import { t } from '../text';
import type { Draft } from './draft';

const fields: [RegExp, string][] = [
  [/^event\.title/, 'planner.error.title'],
  [/^(event\.start|from$)/, 'planner.error.start'],
  [/^(event\.)?duration/, 'planner.error.duration'],
  [/^event\.languages/, 'planner.error.languages'],
  [/^repeat/, 'planner.error.repeat'],
  [/^times/, 'planner.error.turns'],
];

export function explain(answer: Answer, draft: Draft): string {
  if (answer.status === 0) return t('planner.error.offline');
  if (answer.status === 401 || answer.status === 403) return t('planner.error.signed-out');
  if (answer.status === 412) return t('planner.error.stale');
  if (answer.status === 429) return t('planner.error.busy');
  if (answer.status === 422 && typeof answer.body.zone === 'string') return t('planner.error.zone', { zone: answer.body.zone });
  const [field] = Object.keys((answer.body.errors ?? {}) as object);
  if (field === undefined) return t('planner.error.server');
  const index = /offices\[(\d+)\]/.exec(field)?.[1];
  const office = index === undefined ? undefined : draft.offices.filter((o) => o.zone !== '')[Number(index)];
  if (office) return t('planner.error.office', { name: office.name });
  return t(fields.find(([pattern]) => pattern.test(field))?.[1] ?? 'planner.error.server');
}
