import type { Answer } from '../live/api';
import { t } from '../text';
import type { Plan } from './plan';
import { explain } from './problems';

/** What went wrong, that nothing is lost, and the way to try again. */
export function Refused({ plan, answer, again }: { plan: Plan; answer: Answer; again?: () => void }) {
  return (
    <div class="problem" role="alert" data-refused={answer.status}>
      <p>{explain(answer, plan.draft.value)}</p>
      {again && (
        <button type="button" class="quiet" data-action="again" onClick={again}>
          {t('planner.again')}
        </button>
      )}
    </div>
  );
}
