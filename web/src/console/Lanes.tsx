import { t } from '../text';
import type { Desk } from './desk';
import { shares } from './equity';
import { type Lane, laneKeys, lanes } from './lanes';
import { languageName, placeName } from './names';

export function Lanes({ desk }: { desk: Desk }) {
  const { queue, questions, tools } = desk;
  const counts = queue.counts.value;
  const waiting = tools.board.value?.riskWaiting ?? 0;
  return (
    <>
      <nav class="lanes" aria-label={t('console.lanes')}>
        {lanes
          .filter((lane) => lane !== 'risk' || questions.guards.value)
          .map((lane: Lane) => (
            <button
              type="button"
              key={lane}
              class="lane"
              data-lane={lane}
              aria-current={queue.lane.value === lane}
              aria-keyshortcuts={`g ${laneKeys[lane]}`}
              onClick={() => desk.deeds.open(lane)}
            >
              <span>{t(`console.lane.${lane}`)}</span> <span class="count">{counts[lane]}</span>
            </button>
          ))}
      </nav>
      {!questions.guards.value && waiting > 0 && (
        <p class="hint" data-risk-waiting={waiting}>
          {t('console.risk.waiting', { count: waiting })}
        </p>
      )}
      <Equity desk={desk} />
    </>
  );
}

/** As many as are read at a glance; the rest is in the figures. */
const MOST = 8;

/** Who asks and who is answered: seen while there is still time to change it. */
function Equity({ desk }: { desk: Desk }) {
  const rows = desk.queue.rows.value;
  if (rows.length === 0) return null;
  return (
    <details class="equity">
      <summary>{t('console.equity')}</summary>
      {(['language', 'place'] as const).map((by) => {
        const found = shares(rows, by).slice(0, MOST);
        if (found.length === 0) return null;
        return (
          <table key={by} data-equity={by}>
            <caption>{t(`console.filter.${by}`)}</caption>
            <thead>
              <tr>
                <th scope="col">
                  <span class="visually-hidden">{t(`console.filter.${by}`)}</span>
                </th>
                <th scope="col">{t('console.equity.asked')}</th>
                <th scope="col">{t('console.equity.answered')}</th>
              </tr>
            </thead>
            <tbody>
              {found.map(({ value, percent, answered }) => (
                <tr key={value} data-share={value} data-none={answered === 0}>
                  <th scope="row">
                    <bdi>{by === 'language' ? languageName(value) : placeName(value)}</bdi>
                  </th>
                  <td>{t('console.percent', { percent })}</td>
                  <td>{t('console.number', { number: answered })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      })}
    </details>
  );
}
