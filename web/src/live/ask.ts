// Asking, so that nothing is lost: the id is made here, the question is kept until the server has said yes, and a repeat is the same question.
import { signal } from '@preact/signals';
import type { HelpView, QuestionState, QuestionView } from '../contracts';
import { backoff, retryAfter } from './backoff';
import { ulid } from './ulid';

export const LIMIT = 280;

export interface Draft {
  text: string;
  name: string;
  country: string;
  addressee: string;
}

/** One question of this device. `kept`: not yet with the server. */
export interface Mine {
  id: string;
  text: string;
  language: string;
  name?: string;
  country?: string;
  addressee?: string;
  state: QuestionState | 'kept';
  reason?: string | null;
  answer?: string | null;
  /** A moderator is looking at it. */
  review?: boolean;
  /** What the server's card says became of it, where that is more than its state. */
  became?: string | null;
  help?: HelpView | null;
}

export interface AskingOptions {
  event: string;
  language: string;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Of a signed-in host who asks like everybody. */
  csrf?: string | undefined;
  fetch?: typeof fetch;
  later?: (run: () => void, milliseconds: number) => void;
}

/** A network that swallows a request mustn't hold the ones after it; sending again is the same question. */
const PATIENCE = 20_000;

const emptyDraft: Draft = { text: '', name: '', country: '', addressee: '' };

/** Characters as people see them: an emoji of four code points is one (UAX #29). */
export function graphemes(text: string): number {
  if (typeof Intl.Segmenter !== 'function') return [...text].length;
  let count = 0;
  for (const _ of new Intl.Segmenter().segment(text)) count++;
  return count;
}

export class Asking {
  readonly draft = signal<Draft>(emptyDraft);
  readonly mine = signal<Mine[]>([]);
  readonly notice = signal<string | undefined>(undefined);
  /** Seconds that the notice speaks of. */
  readonly waits = signal(0);
  private sending = false;
  private failures = 0;
  /** By the server, for good: not to come back from another tab's list. */
  private readonly refused = new Set<string>();
  private readonly url: string;

  constructor(private readonly options: AskingOptions) {
    this.url = `/api/v1/events/${encodeURIComponent(options.event)}/questions`;
    this.draft.value = { ...emptyDraft, ...this.read<Partial<Draft>>('draft', {}) };
    this.mine.value = this.read<Mine[]>('mine', []);
  }

  write(change: Partial<Draft>): void {
    this.draft.value = { ...this.draft.value, ...change };
    this.keep('draft', this.draft.value);
  }

  /** Takes the draft as a question. It is on the list (and in storage) at once, with the server as soon as can be. */
  ask(): boolean {
    const { text, name, country, addressee } = this.draft.value;
    const trimmed = text.trim();
    if (trimmed === '' || graphemes(trimmed) > LIMIT) {
      this.notice.value = trimmed === '' ? 'ask.empty' : 'ask.too-long';
      return false;
    }
    const optional = (key: 'name' | 'country' | 'addressee', value: string) => (value.trim() ? { [key]: value.trim() } : {});
    const question: Mine = {
      id: ulid(),
      text: trimmed,
      language: this.options.language,
      ...optional('name', name),
      ...optional('country', country),
      ...optional('addressee', addressee),
      state: 'kept',
    };
    this.setMine([...this.mine.value, question]);
    this.write({ text: '' }); // name and place stay: nobody types them twice
    this.notice.value = undefined;
    void this.flush();
    return true;
  }

  /** A question asked through the form without script shows up on this device's list too. */
  adopt(id: string, text: string): void {
    if (this.mine.value.some((m) => m.id === id)) return;
    this.setMine([...this.mine.value, { id, text, language: this.options.language, state: 'received' }]);
  }

