// Languages by name, in the reader's own language. No zone and no date comes from here.
import { fold } from './paste';

/** Offered by name; any other tag can be typed. */
const offered = (
  'en fr es ar pt ru zh hi sw ht bn ur ne fa ps ku tr fil th my km lo vi id ms mn ja ko de it nl pl uk ro sq sr ka hy az kk ky tg uz ' +
  'am om so ti ha ig yo ff wo ln kg lu rn rw mg ny sn zu xh af fj sm to bi tpi si ta te mr gu pa ml dv'
).split(' ');

/** The language's name; the tag itself where the browser knows none. */
export function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language', fallback: 'code' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Tags and names, for the list under the field. */
export const languageNames = (reader: string): { tag: string; name: string }[] =>
  offered.map((tag) => ({ tag, name: languageName(tag, reader) })).sort((a, b) => a.name.localeCompare(b.name, reader));

/** What somebody typed: a tag, or a name in the reader's language or in its own. Undefined for neither. */
export function languageOf(typed: string, reader: string): string | undefined {
  const text = typed.trim();
  const wanted = fold(text);
  const named = offered.find((tag) => fold(languageName(tag, reader)) === wanted || fold(languageName(tag, tag)) === wanted);
  if (named) return named;
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(text)) return undefined;
  // Every three letters could be a tag; one that has a name is.
  return languageName(text, 'en') === text ? undefined : text;
}
