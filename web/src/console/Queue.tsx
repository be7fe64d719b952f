import { t } from '../text';
import { Chosen } from './Chosen';
import type { Desk } from './desk';
import { Filters } from './Filters';
import { List } from './List';
import { Refusal } from './Refusal';

export function Queue({ desk }: { desk: Desk }) {
  const { queue } = desk;
  const { ids, waiting } = queue;
  return (
    <section class="queue" aria-labelledby="queue-title">
      <div class="queue-head">
        <div class="queue-line">
          <h2 id="queue-title" tabIndex={-1}>
            {t(`console.lane.${queue.lane.value}`)} <span class="count">{t('console.shown', { count: ids.length })}</span>
          </h2>
          <Filters desk={desk} />
        </div>
        <Refusal desk={desk} at="queue" />
        {waiting > 0 && (
          <button type="button" class="quiet more" data-action="show-new" aria-keyshortcuts="n" onClick={() => queue.showNew()}>
            {t('console.more', { count: waiting })}
          </button>
        )}
        <Chosen desk={desk} />
      </div>
      {ids.length === 0 && waiting === 0 && <p class="empty">{t('console.queue.empty')}</p>}
      <List desk={desk} />
    </section>
  );
}
