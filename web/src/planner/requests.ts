// The draft in the server's words.
import { type Draft, isWhole, type PlannedOffice, placed } from './draft';

export function officeBody(office: PlannedOffice) {
  return {
    name: office.name.trim() || office.place || office.zone,
    zone: office.zone,
    languages: office.languages,
    workingDays: office.workingDays,
    day: { from: office.from || '07:00', to: endOfDay(office.to || '22:00') },
    quiet: office.quiet
      .filter((q) => q.from !== '' && q.to !== '')
      .map((q) => ({ from: q.from, to: q.to === '00:00' ? '24:00' : q.to, ...(q.days.length ? { days: q.days } : {}) })),
    daysOff: office.daysOff,
    nights: office.nights,
  };
}

/** Time fields know no 24:00. */
const endOfDay = (time: string) => (time === '00:00' ? '24:00' : time);

const duration = (minutes: number) => `PT${minutes}M`;

/** Undefined while there is nothing to ask. */
export function hoursBody(draft: Draft) {
  const offices = placed(draft);
  if (offices.length === 0 || !isWhole(draft.from)) return undefined;
  return {
    from: draft.from,
    days: Math.min(120, draft.weeks * 7),
    duration: duration(draft.minutes),
    limit: 5,
    zone: draft.zone,
    place: draft.zonePlace,
    offices: offices.map(officeBody),
  };
}

/** One day of the anchor's clock, its columns at the chosen minute: the first date, or the first day of the search. */
export function dayBody(draft: Draft) {
  const offices = placed(draft);
  const day = draft.date || draft.from;
  if (offices.length === 0 || !isWhole(day)) return undefined;
  return {
    from: day,
    days: 1,
    duration: duration(draft.minutes),
    step: 60,
    minute: Number(draft.time.slice(3, 5)),
    zone: draft.zone,
    offices: offices.map(officeBody),
  };
}

export function seriesBody(draft: Draft) {
  if (!isWhole(draft.date) || draft.time === '') return undefined;
  const { repeat } = draft;
  const ends = repeat.ends === 'until' && isWhole(repeat.until) ? { until: repeat.until } : { count: repeat.count };
  const rule =
    repeat.every === 'once'
      ? { every: 'week', count: 1 }
      : repeat.every === 'week'
        ? { every: 'week', interval: repeat.interval, ...(repeat.days.length ? { days: repeat.days } : {}), ...ends }
        : { every: 'month', interval: repeat.interval, ...(repeat.nth ? { nth: repeat.nth } : {}), ...ends };
  const turns = draft.turns.filter((time) => time !== '');
  return {
    event: {
      title: draft.title.trim() || '–',
      start: `${draft.date}T${draft.time}`,
      zone: draft.zone,
      duration: duration(draft.minutes),
      languages: draft.languages.length ? draft.languages : ['en'],
      ...(draft.minors ? { minors: true } : {}),
      offices: placed(draft).map((o) => ({ name: o.name.trim() || o.place || o.zone, zone: o.zone })),
    },
    repeat: rule,
    ...(turns.length && repeat.every !== 'once' ? { times: [draft.time, ...turns] } : {}),
    ...(draft.gap ? { gap: draft.gap } : {}),
    ...(draft.overlap ? { overlap: draft.overlap } : {}),
  };
}

/** The first occurrence alone, with one place more: what its clock shows then. */
export function elsewhereBody(draft: Draft, zone: string, name: string) {
  const body = seriesBody(draft);
  return body && { ...body, event: { ...body.event, offices: [{ name, zone }] }, repeat: { every: 'week', count: 1 }, times: undefined };
}

/** @param starts instants of the occurrences. */
export function burdenBody(draft: Draft, starts: string[]) {
  const offices = placed(draft);
  if (offices.length === 0 || starts.length === 0) return undefined;
  return { from: draft.date, days: 1, duration: duration(draft.minutes), offices: offices.map(officeBody), starts };
}
