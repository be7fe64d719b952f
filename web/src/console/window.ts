// Which rows of a long list are drawn. Heights are measured as rows are seen; the others count as an average one.

/** Between two rows, in pixels; console.css has the same. */
export const GAP = 8;

export class Heights {
  private known = new Map<string, number>();
  private sum = 0;

  constructor(private readonly guess = 120) {}

  of(id: string): number {
    return this.known.get(id) ?? this.average;
  }

  get average(): number {
    return this.known.size > 0 ? this.sum / this.known.size : this.guess;
  }

  /** @returns whether it is another than before */
  note(id: string, height: number): boolean {
    const before = this.known.get(id);
    if (before === height || height <= 0) return false;
    this.sum += height - (before ?? 0);
    this.known.set(id, height);
    return true;
  }

  /** All rows wrap anew. */
  forget(): void {
    this.known.clear();
    this.sum = 0;
  }
}

export interface Drawn {
  index: number;
  /** Empty space before this row that stands for rows not drawn, in pixels. */
  space: number;
}

export interface Window {
  rows: Drawn[];
  /** Empty space after the last row. */
  after: number;
}

/** Rows drawn beyond each edge of the view. */
const BEYOND = 8;
/** Whatever the view's height. */
const MOST = 80;

/**
 * @param top of the view, in pixels from the top of the list
 * @param always rows drawn wherever they are: the one that has the focus
 */
export function windowOf(ids: readonly string[], heights: Heights, top: number, bottom: number, always: ReadonlySet<string>): Window {
  const tops: number[] = [];
  let from = -1;
  let to = ids.length;
  let end = 0;
  for (let i = 0; i < ids.length; i++) {
    tops.push(end);
    end += heights.of(ids[i] as string) + GAP;
    if (from < 0 && end > top) from = i;
    if (to === ids.length && end >= bottom) to = i + 1;
  }
  if (from < 0) from = ids.length - 1;
  from = Math.max(0, from - BEYOND);
  to = Math.min(ids.length, Math.max(to + BEYOND, from + 2 * BEYOND), from + MOST);

  const indices: number[] = [];
  for (let i = 0; i < ids.length; i++) if ((i >= from && i < to) || always.has(ids[i] as string)) indices.push(i);
  let reached = 0;
  const rows = indices.map((index) => {
    const space = (tops[index] as number) - reached;
    reached = (tops[index] as number) + heights.of(ids[index] as string) + GAP;
    return { index, space };
  });
  return { rows, after: end - reached };
}
