// What a reader sees of somebody's words: in their own language where it is said in that, the original beside it.
import type { QuestionView, TextView } from '../contracts';
import type { Texts as Board } from './hub';

export interface Reading {
  text: string;
  /** For the lang attribute; undefined: nobody knows. */
  language: string | undefined;
  /** The words as they were written; undefined where these are they. */
  original?: { text: string; language: string | undefined } | undefined;
  machine: boolean;
  /** The language to be named: what it was translated from, or is in when that isn't the reader's. */
  from?: string | undefined;
}

export type Texts = ReadonlyMap<string, TextView>;

const known = (language: string | null | undefined) => (language && language !== 'und' ? language : undefined);
const primary = (language: string) => language.split('-')[0] ?? language;

/** The text board in a language, whichever audience's it is. */
export function textsIn(boards: ReadonlyMap<string, Board>, language: string): Texts | undefined {
  for (const [name, board] of boards) if (name.endsWith(`.${language}`)) return board.rows;
  return undefined;
}

export function readText(question: QuestionView, row: TextView | undefined, reader: string): Reading {
  return read(question.text ?? '', known(question.language), row?.text, row?.machine ?? false, reader);
}

/** @param answer As it was written. */
export function readAnswer(answer: string, row: TextView | undefined, reader: string): Reading {
  return read(answer, known(row?.answerFrom), row?.answer, row?.answerMachine ?? false, reader);
}

function read(text: string, from: string | undefined, said: string | null | undefined, machine: boolean, reader: string): Reading {
  if (said) return { text: said, language: reader, original: { text, language: from }, machine, from };
  return { text, language: from, machine: false, from: from && primary(from) !== primary(reader) ? from : undefined };
}
