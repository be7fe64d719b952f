// What the server's times look like in a sentence. It did the reckoning; here are only the calendar's words.
import { t } from '../text';

const dayOf = (iso: string) => new Date(`${iso.slice(0, 10)}T00:00:00Z`);

/** 1 for Monday, of a date such as 2027-03-09. */
export const weekdayOf = (iso: string): number => dayOf(iso).getUTCDay() || 7;

export const isDate = (iso: string): boolean => /^\d{4}-\d\d-\d\d/.test(iso) && !Number.isNaN(dayOf(iso).getTime());

/** "Tuesday 9 March". */
export function sayDate(iso: string): string {
  const date = dayOf(iso);
  return t('date.short', {
    weekday: t(`day.${weekdayOf(iso)}`),
    day: date.getUTCDate(),
    month: t(`month.${date.getUTCMonth() + 1}`),
  });
}

/** "Tuesday 9 March 2027". */
export function sayLongDate(iso: string): string {
  const date = dayOf(iso);
  return t('date.long', {
    weekday: t(`day.${weekdayOf(iso)}`),
    day: date.getUTCDate(),
    month: t(`month.${date.getUTCMonth() + 1}`),
    year: date.getUTCFullYear(),
  });
}

/** "19:45" of 2027-03-09T19:45. */
export const timeOf = (local: string): string => local.slice(11, 16);

/** "2027-03-09" of 2027-03-09T19:45. */
export const dateOf = (local: string): string => local.slice(0, 10);

/** "Geneva, Goma, Suva", with the language's own comma. */
export const sayList = (parts: string[]): string =>
  parts.length === 0 ? '' : parts.reduce((names, name) => t('list.comma', { names, name }));

/** The wall clock of an instant at the offset that the server says holds there: 2027-03-14T03:30. */
export function localAt(instant: string, offset: string): string {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const east = (hours * 60 + minutes) * (offset.startsWith('-') ? -1 : 1);
  return new Date(Date.parse(instant) + east * 60_000).toISOString().slice(0, 16);
}

/** "UTC+05:45", with a true minus. */
export const sayOffset = (offset: string): string => `UTC${offset.replace('-', '\u2212')}`;

/** "09:00 in New York (UTC−05:00)", "13:00 UTC". */
export function sayAnchor(time: string, zone: string, place: string, offset?: string): string {
  if (zone === 'UTC') return t('planner.anchor.utc', { time });
  return offset ? t('planner.anchor.offset', { time, place, offset: sayOffset(offset) }) : t('planner.anchor.place', { time, place });
}

/** "Geneva, Goma and Suva"; a few by name, the others counted. */
export function sayNames(names: string[], few = 3): string {
  const last = names.length > few ? t('planner.others', { count: names.length - few }) : names.at(-1);
  const first = names.length > few ? names.slice(0, few) : names.slice(0, -1);
  if (first.length === 0) return last ?? '';
  return t('list.and', { names: first.reduce((all, name) => t('list.comma', { names: all, name })), name: last ?? '' });
}
