import { describe, expect, it } from 'vitest';
import type { DayGridView } from '../src/contracts';
import { blankDraft, type Draft, keepDraft, missing, newOffice, readDraft } from '../src/planner/draft';
import { choiceOf, chosenColumn, moved, turnFor } from '../src/planner/grid';
import { languageOf } from '../src/planner/languages';
import { isUnsure, readLines } from '../src/planner/paste';
import { burdenBody, dayBody, hoursBody, officeBody, seriesBody } from '../src/planner/requests';
import { localAt, sayNames, sayOffset, weekdayOf } from '../src/planner/words';
import { useMessages } from '../src/text';

const sunday = Date.UTC(2027, 1, 28, 23, 30);
const blank = blankDraft(sunday, 'en');

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => void kept.set(k, v),
    removeItem: (k: string) => void kept.delete(k),
  };
}

function draft(part: Partial<Draft> = {}): Draft {
  const offices = [newOffice('Geneva', 'Europe/Zurich', 'Geneva, Switzerland'), newOffice('Suva', 'Pacific/Fiji', 'Suva, Fiji')];
  return {
    ...blank,
    title: 'Ending polio',
    offices,
    date: '2027-03-09',
    time: '09:00',
    zone: 'America/New_York',
    zonePlace: 'New York',
    ...part,
  };
}

describe('a draft', () => {
  it('begins on a Monday at least a week away', () => {
    expect(blank.from).toBe('2027-03-08');
    expect(blankDraft(Date.UTC(2027, 2, 1), 'en').from).toBe('2027-03-08');
    expect(blankDraft(Date.UTC(2027, 2, 2), 'en').from).toBe('2027-03-15');
  });

  it('comes back as it was', () => {
    const store = storage();
    const typed = draft({ pasted: 'Goma\nKath', turns: ['17:00', ''] });
    keepDraft(store, typed);
    expect(readDraft(store, blank)).toEqual(typed);
    keepDraft(store, undefined);
    expect(readDraft(store, blank)).toBeUndefined();
  });

  it.each([
    '',
    'null',
    '7',
    '"text"',
    '{',
    '{"offices": 3}',
    '{"title": null, "offices": []}',
    '[]',
  ])('is blank again when %j was kept', (kept) => {
    const store = storage();
    store.kept.set('ld-planner', kept);
    expect(readDraft(store, blank)?.offices ?? []).toEqual([]);
  });

  it('fills what an older page did not know', () => {
    const store = storage();
    store.kept.set(
      'ld-planner',
      JSON.stringify({ title: 'Old', offices: [{ name: 'Goma', zone: 'Africa/Lubumbashi' }], repeat: { every: 'month' } }),
    );
    const read = readDraft(store, blank);
    expect(read?.offices[0]).toMatchObject({ name: 'Goma', from: '07:00', quiet: [] });
    expect(read?.repeat).toMatchObject({ every: 'month', count: 10 });
  });

  it('does without a store that refuses', () => {
    const refusing = {
      getItem: () => {
        throw new Error('no');
      },
      setItem: () => {
        throw new Error('full');
      },
      removeItem: () => undefined,
    };
    expect(readDraft(refusing, blank)).toBeUndefined();
    expect(() => keepDraft(refusing, draft())).not.toThrow();
  });

  it('says what is missing in the order of the page', () => {
    expect(missing(blank)).toEqual(['title', 'offices', 'date', 'time']);
    expect(missing(draft())).toEqual([]);
    expect(missing(draft({ offices: [newOffice('Atlantis', '', '')] }))).toEqual(['unplaced']);
    expect(missing(draft({ offices: [newOffice(' ', 'UTC', '')] }))).toEqual(['unnamed']);
    expect(missing(draft({ offices: Array.from({ length: 61 }, (_, i) => newOffice(`${i}`, 'UTC', '')) }))).toEqual(['too-many']);
    expect(missing(draft({ repeat: { ...blank.repeat, ends: 'until' } }))).toEqual(['until']);
    expect(missing(draft({ date: '0020-03-09' }))).toEqual(['date']);
  });
});

