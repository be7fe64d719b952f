// The event's glossary: names and terms that engines leave alone, or say in the event's own way; as it is typed, one term a line.
import { signal } from '@preact/signals';
import type { GlossaryTermView, GlossaryView, GlossaryWordView } from '../contracts';
import type { Answer } from '../live/api';
import type { Send } from './questions';
import type { SharedDocument } from './tools';

/** The server's own limits. */
const MOST_TERMS = 200;
const MOST_WORDS = 20;
const LONGEST_TERM = 60;
const LONGEST_WORD = 120;

/** "WHO = fr: OMS; es: OMS"; a term alone stays as it is in every language. */
export function writeGlossary(terms: readonly GlossaryTermView[]): string {
  return terms
    .map(({ term, words }) => (words?.length ? `${term} = ${words.map(({ language, text }) => `${language}: ${text}`).join('; ')}` : term))
    .join('\n');
}

/** @returns the terms, or the first line that says none. */
export function readGlossary(text: string): { terms: GlossaryTermView[] } | { wrong: string } {
  const terms: GlossaryTermView[] = [];
  const known = new Set<string>();
  for (const line of text.split('\n').map((typed) => typed.trim())) {
    if (line === '') continue;
    const [term = '', ...said] = line.split(/[=＝]/).map((part) => part.trim());
    const words = said.length === 0 ? [] : readWords(said.join('='));
    const folded = term.toLowerCase();
    if (!words || term === '' || term.length > LONGEST_TERM || known.has(folded) || terms.length === MOST_TERMS) return { wrong: line };
    known.add(folded);
    terms.push({ term, words });
  }
  return { terms };
}

/** @returns undefined where it names no language, or one twice. */
function readWords(said: string): GlossaryWordView[] | undefined {
  const words: GlossaryWordView[] = [];
  for (const part of said.split(/[;；؛]/)) {
    const [, language, text] = /^\s*(\p{L}{2,3})\s*[:：]\s*(.+?)\s*$/u.exec(part) ?? [];
    const last = words.at(-1);
    if (language && text) words.push({ language: language.toLowerCase(), text });
    else if (last)
      last.text += `;${part.trimEnd()}`; // a semicolon of the words themselves
    else return undefined;
  }
  const languages = new Set(words.map(({ language }) => language));
  const good = languages.size === words.length && words.length <= MOST_WORDS;
  return good && words.every(({ language, text }) => /^[a-z]+$/.test(language) && text.length <= LONGEST_WORD) ? words : undefined;
}

/** What all moderators of the event share, read with its ETag and written against it. */
export class GlossaryDocument implements SharedDocument<GlossaryView> {
  readonly body = signal<GlossaryView | undefined>(undefined);
  readonly theirs = signal<GlossaryView | undefined>(undefined);
  private etag = '*';

  constructor(
    private readonly send: Send,
    private readonly failed: (answer: Answer) => void,
  ) {}

  async read(): Promise<void> {
    const answer = await this.send('GET', 'glossary');
    if (!answer.ok) return;
    this.take(answer);
  }

  async write(change: Record<string, unknown>): Promise<boolean> {
    const answer = await this.send('PUT', 'glossary', change, this.etag);
    if (answer.ok) this.take(answer);
    else if (answer.status === 412) {
      await this.read();
      this.theirs.value = this.body.peek();
    } else this.failed(answer);
    return answer.ok;
  }

  private take(answer: Answer): void {
    this.body.value = answer.body as unknown as GlossaryView; // the server's word; contracts.ts is checked against its records
    this.theirs.value = undefined;
    this.etag = answer.etag ?? '*';
  }
}
