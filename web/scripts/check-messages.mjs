// Every message in every language, with the same names to fill in; none unused; no visible words written in the code.
// Usage: check-messages.mjs [--complete]      English, French and Arabic grow with the code; --complete wants all languages whole
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(join(root, path), 'utf8');
const walk = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name))
    .filter((f) => !/[/\\](bin|obj|dist|node_modules)[/\\]/.test(f));

// A message that the others lack yet is said in English (Texts/Wording), so that a change needs not wait for seven translators.
const first = ['en', 'fr', 'ar'];
const complete = process.argv.includes('--complete');
const problems = [];
const behind = {};
const languages = readdirSync(join(root, 'web/src/messages')).map((f) => f.replace('.json', ''));
const messages = Object.fromEntries(languages.map((l) => [l, JSON.parse(read(`web/src/messages/${l}.json`))]));
const names = (m) =>
  (typeof m === 'string' ? m : m.other)
    .match(/\{\w+\}/g)
    ?.sort()
    .join() ?? '';

for (const language of languages) {
  for (const [key, message] of Object.entries(messages.en)) {
    const own = messages[language][key];
    if (own === undefined && !complete && !first.includes(language)) behind[language] = (behind[language] ?? 0) + 1;
    else if (own === undefined) problems.push(`${language}: ${key} is missing`);
    else if (names(own) !== names(message))
      problems.push(`${language}: ${key} fills in ${names(own) || 'nothing'}, English ${names(message)}`);
    if (typeof own === 'object' && own !== null) {
      // CLDR has no rule for Haitian Creole, which counts without plural
      const wanted = language === 'ht' ? ['other'] : new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const form of wanted) if (!(form in own)) problems.push(`${language}: ${key} lacks the form "${form}"`);
    }
  }
  for (const key of Object.keys(messages[language])) if (!(key in messages.en)) problems.push(`${language}: ${key} is not in English`);
}

// A key is used when it stands in the code whole, or when the code builds it from a prefix: `state.${…}` or $"state.{…}".
const sources = [
  ...walk('web/src').filter((f) => /\.(ts|tsx)$/.test(f)),
  ...walk('src/LiveDialogue.Server').filter((f) => /\.(cs|razor)$/.test(f)),
];
const code = sources.map((f) => readFileSync(f, 'utf8')).join('\n');
const prefixes = [...code.matchAll(/[`"]([a-z][a-z-]*(?:\.[a-z-]+)*\.)(?:\$\{|\{)/g)].map((m) => m[1]);
for (const key of Object.keys(messages.en)) {
  const whole = ["'", '"', '`'].some((quote) => code.includes(`${quote}${key}${quote}`));
  if (!whole && !prefixes.some((p) => key.startsWith(p))) problems.push(`en: ${key} is used nowhere`);
}

// Words between tags, or in the attributes that people see or hear, would stay English in every language.
for (const file of sources.filter((f) => /\.(tsx|razor)$/.test(f))) {
  const text = readFileSync(file, 'utf8').replace(/@\*[\s\S]*?\*@|\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, '');
  const markup = file.endsWith('.razor') ? text.split(/^@code\b/m)[0] : text;
  const attribute = /\b(?:aria-label|title|placeholder|alt)="([^"@{]*\p{L}{2,}[^"]*)"/gu;
  const between = /<[a-z][\w-]*(?:\s[^<>]*)?>\s*([^<>{}@=;()]*\p{L}{2,}[^<>{}@=;()]*)<\//gu;
  for (const m of [...markup.matchAll(attribute), ...markup.matchAll(between)]) {
    if (m[1].trim() !== 'LiveDialogue') problems.push(`${file.slice(root.length)}: "${m[1].trim()}" is written in the code`);
  }
}

for (const [language, count] of Object.entries(behind)) console.log(`messages: ${language} has ${count} still to be translated`);
for (const problem of problems) console.error(`messages: ${problem}`);
console.log(`messages: ${Object.keys(messages.en).length} in ${languages.length} languages, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
