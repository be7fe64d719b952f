import { useSignal } from '@preact/signals';
import type { BurdenView, OccurrenceView } from '../contracts';
import { t } from '../text';
import type { Plan } from './plan';
import { Refused } from './Refused';

const few = 12;
const many = 20;

/** The dates, and what clock changes do to each office between one and the next, in words; then who has the night. */
export function Occurrences({ plan }: { plan: Plan }) {
  const all = useSignal(false);
  const answer = plan.series.answer.value;
  const refusal = plan.series.refusal.value;
  const burden = plan.burden.answer.value;
  const occurrences = answer?.occurrences ?? [];
  const shown = all.value ? occurrences : occurrences.slice(0, few);
  const changes = occurrences.filter((o) => o.offices.some((office) => office.shift !== 0));
  return (
    <section class="part" aria-labelledby="panel-title">
      <h2 id="panel-title">{t('planner.panel')}</h2>
      {refusal && !plan.choices.value && <Refused plan={plan} answer={refusal} again={() => plan.askAgain()} />}
      {!answer && <p class="empty">{t('planner.panel.none')}</p>}
      {answer && (
        <div class="beside" aria-busy={plan.series.asking.value}>
          <div>
            <p role="status">{t('planner.panel.summary', { count: occurrences.length, changes: changes.length })}</p>
            <ol class="panel">
              {shown.map((occurrence) => (
                <Occurrence key={occurrence.number} occurrence={occurrence} />
              ))}
            </ol>
            {occurrences.length > few && (
              <button type="button" class="quiet" data-action="show-all" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
                {all.value ? t('planner.panel.fewer') : t('planner.panel.all', { count: occurrences.length })}
              </button>
            )}
          </div>
          {burden && <Fairness burden={burden} />}
        </div>
      )}
    </section>
  );
}

function Occurrence({ occurrence }: { occurrence: OccurrenceView }) {
  const changes = occurrence.offices.some((office) => office.shift !== 0);
  return (
    <li data-occurrence={occurrence.number} data-changes={changes}>
      <details>
        <summary>
          <span>
            {changes && <strong class="changes">{t('planner.panel.changes')}</strong>} {occurrence.panel}
          </span>
        </summary>
        <ul class="explained" aria-label={t('planner.panel.times')}>
          {occurrence.offices.map((office) => (
            <li key={office.name} data-shift={office.later}>
              <bdi>{office.words}</bdi> {office.later !== 0 && <strong>{sayShift(office.later)}</strong>}
            </li>
          ))}
        </ul>
      </details>
      {occurrence.reasons.length > 0 && (
        <ul class="reasons">
          {occurrence.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

function sayShift(minutes: number): string {
  const size = Math.abs(minutes);
  const span = size % 60 === 0 ? t('count.hours', { count: size / 60 }) : t('count.minutes', { count: size });
  return t(minutes > 0 ? 'planner.shift.later' : 'planner.shift.earlier', { span });
}

/** Who bears what over the whole series. */
function Fairness({ burden }: { burden: BurdenView }) {
  const offices = [...burden.offices].sort((a, b) => b.nights - a.nights || b.outside - a.outside);
  // Of many offices only those that pay are listed; the others share one line.
  const listed = offices.length > many ? offices.filter((office) => office.inside < burden.of) : offices;
  const others = offices.length - listed.length;
  return (
    <div class="fairness">
      <h3 id="fair-title">{t('planner.fair')}</h3>
      <p class="fair-words">{burden.words}</p>
      <table aria-labelledby="fair-title">
        <thead>
          <tr>
            <th scope="col">{t('planner.grid.office')}</th>
            <th scope="col">{t('planner.fair.nights')}</th>
            <th scope="col">{t('planner.fair.outside')}</th>
            <th scope="col">{t('planner.fair.inside')}</th>
          </tr>
        </thead>
        <tbody>
          {listed.map((office) => (
            <tr key={office.name} data-nights={office.nights}>
              <th scope="row">
                <bdi>{office.name}</bdi>
              </th>
              <td class="count">
                {office.nights}
                {office.allNights > office.nights && (
                  <small> {t('planner.fair.before', { count: office.allNights - office.nights })}</small>
                )}
              </td>
              <td class="count">{office.outside}</td>
              <td class="count">{office.inside}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {others > 0 && <p class="hint">{t('planner.fair.rest', { count: others })}</p>}
    </div>
  );
}