describe('pasted lines', () => {
  it.each([
    ['Geneva', [['Geneva', ['Geneva']]]],
    ['Geneva, Switzerland', [['Geneva', ['Geneva Switzerland', 'Switzerland', 'Geneva']]]],
    ['Liaison office, Geneva', [['Liaison office', ['Liaison office Geneva', 'Geneva', 'Liaison office']]]],
    ['HQ, America/New_York', [['HQ', ['America/New_York']]]],
    [
      '• Goma\r\n- Suva\n\n  ',
      [
        ['Goma', ['Goma']],
        ['Suva', ['Suva']],
      ],
    ],
    [
      'Goma; Suva',
      [
        ['Goma', ['Goma']],
        ['Suva', ['Suva']],
      ],
    ],
    [
      'Panama, Dakar, Suva',
      [
        ['Panama', ['Panama']],
        ['Dakar', ['Dakar']],
        ['Suva', ['Suva']],
      ],
    ],
    [
      'غوما، جنيف، سوفا',
      [
        ['غوما', ['غوما']],
        ['جنيف', ['جنيف']],
        ['سوفا', ['سوفا']],
      ],
    ],
    [' ,\n;', []],
  ])('%j', (text, lines) => {
    expect(readLines(text as string).map((l) => [l.name, l.queries])).toEqual(lines);
  });

  const at = (city: string, zone: string) => ({ city, zone, offset: '+00:00' });
  it.each([
    ['one find is sure', 'Suva', [at('Suva', 'Pacific/Fiji')], false],
    ['none is for somebody to say', 'Atlantis', [], false],
    ['the same zone twice is sure', 'Congo', [at('Goma', 'Africa/Lubumbashi'), at('Bukavu', 'Africa/Lubumbashi')], false],
    [
      'a city of the very name comes before others',
      'brasilia',
      [at('Brasília', 'America/Sao_Paulo'), at('Brasiléia', 'America/Rio_Branco')],
      false,
    ],
    ['two cities of the very name do not', 'Georgetown', [at('Georgetown', 'America/Guyana'), at('Georgetown', 'America/Cayman')], true],
    ['a country of many zones does not', 'Brazil', [at('São Paulo', 'America/Sao_Paulo'), at('Manaus', 'America/Manaus')], true],
  ])('%s', (_, name, found, unsure) => {
    expect(isUnsure({ name, queries: [name] }, found)).toBe(unsure);
  });
});

describe('requests', () => {
  it('describe each office whole', () => {
    const office = {
      ...newOffice('', 'Asia/Tehran', 'Tehran, Iran'),
      to: '00:00',
      quiet: [
        { from: '12:00', to: '00:00', days: ['friday' as const] },
        { from: '', to: '13:00', days: [] },
      ],
    };
    expect(officeBody(office)).toMatchObject({
      name: 'Tehran, Iran',
      day: { from: '07:00', to: '24:00' },
      quiet: [{ from: '12:00', to: '24:00', days: ['friday'] }],
    });
  });

  it('ask nothing before there is an office with a place', () => {
    const lost = draft({ offices: [newOffice('Atlantis', '', '')] });
    expect([hoursBody(blank), dayBody(lost), burdenBody(lost, ['2027-03-09T14:00:00Z']), burdenBody(draft(), [])]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(hoursBody(draft({ weeks: 26 }))?.days).toBe(120);
    expect(dayBody(draft({ date: '', time: '' }))).toMatchObject({ from: blank.from, minute: 0 });
    expect(dayBody(draft({ time: '09:45' }))?.minute).toBe(45);
  });

  it('keep the anchor and its rule', () => {
    expect(seriesBody(draft({ gap: 'after-gap' }))).toMatchObject({
      event: {
        title: 'Ending polio',
        start: '2027-03-09T09:00',
        zone: 'America/New_York',
        duration: 'PT60M',
        offices: [{ name: 'Geneva' }, { name: 'Suva' }],
      },
      repeat: { every: 'week', interval: 1, count: 10 },
      gap: 'after-gap',
    });
    const repeat = { ...blank.repeat };
    expect(seriesBody(draft({ repeat: { ...repeat, every: 'once' }, turns: ['17:00'] }))).not.toHaveProperty('times');
    expect(seriesBody(draft({ turns: ['17:00', ''] }))).toMatchObject({ times: ['09:00', '17:00'] });
    expect(seriesBody(draft({ repeat: { ...repeat, every: 'month', nth: -1, ends: 'until', until: '2027-06-29' } }))?.repeat).toEqual({
      every: 'month',
      interval: 1,
      nth: -1,
      until: '2027-06-29',
    });
    expect(seriesBody(draft({ time: '' }))).toBeUndefined();
  });
});

const start = (local: string, offset = '-04:00') => ({ instant: `${local}${offset}`, local: `2027-11-07T${local}`, offset });
const backwards = [start('00:00'), start('01:00'), start('01:00', '-05:00'), start('02:00', '-05:00')];

describe('the grid', () => {
  it.each([
    ['09:59', undefined, -1],
    ['', undefined, -1],
  ] as const)('has no column for %j where there are none', (time, overlap, column) => {
    expect(chosenColumn([], time, overlap)).toBe(column);
  });

  it.each([
    ['00:00', undefined, 0],
    ['00:59', undefined, 0],
    ['01:15', undefined, 1],
    ['01:15', 'earlier', 1],
    ['01:15', 'later', 2],
    ['02:00', 'earlier', 3],
    ['23:00', undefined, 3],
  ] as const)('has %s (%s) in column %i where an hour happens twice', (time, overlap, column) => {
    expect(chosenColumn(backwards, time, overlap)).toBe(column);
  });

  it('means the first or the second of two equal hours', () => {
    expect([0, 1, 2, 3].map((i) => choiceOf(backwards, i))).toEqual([
      { time: '00:00' },
      { time: '01:00', overlap: 'earlier' },
      { time: '01:00', overlap: 'later' },
      { time: '02:00' },
    ]);
  });

  it.each([
    ['ArrowRight', false, false, [1, 3]],
    ['ArrowRight', false, true, [1, 1]],
    ['ArrowLeft', false, true, [1, 3]],
    ['ArrowDown', false, false, [2, 2]],
    ['ArrowUp', false, false, [0, 2]],
    ['Home', false, false, [1, 0]],
    ['End', false, false, [1, 3]],
    ['Home', true, false, [0, 0]],
    ['End', true, false, [2, 3]],
    ['PageDown', false, false, [2, 2]],
    ['PageUp', false, false, [0, 2]],
  ] as const)('%s leads on (control %s, right to left %s)', (key, control, rightToLeft, [row, column]) => {
    expect(moved({ row: 1, column: 2 }, key, control, 3, 4, rightToLeft)).toEqual({ row, column });
  });

  it('stops at its edges and leaves other keys alone', () => {
    expect(moved({ row: 2, column: 3 }, 'ArrowRight', false, 3, 4, false)).toEqual({ row: 2, column: 3 });
    expect(moved({ row: 0, column: 0 }, 'ArrowUp', false, 3, 4, false)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 0, column: 0 }, 'Tab', false, 3, 4, false)).toBeUndefined();
  });
});

