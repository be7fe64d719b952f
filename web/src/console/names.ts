// Languages and countries in the reader's own words, from the browser.
import { locale } from '../text';

const made = new Map<string, Intl.DisplayNames>();

function nameOf(type: 'language' | 'region', code: string): string {
  const key = `${locale()} ${type}`;
  let names = made.get(key);
  if (!names) {
    names = new Intl.DisplayNames(locale(), { type, fallback: 'code' });
    made.set(key, names);
  }
  try {
    return names.of(code) ?? code;
  } catch {
    return code; // a word, not a code
  }
}

export const languageName = (code: string): string => (code === 'und' ? '' : nameOf('language', code));

/** A place may be a country's code or anything that somebody typed. */
export const placeName = (place: string): string => (/^[A-Z]{2}$/.test(place) ? nameOf('region', place) : place);

let span: { of: string; words: Intl.RelativeTimeFormat } | undefined;

/** "3 min ago": an age needs no place, as a time would. */
export function ago(at: number, now: number): string {
  if (span?.of !== locale()) span = { of: locale(), words: new Intl.RelativeTimeFormat(locale(), { numeric: 'auto', style: 'narrow' }) };
  const minutes = Math.round((at - now) / 60_000);
  if (minutes > -60) return span.words.format(Math.min(0, minutes), 'minute');
  if (minutes > -24 * 60) return span.words.format(Math.round(minutes / 60), 'hour');
  return span.words.format(Math.round(minutes / (24 * 60)), 'day');
}
