// What stands on the prompter: the live question, and who comes after it, in the reader's language.
import type { QuestionView, TextView } from '../contracts';
import { sections } from '../live/board';

export interface Line {
  question: QuestionView;
  text: string;
  language: string | undefined;
  /** Said in another language than it was asked; by an engine or a person. */
  translated: 'machine' | 'person' | undefined;
  forMe: boolean;
}

export interface Cue {
  live: Line | undefined;
  next: Line[];
}

/** How many of those in line are named: enough to think ahead, few enough to be read from afar. */
const AHEAD = 3;

export interface CueOptions {
  texts?: ReadonlyMap<string, TextView> | undefined;
  /** As the asker wrote it, whatever the reader's language. */
  original?: boolean;
  /** The reader, where they are one of the speakers: speaker:…. */
  me?: string | undefined;
  /** Leaves out what is for another speaker or an office. */
  onlyMine?: boolean;
}

export function cue(questions: readonly QuestionView[], { texts, original = false, me, onlyMine = false }: CueOptions): Cue {
  const line = (question: QuestionView): Line => {
    const row = original ? undefined : texts?.get(question.id);
    const language = row ? row.language : question.language;
    return {
      question,
      text: row?.text || (question.text ?? ''),
      language: language && language !== 'und' ? language : undefined,
      translated: row?.text ? (row.machine ? 'machine' : 'person') : undefined,
      forMe: me !== undefined && question.addresseeId === me,
    };
  };
  const { live, next } = sections(questions);
  const lined = next.filter((q) => q.state === 'shortlisted' && (!onlyMine || !q.addresseeId || q.addresseeId === me));
  const [now] = live;
  return { live: now && line(now), next: lined.slice(0, AHEAD).map(line) };
}

/** Longer words stand smaller, so that a whole question is on the screen at once. */
export const lengthOf = (text: string): 'short' | 'medium' | 'long' => (text.length < 70 ? 'short' : text.length < 160 ? 'medium' : 'long');