describe('taking turns', () => {
  // Two offices, three hours: D inside its day, N at night, E early or late.
  const grid = (...rows: [string, string][]): DayGridView => ({
    zone: 'UTC',
    starts: ['09:00', '15:00', '21:00'].map((local) => ({ instant: local, local: `2027-03-09T${local}`, offset: '+00:00' })),
    inside: [0, 1, 2].map((i) => rows.filter(([, cells]) => cells[i] === 'D').length),
    offices: rows.map(([name, cells]) => ({
      name,
      zone: 'UTC',
      cells: [...cells].map((c) => ({
        local: '',
        offset: '',
        day: 0,
        word: '',
        convenience: c === 'D' ? 'day' : c === 'N' ? 'night' : 'edge',
      })),
    })),
  });

  it('offers the hour that most can make among those that spare the night', () => {
    expect(turnFor(grid(['Goma', 'DDN'], ['Suva', 'NDD']), 0, ['09:00'])).toEqual({
      time: '15:00',
      inside: 2,
      total: 2,
      spared: ['Suva'],
      instead: [],
    });
    expect(turnFor(grid(['Goma', 'DDN'], ['Suva', 'NDD']), 0, ['09:00', '15:00'])).toMatchObject({ time: '21:00', instead: ['Goma'] });
  });

  it('prefers fewer nights among equals', () => {
    expect(turnFor(grid(['Goma', 'DNE'], ['Suva', 'NDD']), 0, ['09:00'])?.time).toBe('21:00');
  });

  it('offers none where nobody has the night, or no hour spares it', () => {
    expect(turnFor(grid(['Goma', 'DDN'], ['Suva', 'EDD']), 0, [])).toBeUndefined();
    expect(turnFor(grid(['Suva', 'NNN']), 0, [])).toBeUndefined();
    expect(turnFor(grid(['Suva', 'NEE']), 0, [])).toBeUndefined();
    expect(turnFor(grid(['Suva', 'NDD']), -1, [])).toBeUndefined();
  });
});

describe('words', () => {
  it('know languages by code and by name, in the reader’s language and in their own', () => {
    expect(['fr', 'French', 'français', 'FRANCAIS', 'pt-BR', 'العربية'].map((typed) => languageOf(typed, 'en'))).toEqual([
      'fr',
      'fr',
      'fr',
      'fr',
      'pt-BR',
      'ar',
    ]);
    expect(['Klingonese', '', 'qqq', 'x'].map((typed) => languageOf(typed, 'en'))).toEqual([undefined, undefined, undefined, undefined]);
    expect(languageOf('anglais', 'fr')).toBe('en');
  });

  it('say offsets with a true minus and count weekdays from Monday', () => {
    expect(sayOffset('-03:30')).toBe('UTC\u221203:30');
    expect(['2027-03-08', '2027-03-14'].map(weekdayOf)).toEqual([1, 7]);
  });

  it('say what an instant is at an offset', () => {
    expect(localAt('2027-03-14T07:30:00Z', '-04:00')).toBe('2027-03-14T03:30');
    expect(localAt('2027-03-09T18:15:00Z', '+05:45')).toBe('2027-03-10T00:00');
    expect(localAt('2027-03-09T02:00:00Z', '-03:30')).toBe('2027-03-08T22:30');
  });

  it('say a few names and count the others', () => {
    useMessages(
      {
        'list.and': '{names} and {name}',
        'list.comma': '{names}, {name}',
        'planner.others': { one: '{count} other', other: '{count} others' },
      },
      'en',
    );
    expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C'], ['A', 'B', 'C', 'D', 'E']].map((names) => sayNames(names))).toEqual([
      '',
      'A',
      'A and B',
      'A, B and C',
      'A, B, C and 2 others',
    ]);
  });
});
