import { describe, expect, it } from 'vitest';
import type { QuestionView, TextView } from '../src/contracts';
import { readAnswer, readText, textsIn } from '../src/live/reading';

const question: QuestionView = { id: 'q', state: 'approved', text: 'Maji yatafika lini?', language: 'sw', votes: 0, version: 1 };
const said: TextView = {
  question: 'q',
  language: 'fr',
  text: "Quand l'eau arrive-t-elle ?",
  machine: true,
  answerMachine: false,
  from: 'sw',
};
const row = (over: Partial<TextView> = {}): TextView => ({ ...said, ...over });

describe('reading', () => {
  it("shows a machine's words in the reader's language, with the original and where it comes from", () => {
    expect(readText(question, row(), 'fr')).toEqual({
      text: "Quand l'eau arrive-t-elle ?",
      language: 'fr',
      original: { text: 'Maji yatafika lini?', language: 'sw' },
      machine: true,
      from: 'sw',
    });
    expect(readText(question, row({ machine: false }), 'fr').machine).toBe(false);
  });

  it('shows the original and names its language where nobody can translate it', () => {
    expect(readText(question, undefined, 'ar')).toEqual({ text: 'Maji yatafika lini?', language: 'sw', machine: false, from: 'sw' });
  });

  it("names no language where it is the reader's own, or nobody knows it", () => {
    expect(readText({ ...question, language: 'sw-CD' }, undefined, 'sw').from).toBeUndefined();
    const unknown = readText({ ...question, language: 'und' }, undefined, 'fr');
    expect([unknown.from, unknown.language]).toEqual([undefined, undefined]);
  });

  it('takes an answer that was translated while the question needed no translation', () => {
    const answered = row({ text: null, machine: false, from: null, answer: 'Kesho.', answerFrom: 'en', answerMachine: true });
    expect(readText(question, answered, 'sw').original).toBeUndefined();
    expect(readAnswer('Tomorrow.', answered, 'sw')).toMatchObject({ text: 'Kesho.', machine: true, from: 'en' });
    expect(readAnswer('Tomorrow.', undefined, 'sw')).toMatchObject({ text: 'Tomorrow.', machine: false, from: undefined });
  });

  it("finds the language's board whichever audience has it", () => {
    const board = { version: 1, rows: new Map([['q', row()]]) };
    expect(textsIn(new Map([['texts.speaker.fr', board]]), 'fr')).toBe(board.rows);
    expect(textsIn(new Map([['texts.speaker.fr', board]]), 'es')).toBeUndefined();
  });
});
