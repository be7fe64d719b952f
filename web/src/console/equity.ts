// Who asks and who is answered, by language and by place.
import type { Row } from './rows';

export interface Share {
  value: string;
  asked: number;
  /** Of all that were asked, in whole percent. */
  percent: number;
  answered: number;
}

/** Everything asked counts, also what was refused: being refused is part of the picture. */
export function shares(rows: readonly Row[], by: 'language' | 'place'): Share[] {
  const sums = new Map<string, { asked: number; answered: number }>();
  for (const row of rows) {
    const value = row[by];
    if (!value || value === 'und') continue;
    const sum = sums.get(value) ?? { asked: 0, answered: 0 };
    sum.asked++;
    if (row.card.state === 'answered' || row.card.state === 'live') sum.answered++;
    sums.set(value, sum);
  }
  return [...sums]
    .map(([value, { asked, answered }]) => ({ value, asked, answered, percent: Math.round((100 * asked) / rows.length) }))
    .toSorted((a, b) => b.asked - a.asked || (a.value < b.value ? -1 : 1));
}
