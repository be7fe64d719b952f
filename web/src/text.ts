// Everything said: the browser's twin of the server's Texts/Wording. The messages come with the page, for its language only.
import type { Messages } from './boot';

let messages: Messages = {};
let plurals = new Intl.PluralRules('en');
let foreign = /a^/;

export function useMessages(known: Messages, language: string): void {
  messages = known;
  plurals = new Intl.PluralRules(language);
  foreign = language === 'ar' ? leftToRight : rightToLeft;
}

const rightToLeft = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/;
const leftToRight = /[A-Za-z\u00c0-\u058f\u0900-\u1fff\u3040-\ud7ff]/;

/** A name written the other way must not reorder the sentence around it (the server's Wording.Isolated has the same rule). */
const isolated = (value: string) => (foreign.test(value) ? `\u2068${value}\u2069` : value);

/** The message with its {names} filled in; `count` chooses the plural form. An unknown key is shown as itself. */
export function t(key: string, args: Record<string, string | number> = {}): string {
  const message = messages[key];
  if (message === undefined) return key;
  const form = typeof message === 'string' ? message : (message[plurals.select(Number(args.count ?? 0))] ?? message.other ?? key);
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = args[name];
    return value === undefined ? whole : typeof value === 'string' ? isolated(value) : String(value);
  });
}
