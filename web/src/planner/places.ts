// Places and their zones, found by the server in the reader's language.
import { type Signal, signal } from '@preact/signals';
import type { Answer } from '../live/api';
import { t } from '../text';

/** One find of GET /api/v1/zones. */
export interface PlaceFound {
  zone: string;
  city: string;
  country?: string | null;
  offset: string;
}

export type Finder = (query: string, limit: number) => Promise<Answer>;

/** "Geneva, Switzerland", with the language's own comma. */
export const placeName = (place: PlaceFound) => (place.country ? t('list.comma', { names: place.city, name: place.country }) : place.city);

/** @returns undefined when the server could not be asked. */
export async function findPlaces(find: Finder, query: string, limit: number): Promise<PlaceFound[] | undefined> {
  const answer = await find(query, limit);
  return answer.ok && Array.isArray(answer.body) ? (answer.body as PlaceFound[]) : undefined;
}

/** What stands under a place field while somebody types: the latest question's finds, never an older one's. */
export class PlaceSearch {
  readonly found: Signal<PlaceFound[]> = signal([]);
  readonly state: Signal<'idle' | 'asking' | 'known' | 'failed'> = signal('idle');
  private latest = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly find: Finder,
    private readonly pause = 150,
  ) {}

  ask(query: string): void {
    const number = ++this.latest;
    clearTimeout(this.timer);
    if (query.trim() === '') {
      this.found.value = [];
      this.state.value = 'idle';
      return;
    }
    this.state.value = 'asking';
    this.timer = setTimeout(async () => {
      const found = await findPlaces(this.find, query.trim(), 8);
      if (number !== this.latest) return;
      this.found.value = found ?? [];
      this.state.value = found ? 'known' : 'failed';
    }, this.pause);
  }
}
