// What is being planned, as typed so far. Kept in the browser until it is published: neither an error nor a closed tab loses a word.
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

export interface Quiet {
  from: string;
  to: string;
  /** On which it begins; all when empty. */
  days: Weekday[];
}

export interface PlannedOffice {
  key: string;
  /** In the hosts' list. */
  saved?: { id: string; version: number };
  name: string;
  /** Empty while nobody knows where it is. */
  zone: string;
  /** "Geneva, Switzerland". */
  place: string;
  languages: string[];
  workingDays: Weekday[];
  /** Local times; `to` up to 24:00. */
  from: string;
  to: string;
  quiet: Quiet[];
  daysOff: string[];
  /** Nights it had in earlier series. */
  nights: number;
}

export interface Repeat {
  every: 'once' | 'week' | 'month';
  interval: number;
  /** Weekly: on which days; the first date's own when empty. */
  days: Weekday[];
  /** Monthly: 1 to 4, -1 the last; 0 the first date's own. */
  nth: number;
  ends: 'count' | 'until';
  count: number;
  until: string;
}

export interface Draft {
  title: string;
  languages: string[];
  minutes: number;
  /** Young people ask: no names, no place finer than a country. */
  minors: boolean;
  /** Lines that wait to become offices. */
  pasted: string;
  offices: PlannedOffice[];
  /** The search: first day, and how many weeks. */
  from: string;
  weeks: number;
  /** The first occurrence by the anchor's clock; empty while not chosen. */
  date: string;
  time: string;
  /** The anchor. */
  zone: string;
  /** What the anchor's place is called. */
  zonePlace: string;
  repeat: Repeat;
  /** Further times of day, which take turns with the first. */
  turns: string[];
  gap?: 'before-gap' | 'after-gap';
  overlap?: 'earlier' | 'later';
  /** Sent once without an answer: it may be published already. */
  attempted?: boolean;
}

export const maxOffices = 60;
const storageKey = 'ld-planner';

/** @param today of the server, milliseconds since 1970. */
export function blankDraft(today: number, language: string): Draft {
  return {
    title: '',
    languages: [language],
    minutes: 60,
    minors: false,
    pasted: '',
    offices: [],
    from: mondayAfter(today),
    weeks: 4,
    date: '',
    time: '',
    zone: 'UTC',
    zonePlace: 'UTC',
    repeat: { every: 'week', interval: 1, days: [], nth: 0, ends: 'count', count: 10, until: '' },
    turns: [],
  };
}

let lastKey = 0;

export function newOffice(name: string, zone: string, place: string): PlannedOffice {
  return {
    key: `${Date.now().toString(36)}-${++lastKey}`,
    name,
    zone,
    place,
    languages: [],
    workingDays: weekdays.slice(0, 5),
    from: '07:00',
    to: '22:00',
    quiet: [],
    daysOff: [],
    nights: 0,
  };
}

/** The Monday at least a week away: time enough to invite. */
function mondayAfter(today: number): string {
  const date = new Date(today + 7 * 86_400_000);
  date.setUTCDate(date.getUTCDate() + ((8 - date.getUTCDay()) % 7));
  return date.toISOString().slice(0, 10);
}

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Undefined when nothing was kept, or nothing that can be read. */
export function readDraft(store: Store | undefined, blank: Draft): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(store?.getItem(storageKey) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return undefined;
    const draft = { ...blank, ...(kept as Partial<Draft>) };
    // An older page may have kept another shape: what isn't a list can't be drawn as one.
    const lists = [draft.offices, draft.languages, draft.turns].every(Array.isArray);
    if (!lists || typeof draft.title !== 'string' || typeof draft.repeat !== 'object') return undefined;
    return {
      ...draft,
      repeat: { ...blank.repeat, ...draft.repeat },
      offices: draft.offices.map((o) => ({ ...newOffice('', '', ''), ...o })),
    };
  } catch {
    return undefined;
  }
}

/** A browser that keeps nothing still plans: the draft is then in memory alone. */
export function keepDraft(store: Store | undefined, draft: Draft | undefined): void {
  try {
    if (draft) store?.setItem(storageKey, JSON.stringify(draft));
    else store?.removeItem(storageKey);
  } catch {
    // full, or forbidden
  }
}

/** A date field tells every digit of the year as it is typed: 0002, 0020, 0202. */
export const isWhole = (date: string): boolean => /^(19|20)\d\d-\d\d-\d\d$/.test(date);

/** The same draft at another local time, by a new anchor's clock: what took turns and which days go along. */
export function atMoment(draft: Draft, local: string): Partial<Draft> {
  const [date, time] = [local.slice(0, 10), local.slice(11, 16)];
  const days = Math.round((Date.parse(`${date}T00:00Z`) - Date.parse(`${draft.date}T00:00Z`)) / 86_400_000);
  const later = minutes(time) - minutes(draft.time);
  const turned = (day: Weekday) => weekdays[(weekdays.indexOf(day) + days + 14) % 7] ?? day;
  return {
    date,
    time,
    turns: draft.turns.map((turn) => (turn === '' ? '' : hour(minutes(turn) + later))),
    repeat: { ...draft.repeat, days: draft.repeat.days.map(turned), nth: days === 0 ? draft.repeat.nth : 0 },
  };
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const hour = (minute: number) => {
  const within = (minute + 2 * 1440) % 1440;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
};

export const placed = (draft: Draft): PlannedOffice[] => draft.offices.filter((office) => office.zone !== '');

/** What must be there before it can be published, in the page's order: ids of fields. */
export function missing(draft: Draft): string[] {
  const fields: string[] = [];
  if (draft.title.trim() === '') fields.push('title');
  if (draft.languages.length === 0) fields.push('languages');
  if (draft.offices.length === 0) fields.push('offices');
  if (draft.offices.some((office) => office.zone === '')) fields.push('unplaced');
  if (draft.offices.some((office) => office.name.trim() === '')) fields.push('unnamed');
  if (draft.offices.length > maxOffices) fields.push('too-many');
  if (!isWhole(draft.date)) fields.push('date');
  if (draft.time === '') fields.push('time');
  if (draft.repeat.every !== 'once' && draft.repeat.ends === 'until' && !isWhole(draft.repeat.until)) fields.push('until');
  return fields;
}
