// Everything said: the browser's twin of the server's Texts/Wording. The messages come with the page, for its language only.
import type { Messages } from './boot';

let messages: Messages = {};
let plurals = new Intl.PluralRules('en');
let foreign = /a^/;
let zero = 0x30;
let numbers = 'en';

const zeros: Record<string, number> = { arab: 0x660, deva: 0x966 };

export function useMessages(known: Messages, language: string, digits = 'latn'): void {
  messages = known;
  plurals = new Intl.PluralRules(language);
  // Haitian Creole counts without plural; browsers don't know it and would count as in English
  if (language === 'ht') plurals = new Intl.PluralRules('zh');
  zero = zeros[digits] ?? 0x30;
  numbers = `${language}-u-nu-${digits}`;
  foreign = language === 'ar' ? leftToRight : rightToLeft;
}

const rightToLeft = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/;
const leftToRight = /[A-Za-z\u00c0-\u058f\u0900-\u1fff\u3040-\ud7ff]/;

/** A name written the other way must not reorder the sentence around it (the server's Wording.Isolated has the same rule). */
const isolated = (value: string) => (foreign.test(value) ? `\u2068${value}\u2069` : value);

/** For Intl: the reader's language with the reader's digits. */
export const locale = (): string => numbers;

/** A number or a time in the reader's digits: the same as the server's Texts/Digits. */
export const inDigits = (figure: string): string =>
  zero === 0x30 ? figure : figure.replace(/[0-9]/g, (d) => String.fromCharCode(zero + d.charCodeAt(0) - 0x30));

const figure = /^[0-9:.,+\-\u2212 ]+$/;

/** A sentence of ours with its numbers in the reader's digits; "MP4" is a name. */
const inSentence = (text: string): string => (zero === 0x30 ? text : text.replace(/(?<![A-Za-z0-9])[0-9]+(?![A-Za-z0-9])/g, inDigits));

/** The message with its {names} filled in; `count` chooses the plural form. An unknown key is shown as itself. */
export function t(key: string, args: Record<string, string | number> = {}): string {
  const message = messages[key];
  if (message === undefined) return key;
  const form = typeof message === 'string' ? message : (message[plurals.select(Number(args.count ?? 0))] ?? message.other ?? key);
  return inSentence(form).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = args[name];
    return value === undefined ? whole : typeof value === 'string' && !figure.test(value) ? isolated(value) : inDigits(String(value));
  });
}
