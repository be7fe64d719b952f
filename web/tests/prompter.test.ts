import { describe, expect, it } from 'vitest';
import type { QuestionView } from '../src/contracts';
import { cue, lengthOf } from '../src/prompter/cue';

const question = (id: string, state: QuestionView['state'], more: Partial<QuestionView> = {}): QuestionView => ({
  id,
  state,
  text: `Question ${id}?`,
  language: 'sw',
  votes: 0,
  version: 1,
  ...more,
});
const texts = new Map([['L', { question: 'L', language: 'en', text: 'In English?', machine: true, answerMachine: false }]]);

describe('the prompter', () => {
  it('shows the live question in the reader’s language, or as it was written', () => {
    const board = [question('L', 'live'), question('A', 'approved')];
    expect(cue(board, { texts }).live).toMatchObject({ text: 'In English?', language: 'en', translated: 'machine' });
    expect(cue(board, { texts, original: true }).live).toMatchObject({ text: 'Question L?', language: 'sw', translated: undefined });
    expect(cue(board, {}).live?.text).toBe('Question L?');
    expect(cue(board, {}).next).toEqual([]);
  });

  it('names three of those in line, and leaves out what is for others', () => {
    const board = ['1', '2', '3', '4', '5'].map((id) =>
      question(id, 'shortlisted', id === '1' ? { addresseeId: 'speaker:other' } : id === '3' ? { addresseeId: 'speaker:me' } : {}),
    );
    expect(cue(board, { me: 'speaker:me' }).next.map((l) => [l.question.id, l.forMe])).toEqual([
      ['1', false],
      ['2', false],
      ['3', true],
    ]);
    expect(cue(board, { me: 'speaker:me', onlyMine: true }).next.map((l) => l.question.id)).toEqual(['2', '3', '4']);
  });

  it.each([
    [20, 'short'],
    [100, 'medium'],
    [280, 'long'],
  ] as const)('sets %i characters %s', (length, size) => expect(lengthOf('x'.repeat(length))).toBe(size));
});
