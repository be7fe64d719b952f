// biome-ignore-all lint/a11y/noRedundantRoles: laid out as blocks on a phone, a table's elements lose the roles they imply
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: the cells of a grid are moved through by arrow keys
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { DayGridCell, DayGridView } from '../contracts';
import { t } from '../text';
import { choiceOf, chosenColumn, moved } from './grid';
import type { Plan } from './plan';
import { dateOf, sayDate, sayList, sayOffset, timeOf } from './words';

interface DayGridProps {
  plan: Plan;
  grid: DayGridView;
  /** They are the columns of the draft as it is, and may be taken. */
  fresh: boolean;
}

/**
 * One day of the anchor's clock against every office. A table in a grid's clothes: arrow keys move, Enter takes the hour. Where there is
 * no room for its columns the style sheet makes a bar of each row, and the slider above takes the hour.
 */
export function DayGrid({ plan, grid, fresh }: DayGridProps) {
  const draft = plan.draft.value;
  const chosen = chosenColumn(grid.starts, draft.time, draft.overlap);
  const focus = useSignal({ row: 0, column: -1 });
  const table = useRef<HTMLTableElement>(null);
  // The last row, of how many it suits, can be read like the others.
  const rows = grid.offices.length + 1;
  const columns = grid.starts.length;
  // Arrow keys begin at the chosen hour.
  const at = {
    row: Math.min(focus.value.row, rows - 1),
    column: focus.value.column >= 0 ? Math.min(focus.value.column, columns - 1) : Math.max(chosen, 0),
  };

  function choose(column: number) {
    const choice = choiceOf(grid.starts, column);
    const day = dateOf(grid.starts[column]?.local ?? '');
    if (fresh && choice.time) plan.choose(day, choice.time, choice.overlap);
  }

  function key(e: KeyboardEvent) {
    if (e.altKey || e.metaKey) return; // the browser's own: back, to the start of the page
    if (e.key === 'Enter' || e.key === ' ') {
      e.preventDefault();
      choose(at.column);
      return;
    }
    const rightToLeft = document.documentElement.dir === 'rtl';
    const to = moved(at, e.key, e.ctrlKey, rows, columns, rightToLeft);
    if (!to) return;
    e.preventDefault();
    focus.value = to;
    table.current?.querySelector<HTMLElement>(`[data-cell="${to.row}-${to.column}"]`)?.focus();
  }

  const slid = chosen < 0 ? t('planner.grid.slider.none') : t('planner.grid.slider', { time: timeOf(grid.starts[chosen]?.local ?? '') });
  const tabIndex = (row: number, column: number) => (row === at.row && column === at.column ? 0 : -1);
  const cellProps = (row: number, column: number) => ({
    'data-cell': `${row}-${column}`,
    'data-chosen': column === chosen,
    'aria-selected': column === chosen ? ('true' as const) : ('false' as const),
    onFocus: () => {
      focus.value = { row, column };
    },
    onKeyDown: key,
    onClick: () => choose(column),
  });

  return (
    <div class="grid-room" aria-busy={!fresh}>
      <p class="hint grid-hint">{t('planner.grid.hint')}</p>
      <label class="hour-slider">
        {slid}
        <input
          type="range"
          min={0}
          max={columns - 1}
          value={Math.max(chosen, 0)}
          aria-valuetext={slid}
          aria-disabled={!fresh}
          data-chosen={chosen >= 0}
          onInput={(e) => choose(e.currentTarget.valueAsNumber)}
        />
      </label>
      <table ref={table} class="day-grid" role="grid" aria-labelledby="grid-title" style={{ '--columns': String(columns) }}>
        {/* The style sheet changes how rows are laid out; the roles say that they are a table all the same. */}
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col" class="office-head">
              {t('planner.grid.office')}
            </th>
            {grid.starts.map((start, i) => (
              <th key={start.instant} role="columnheader" scope="col" data-chosen={i === chosen} data-hour={timeOf(start.local)}>
                <b class="visually-hidden">{timeOf(start.local)}</b>
                <span aria-hidden="true">
                  {i === chosen || (i % 6 === 0 && Math.abs(i - chosen) > 2) ? <b>{short(start.local)}</b> : short(start.local)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {grid.offices.map((office, row) => (
            <tr role="row" key={`${office.name} ${office.zone}`} data-row={office.name}>
              <th role="rowheader" scope="row">
                <span class="office-name">
                  <bdi>{office.name}</bdi>
                </span>
                <small class="offset">
                  <bdi dir="ltr">{sayOffset(office.cells[Math.max(chosen, 0)]?.offset ?? '')}</bdi>
                </small>
                {chosen >= 0 && office.cells[chosen] && <span class="there">{sayThere(office.cells[chosen])}</span>}
              </th>
              {office.cells.map((cell, column) => (
                <td
                  role="gridcell"
                  key={grid.starts[column]?.instant}
                  data-convenience={cell.convenience}
                  tabIndex={tabIndex(row, column)}
                  {...cellProps(row, column)}
                >
                  <span class="visually-hidden">{sayCell(cell)}</span>
                  <span class="hour" aria-hidden="true">
                    {short(cell.local)}
                  </span>
                  <span class="mark" aria-hidden="true">
                    {t(`planner.letter.${cell.convenience}`)}
                    {cell.day !== 0 && <small dir="ltr">{cell.day > 0 ? `+${cell.day}` : `\u2212${-cell.day}`}</small>}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot role="rowgroup">
          <tr role="row">
            <th role="rowheader" scope="row">
              {t('planner.grid.inside')}
            </th>
            {grid.inside.map((inside, i) => (
              <td
                role="gridcell"
                key={grid.starts[i]?.instant}
                class="inside"
                tabIndex={tabIndex(grid.offices.length, i)}
                {...cellProps(grid.offices.length, i)}
              >
                {inside}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Whole hours need no minutes: twenty-four columns have little room. */
const short = (local: string) => (local.endsWith(':00') ? timeOf(local).slice(0, 2) : timeOf(local));

function shift(day: number): string {
  if (Math.abs(day) < 2) return day === 0 ? '' : t(day > 0 ? 'planner.next-day' : 'planner.previous-day');
  return t(day > 0 ? 'planner.days-later' : 'planner.days-earlier', { days: t('count.days', { count: Math.abs(day) }) });
}

const sayCell = (cell: DayGridCell) => sayList([timeOf(cell.local), shift(cell.day), cell.word].filter(Boolean));

const sayThere = (cell: DayGridCell) => t('planner.there', { date: sayDate(cell.local), time: timeOf(cell.local), word: cell.word });
