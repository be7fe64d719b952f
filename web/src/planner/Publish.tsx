import type { SeriesView } from '../contracts';
import { t } from '../text';
import type { Plan } from './plan';
import { maxOffices } from './plan';
import { Refused } from './Refused';
import { dateOf, localAt, sayAnchor, sayLongDate, timeOf } from './words';

/** Fields that don't have their own name as id. */
const fieldOf: Record<string, string> = { unplaced: 'offices', unnamed: 'offices', 'too-many': 'offices' };

export function Publish({ plan }: { plan: Plan }) {
  const draft = plan.draft.value;
  const missing = plan.missing.value;
  const busy = plan.busy.value === 'publishing';
  // What the server says of this very draft: the first date by its rule need not be the one that was typed.
  const series = plan.series.fresh.value ? plan.series.answer.value : undefined;
  const first = series?.occurrences[0]?.event.start;
  const local = first ? localAt(first.instant, first.offset) : '';
  const count = series?.occurrences.length ?? 0;
  const trouble = plan.trouble.value;
  return (
    <section class="part publish" aria-labelledby="publish-title">
      <h2 id="publish-title">{t('planner.publish.title')}</h2>
      {first && (
        <p data-first={dateOf(local)}>
          <strong dir="auto">{draft.title || t('planner.untitled')}</strong>
          {' · '}
          {t('planner.chosen', { date: sayLongDate(local), anchor: sayAnchor(timeOf(local), draft.zone, draft.zonePlace, first.offset) })}
          {' · '}
          {t('planner.occurrences', { count })} · {t('planner.office-count', { count: draft.offices.length })}
        </p>
      )}
      <div aria-live="polite">
        {plan.tried.value && missing.length > 0 && (
          <div class="problem" data-missing={missing.join(' ')}>
            <p>{t('planner.missing')}</p>
            <ul>
              {missing.map((field) => (
                <li key={field}>
                  <a href={`#${fieldOf[field] ?? field}`} onClick={() => document.getElementById(fieldOf[field] ?? field)?.focus()}>
                    {t(`planner.missing.${field}`, { count: maxOffices })}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        )}
        {plan.tried.value && plan.choices.value && <p class="problem">{t('planner.missing.choice')}</p>}
      </div>
      {trouble?.place === 'publish' && <Refused plan={plan} answer={trouble.answer} />}
      {plan.twin.value && (
        <div class="problem" role="alert" data-twin={plan.twin.value.id}>
          <p>{t('planner.twin', { title: plan.twin.value.title })}</p>
          <p class="actions">
            <a class="button quiet" href="/host">
              {t('planner.twin.look')}
            </a>
            <button type="button" class="quiet" data-action="publish-again" onClick={() => void plan.publish(true)}>
              {t('planner.twin.again')}
            </button>
          </p>
        </div>
      )}
      <button type="button" class="big" data-action="publish" disabled={busy} aria-busy={busy} onClick={() => void plan.publish()}>
        {busy ? t('planner.publishing') : count > 0 ? t('planner.publish', { count }) : t('planner.publish.title')}
      </button>
    </section>
  );
}

/** What was made, and the ways on from it. */
export function Published({ plan, series }: { plan: Plan; series: SeriesView }) {
  return (
    <section class="part" data-published={series.id} aria-labelledby="published-title">
      <h2 id="published-title" tabindex={-1} ref={(title) => title?.focus()}>
        {t('planner.published', { count: series.occurrences.length })}
      </h2>
      <p>
        <bdi>{series.title}</bdi>
      </p>
      <p class="actions">
        <a class="button" href={`/host/series/${series.id}`} data-action="series">
          {t('planner.published.series')}
        </a>
        <a class="button quiet" href="/host">
          {t('planner.published.host')}
        </a>
        <button type="button" class="quiet" data-action="plan-another" onClick={() => plan.startAnew()}>
          {t('planner.another')}
        </button>
      </p>
      <ol class="panel">
        {series.occurrences.map(({ number, event }) => (
          <li key={number} data-event={event.slug}>
            <a href={`/e/${event.slug}`}>
              {t('planner.chosen', {
                date: sayLongDate(localAt(event.start.instant, event.start.offset)),
                anchor: sayAnchor(
                  timeOf(localAt(event.start.instant, event.start.offset)),
                  event.start.zone,
                  plan.draft.value.zonePlace,
                  event.start.offset,
                ),
              })}
            </a>
            {' · '}
            <a href={`/host/events/${event.slug}/invites`}>{t('planner.published.invites')}</a>
          </li>
        ))}
      </ol>
    </section>
  );
}
