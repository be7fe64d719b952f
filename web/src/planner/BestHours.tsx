import { useSignal } from '@preact/signals';
import type { BestHourView } from '../contracts';
import { t } from '../text';
import type { Plan } from './plan';
import { Refused } from './Refused';

const spans = [1, 2, 4, 8, 13, 17];

/** The hours that suit best, as sentences, each with its dates to choose from, and what it means for each office. */
export function BestHours({ plan }: { plan: Plan }) {
  const draft = plan.draft.value;
  const answer = plan.hours.answer.value;
  const refusal = plan.hours.refusal.value;
  return (
    <section class="part" aria-labelledby="hours-title">
      <h2 id="hours-title">{t('planner.hours')}</h2>
      <div class="pair">
        <label>
          {t('planner.search.from')}
          <input
            id="from"
            type="date"
            value={draft.from}
            onInput={(e) => e.currentTarget.value && plan.change({ from: e.currentTarget.value })}
            onBlur={(e) => {
              e.currentTarget.value = plan.draft.value.from;
            }}
          />
        </label>
        <label>
          {t('planner.search.weeks')}
          <select value={draft.weeks} onChange={(e) => plan.change({ weeks: Number(e.currentTarget.value) })}>
            {spans.map((weeks) => (
              <option key={weeks} value={weeks}>
                {t('planner.weeks', { count: weeks })}
              </option>
            ))}
          </select>
        </label>
      </div>
      {refusal && <Refused plan={plan} answer={refusal} again={() => plan.askAgain()} />}
      <div aria-busy={plan.hours.asking.value}>
        {!answer && !refusal && <p class="empty">{t(draft.offices.length ? 'common.loading' : 'planner.hours.none')}</p>}
        {answer && (
          <>
            <p class="verdict" data-verdict={answer.verdict.kind} role="status">
              {answer.verdict.words}
            </p>
            <ol class="hours">
              {answer.hours.map((hour) => (
                <Hour key={`${hour.from} ${hour.to} ${hour.dates[0]?.instant}`} plan={plan} hour={hour} fresh={plan.hours.fresh.value} />
              ))}
            </ol>
            <details>
              <summary>{t('planner.hours.rule')}</summary>
              <p class="hint">{answer.score}</p>
            </details>
          </>
        )}
      </div>
    </section>
  );
}

/** So many dates are shown before somebody asks for more. */
const fewDates = 5;

function Hour({ plan, hour, fresh }: { plan: Plan; hour: BestHourView; fresh: boolean }) {
  const draft = plan.draft.value;
  const all = useSignal(false);
  const hidden = all.value ? 0 : Math.max(0, hour.dates.length - fewDates);
  return (
    <li class="card" data-hour={hour.from}>
      <p>{hour.words}</p>
      <p class="hint" id={`dates-${hour.from}-${hour.dates[0]?.date}`}>
        {t('planner.hours.choose', { time: hour.from })}
      </p>
      <ul class="chips">
        {hour.dates.slice(0, hour.dates.length - hidden).map((date) => (
          <li key={date.instant}>
            <button
              type="button"
              class="quiet"
              data-action="choose-date"
              data-date={date.date}
              aria-pressed={draft.date === date.date && draft.time === hour.from ? 'true' : 'false'}
              aria-describedby={`dates-${hour.from}-${hour.dates[0]?.date}`}
              aria-disabled={!fresh}
              onClick={() => fresh && plan.choose(date.date, hour.from)}
            >
              {date.words}
            </button>
          </li>
        ))}
        {hidden > 0 && (
          <li>
            <button type="button" class="quiet" data-action="more-dates" onClick={() => (all.value = true)}>
              {t('planner.hours.more', { count: hidden + hour.more })}
            </button>
          </li>
        )}
        {hidden === 0 && hour.more > 0 && <li class="hint">{t('planner.hours.more', { count: hour.more })}</li>}
      </ul>
      <details>
        <summary>{t('planner.hours.each')}</summary>
        <ul class="explained">
          {hour.offices.map((office) => (
            <li key={office.name} data-convenience={office.convenience}>
              <bdi>{office.words}</bdi>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
