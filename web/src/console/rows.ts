// Each question once made ready for looking through: folded text, facets, age. Made again only when the question itself changed.
import type { TextView } from '../contracts';
import type { Card } from './shape';

export interface Row {
  readonly id: string;
  readonly card: Card;
  /** Everything that can be searched, without case and accents. */
  readonly words: string;
  readonly language: string;
  readonly place: string;
  readonly channel: string;
  readonly topics: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly risk: boolean;
  readonly text: TextView | undefined;
}

/** "É" is found by "e", and Arabic by its letters without vowel signs. */
export const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const rowOf = (card: Card, text: TextView | undefined, risk: boolean): Row => ({
  id: card.id,
  card,
  text,
  risk,
  words: fold([card.text, text?.text, card.name, card.addressee, card.answer?.text].filter(Boolean).join('\n')),
  language: card.language ?? 'und',
  place: card.country ?? '',
  channel: card.channel ?? 'web',
  topics: card.labels ?? [],
  at: card.createdAt ? Date.parse(card.createdAt) : 0,
});

export class Rows {
  private known = new Map<string, Row>();

  /** How many rows were made, for tests: what didn't change costs a look. */
  made = 0;

  of(cards: Iterable<Card>, texts: ReadonlyMap<string, TextView> | undefined, isRisk: (card: Card) => boolean): Row[] {
    const known = new Map<string, Row>();
    const rows: Row[] = [];
    for (const card of cards) {
      const text = texts?.get(card.id);
      let row = this.known.get(card.id);
      if (row?.card !== card || row.text !== text) {
        row = rowOf(card, text, isRisk(card));
        this.made++;
      }
      known.set(card.id, row);
      rows.push(row);
    }
    this.known = known;
    return rows;
  }
}

export const facets = ['language', 'topic', 'channel', 'place'] as const;
export type Facet = (typeof facets)[number];
export const orders = ['age', 'newest', 'votes'] as const;
export type Order = (typeof orders)[number];

export type Filter = Readonly<Record<Facet, string>> & { readonly words: string; readonly order: Order };
export const everything: Filter = { language: '', topic: '', channel: '', place: '', words: '', order: 'age' };

export const filtered = (filter: Filter): boolean => facets.some((f) => filter[f] !== '') || filter.words.trim() !== '';

const values = (row: Row, facet: Facet): readonly string[] => (facet === 'topic' ? row.topics : [row[facet]]);

export function matching(rows: readonly Row[], filter: Filter): Row[] {
  const words = fold(filter.words).split(/\s+/).filter(Boolean);
  const wanted = facets.filter((f) => filter[f] !== '');
  if (words.length === 0 && wanted.length === 0) return [...rows];
  return rows.filter((row) => wanted.every((f) => values(row, f).includes(filter[f])) && words.every((word) => row.words.includes(word)));
}

const earlier = (a: Row, b: Row) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export function arranged(rows: readonly Row[], order: Order): Row[] {
  if (order === 'age') return rows.toSorted(earlier);
  if (order === 'newest') return rows.toSorted((a, b) => earlier(b, a));
  return rows.toSorted((a, b) => b.card.votes - a.card.votes || earlier(a, b));
}

/** What a facet offers among these rows, most frequent first, with how many. */
export function choices(rows: readonly Row[], facet: Facet): { value: string; count: number }[] {
  const sum = new Map<string, number>();
  for (const row of rows) for (const value of values(row, facet)) if (value) sum.set(value, (sum.get(value) ?? 0) + 1);
  return [...sum].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
