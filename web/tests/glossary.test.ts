import { describe, expect, it } from 'vitest';
import { GlossaryDocument, readGlossary, writeGlossary } from '../src/console/glossary';
import type { Send } from '../src/console/questions';

describe('the glossary as it is typed', () => {
  it('reads a term a line, and what it is called elsewhere', () => {
    expect(readGlossary('WHO = fr: OMS; es: OMS\n\n  Goma  \nmeasles＝zh：麻疹')).toEqual({
      terms: [
        {
          term: 'WHO',
          words: [
            { language: 'fr', text: 'OMS' },
            { language: 'es', text: 'OMS' },
          ],
        },
        { term: 'Goma', words: [] },
        { term: 'measles', words: [{ language: 'zh', text: '麻疹' }] },
      ],
    });
  });

  it('comes back as it was written, with a semicolon in the words themselves', () => {
    const terms = [
      { term: 'polio', words: [{ language: 'fr', text: 'polio; paralysie infantile' }] },
      { term: 'Goma', words: [] },
    ];
    expect(readGlossary(writeGlossary(terms))).toEqual({ terms });
  });

  it.each([
    'WHO = OMS',
    '= fr: OMS',
    'WHO = fr: OMS; fr: O.M.S.',
    'WHO\nwho',
    'x'.repeat(61),
    `WHO = fr: ${'x'.repeat(121)}`,
    Array.from({ length: 201 }, (_, i) => `term ${i}`).join('\n'),
  ])('says which line it cannot read', (text) => {
    expect(readGlossary(text)).toEqual({ wrong: text.split('\n').at(-1) });
  });

  it('is written against what was read, and shows what somebody else wrote meanwhile', async () => {
    const sent: unknown[] = [];
    let now = '"1"';
    const send: Send = async (method, path, body, ifMatch) => {
      sent.push([method, path, ifMatch]);
      if (method === 'PUT' && ifMatch !== now) return { ok: false, status: 412, body: {} };
      return {
        ok: true,
        status: 200,
        body: method === 'PUT' ? (body as Record<string, unknown>) : { terms: [{ term: 'theirs' }] },
        etag: now,
      };
    };
    const glossary = new GlossaryDocument(send, () => expect.unreachable());
    await glossary.read();
    now = '"2"';

    expect(await glossary.write({ terms: [] })).toBe(false);
    expect(glossary.theirs.value?.terms).toEqual([{ term: 'theirs' }]);
    expect(await glossary.write({ terms: [] })).toBe(true);
    expect(glossary.theirs.value).toBeUndefined();
    expect(sent).toEqual([
      ['GET', 'glossary', undefined],
      ['PUT', 'glossary', '"1"'],
      ['GET', 'glossary', undefined],
      ['PUT', 'glossary', '"2"'],
    ]);
  });
});