  /** Sends what is kept; called again when the network is back. */
  async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      for (let next = this.firstKept(); next; next = this.firstKept()) {
        const again = await this.send(next);
        if (again !== undefined) {
          (this.options.later ?? ((run, ms) => void setTimeout(run, ms)))(() => void this.flush(), again);
          return;
        }
      }
    } finally {
      this.sending = false;
    }
  }

  /** The public board or the asker's own card says where a question is now. */
  heard(question: Pick<QuestionView, 'id' | 'state' | 'reason' | 'answer' | 'inReview' | 'merged' | 'became' | 'help'>): void {
    // peek: a screen that tells us what it heard must not hear our own list change
    const known = this.mine.peek().find((m) => m.id === question.id);
    // a merged question goes where the one goes that is asked in its stead
    const { state, answer } = question.merged ?? question;
    const now = {
      state: state as QuestionState, // the server's word for it
      reason: question.merged ? null : (question.reason ?? null),
      answer: answer?.text ?? null,
      review: question.inReview === true,
      became: question.became ?? null,
      help: question.help ?? null,
    };
    if (!known || known.state === 'kept') return;
    const same =
      known.state === now.state && known.reason === now.reason && known.answer === now.answer && (known.review ?? false) === now.review;
    if (same && (known.became ?? null) === now.became) return;
    this.change(question.id, now);
  }

  /** Asks the server about those whose end isn't known. */
  async refresh(): Promise<void> {
    for (const { id, state } of this.mine.value) {
      if (state === 'kept' || state === 'answered' || state === 'withdrawn') continue;
      const answer = await this.fetch(`${this.url}/${id}`).catch(() => undefined);
      if (answer?.ok) this.heard((await answer.json()) as QuestionView);
    }
  }

  /** Undefined when the server has it (or never will); else milliseconds until the next try. */
  private async send(question: Mine): Promise<number | undefined> {
    const { id, text, language, name, country, addressee } = question;
    const { csrf } = this.options;
    let answer: Response;
    try {
      answer = await this.fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(csrf ? { 'x-csrf-token': csrf } : {}) },
        body: JSON.stringify({ id, text, language, name, country, addressee }),
        signal: AbortSignal.timeout?.(PATIENCE) ?? null,
      });
    } catch {
      this.notice.value = 'ask.waiting';
      return backoff(this.failures++);
    }
    if (answer.status === 200 || answer.status === 201) {
      const seen = (await answer.json().catch(() => ({}))) as Partial<QuestionView>;
      this.failures = 0;
      this.notice.value = undefined;
      this.change(question.id, { state: seen.state ?? 'received', became: seen.became ?? null, help: seen.help ?? null });
      return undefined;
    }
    const problem = (await answer.json().catch(() => ({}))) as { reason?: string; state?: string };
    if (answer.status === 429 || answer.status >= 500) {
      const wait = retryAfter(answer.headers.get('retry-after'), Date.now()) ?? backoff(this.failures++);
      this.waits.value = Math.ceil(wait / 1000);
      this.notice.value = answer.status >= 500 ? 'ask.waiting' : problem.reason === 'slow-mode' ? 'ask.slow.kept' : 'ask.limited';
      return wait;
    }
    // Refused for good: the words go back into the box, unless something new stands there.
    this.refused.add(question.id);
    this.setMine(this.mine.value.filter((m) => m.id !== question.id));
    if (this.draft.value.text === '') this.write({ text: question.text });
    this.notice.value =
      problem.reason === 'blocked'
        ? 'ask.blocked'
        : problem.reason === 'intake-closed'
          ? 'ask.paused'
          : answer.status === 409 && problem.state
            ? 'ask.closed'
            : 'ask.failed';
    return undefined;
  }

  private firstKept = (): Mine | undefined => this.mine.value.find((m) => m.state === 'kept');

  private change(id: string, what: Partial<Mine>): void {
    this.setMine(this.mine.peek().map((m) => (m.id === id ? { ...m, ...what } : m)));
  }

  /** Another tab of this page may have put questions there since: they stay, so that none is lost that was never sent. */
  private setMine(mine: Mine[]): void {
    const others = this.read<Mine[]>('mine', []).filter((m) => !this.refused.has(m.id) && !mine.some((own) => own.id === m.id));
    this.mine.value = [...others, ...mine].toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(-50);
    this.keep('mine', this.mine.value);
  }

  private read<T>(name: string, fallback: T): T {
    try {
      return JSON.parse(this.options.storage.getItem(this.key(name)) ?? 'null') ?? fallback;
    } catch {
      return fallback; // storage may be forbidden, or hold another version's words
    }
  }

  private keep(name: string, value: unknown): void {
    try {
      this.options.storage.setItem(this.key(name), JSON.stringify(value));
    } catch {
      // private mode or a full disk: the page still has it
    }
  }

  private key = (name: string) => `livedialogue.${this.options.event}.${name}`;

  private fetch(url: string, init?: RequestInit): Promise<Response> {
    return (this.options.fetch ?? fetch)(url, init);
  }
}
