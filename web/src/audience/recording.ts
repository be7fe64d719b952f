// After the end: is the recording there, and where in it each question was answered.
import { signal } from '@preact/signals';
import { backoff, retryAfter } from '../live/backoff';

export interface Chapter {
  /** Seconds from the beginning. */
  start: number;
  title: string;
  question: string | null;
}

/** Only what can be shown and sought, in order. */
export function chapters(content: unknown): Chapter[] {
  if (!Array.isArray(content)) return [];
  return content
    .flatMap((c: Record<string, unknown> | null) => {
      const [start, title] = [c?.start, c?.title];
      if (typeof start !== 'number' || !(start >= 0) || typeof title !== 'string') return [];
      return [{ start, title, question: typeof c?.question === 'string' ? c.question : null }];
    })
    .toSorted((a, b) => a.start - b.start);
}

/** Which of them is playing at a moment; -1 before the first. */
export const chapterAt = (all: readonly Chapter[], seconds: number): number => all.findLastIndex((c) => c.start <= seconds);

export class Recording {
  /** making: it will be there in a moment. */
  readonly state = signal<'unknown' | 'making' | 'ready' | 'none'>('unknown');
  readonly chapters = signal<readonly Chapter[]>([]);
  private asking = false;

  constructor(
    readonly address: string,
    private readonly door: typeof fetch = (...args) => fetch(...args),
  ) {}

  private get chaptersAddress(): string {
    return new URL('chapters.json', new URL(this.address, location.href)).href;
  }

  /** Asks until it is ready, or the server says that there is none. */
  async look(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    for (let attempt = 0; this.state.value !== 'ready' && this.state.value !== 'none'; attempt++) {
      let pause = backoff(attempt + 2);
      try {
        const answer = await this.door(this.address, { method: 'HEAD' });
        const after = retryAfter(answer.headers.get('retry-after'), Date.now());
        if (answer.ok) await this.read();
        else this.state.value = after === undefined && answer.status < 500 ? 'none' : 'making';
        pause = Math.max(pause, after ?? 0);
      } catch {
        // asked again
      }
      if (this.state.value === 'unknown' || this.state.value === 'making') await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.asking = false;
  }

  private async read(): Promise<void> {
    try {
      const answer = await this.door(this.chaptersAddress);
      if (answer.ok) this.chapters.value = chapters(await answer.json());
    } catch {
      // a recording without its chapters is still one
    }
    this.state.value = 'ready';
  }
}
