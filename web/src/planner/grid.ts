// The day's table: which column is chosen, where an arrow key leads, which other hour would share the night out. Draws nothing.
import type { Convenience, DayGridView } from '../contracts';

export type Column = DayGridView['starts'][number];

/** The column in which this time of the anchor's clock lies; -1 for none. */
export function chosenColumn(starts: Column[], time: string, overlap?: 'earlier' | 'later'): number {
  if (time === '') return -1;
  let chosen = -1;
  starts.forEach((start, i) => {
    const at = start.local.slice(11, 16);
    // Hours that clocks repeat stand there twice.
    const again = starts.findIndex((other) => other.local === start.local) < i;
    if (at <= time && !(again && at.slice(0, 2) === time.slice(0, 2) && overlap !== 'later')) chosen = i;
  });
  return chosen;
}

/** What choosing a column means: its time, and which of two equal ones. */
export function choiceOf(starts: Column[], index: number): { time: string; overlap?: 'earlier' | 'later' } {
  const local = starts[index]?.local ?? '';
  const same = starts.flatMap((start, i) => (start.local === local ? [i] : []));
  const time = local.slice(11, 16);
  return same.length > 1 ? { time, overlap: same[0] === index ? 'earlier' : 'later' } : { time };
}

export interface Cell {
  row: number;
  column: number;
}

/** @returns where the key leads; undefined for a key that isn't the table's. */
export function moved(from: Cell, key: string, control: boolean, rows: number, columns: number, rightToLeft: boolean): Cell | undefined {
  const clamp = (cell: Cell): Cell => ({
    row: Math.min(Math.max(cell.row, 0), rows - 1),
    column: Math.min(Math.max(cell.column, 0), columns - 1),
  });
  const forward = rightToLeft ? -1 : 1;
  switch (key) {
    case 'ArrowRight':
      return clamp({ ...from, column: from.column + forward });
    case 'ArrowLeft':
      return clamp({ ...from, column: from.column - forward });
    case 'ArrowDown':
      return clamp({ ...from, row: from.row + 1 });
    case 'ArrowUp':
      return clamp({ ...from, row: from.row - 1 });
    case 'Home':
      return clamp(control ? { row: 0, column: 0 } : { ...from, column: 0 });
    case 'End':
      return clamp(control ? { row: rows - 1, column: columns - 1 } : { ...from, column: columns - 1 });
    case 'PageUp':
      return clamp({ ...from, row: 0 });
    case 'PageDown':
      return clamp({ ...from, row: rows - 1 });
    default:
      return undefined;
  }
}

export interface Turn {
  time: string;
  inside: number;
  total: number;
  /** Who would sleep then, and has the night at the chosen hour. */
  spared: string[];
  /** Who has the night then. */
  instead: string[];
}

/** The kindest other hour of the day for those who have the night at the chosen one; undefined when nobody has it, or no hour spares them all. */
export function turnFor(grid: DayGridView, chosen: number, taken: string[]): Turn | undefined {
  const isNight = (convenience: Convenience | undefined) => convenience === 'night';
  const sleepers = grid.offices.filter((row) => isNight(row.cells[chosen]?.convenience));
  if (chosen < 0 || sleepers.length === 0) return undefined;
  let best = -1;
  grid.starts.forEach((start, i) => {
    if (taken.includes(start.local.slice(11, 16)) || sleepers.some((row) => isNight(row.cells[i]?.convenience))) return;
    if (best < 0 || weight(grid, i) > weight(grid, best)) best = i;
  });
  const start = grid.starts[best];
  // On a day off no hour is worth offering.
  const inside = grid.inside[best] ?? 0;
  if (!start || inside === 0) return undefined;
  return {
    time: start.local.slice(11, 16),
    inside,
    total: grid.offices.length,
    spared: sleepers.map((row) => row.name),
    instead: grid.offices.filter((row) => isNight(row.cells[best]?.convenience)).map((row) => row.name),
  };
}

// As the server's search: first how many are inside their day, then how few have the night.
const weight = (grid: DayGridView, column: number) =>
  (grid.inside[column] ?? 0) * 100 - grid.offices.filter((row) => row.cells[column]?.convenience === 'night').length;
