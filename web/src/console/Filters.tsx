import { t } from '../text';
import type { Desk } from './desk';
import { languageName, placeName } from './names';
import { choices, everything, type Facet, facets, filtered, type Order, orders } from './rows';

const nameOf = (facet: Facet, value: string): string =>
  facet === 'language'
    ? languageName(value) || t('console.language.unknown')
    : facet === 'place'
      ? placeName(value)
      : facet === 'channel'
        ? t(`console.channel.${value}`)
        : value;

/** What of the lane is shown, all of it decided here: no letter typed asks the server. */
export function Filters({ desk }: { desk: Desk }) {
  const { queue } = desk;
  const filter = queue.filter.value;
  const rows = queue.inLane.value;
  return (
    <search class="filters" aria-label={t('console.filters')}>
      <label class="filter-search">
        <span class="visually-hidden">{t('console.search')}</span>
        <input
          type="search"
          data-search
          dir="auto"
          placeholder={t('console.search')}
          aria-keyshortcuts="/"
          value={filter.words}
          onInput={(e) => queue.look({ words: e.currentTarget.value })}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && !e.isComposing) queue.move(-Number.MAX_SAFE_INTEGER);
          }}
        />
      </label>
      {facets.map((facet) => {
        const offered = choices(rows, facet);
        const set = filter[facet];
        if (offered.length < 2 && set === '') return null;
        const shown = set === '' || offered.some((o) => o.value === set) ? offered : [...offered, { value: set, count: 0 }];
        return (
          <label key={facet}>
            <span class="visually-hidden">{t(`console.filter.${facet}`)}</span>
            <select data-filter={facet} value={set} onChange={(e) => queue.look({ [facet]: e.currentTarget.value })}>
              <option value="">{t(`console.filter.${facet}.all`)}</option>
              {shown.map(({ value, count }) => (
                <option key={value} value={value}>
                  {t('console.filter.choice', { name: nameOf(facet, value), count })}
                </option>
              ))}
            </select>
          </label>
        );
      })}
      <label>
        <span class="visually-hidden">{t('console.order')}</span>
        <select data-filter="order" value={filter.order} onChange={(e) => queue.look({ order: e.currentTarget.value as Order })}>
          {orders.map((order) => (
            <option key={order} value={order}>
              {t(`console.order.${order}`)}
            </option>
          ))}
        </select>
      </label>
      {filtered(filter) && (
        <button type="button" class="quiet" data-action="clear-filters" onClick={() => queue.look({ ...everything, order: filter.order })}>
          {t('console.filters.clear')}
        </button>
      )}
    </search>
  );
}
