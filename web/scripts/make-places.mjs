// Writes src/LiveDialogue.Server/Schedule/Places/places.tsv: what zones' cities and countries are called in our languages, from CLDR.
// The packages weigh 180 MB and change twice a year, so they are no dependencies. In an empty folder:
//   npm i cldr-core@48.2.0 cldr-bcp47@48.2.0 cldr-dates-full@48.2.0 cldr-localenames-full@48.2.0
// Usage: node web/scripts/make-places.mjs FOLDER      FOLDER holds that node_modules
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2];
if (!folder) {
  console.error('Usage: node web/scripts/make-places.mjs FOLDER');
  process.exit(2);
}

const languages = ['en', 'fr', 'es', 'ar', 'pt', 'ru', 'zh', 'hi', 'sw', 'ht'];
const fallbacks = { ht: 'fr' }; // CLDR's own parent of Haitian Creole
const read = (path) => JSON.parse(readFileSync(join(folder, 'node_modules', path), 'utf8'));
const version = read('cldr-core/package.json').version;

const cities = Object.fromEntries(languages.map((l) => [l, citiesOf(read(`cldr-dates-full/main/${l}/timeZoneNames.json`).main[l])]));
const countries = Object.fromEntries(
  languages.map((l) => [l, read(`cldr-localenames-full/main/${l}/territories.json`).main[l].localeDisplayNames.territories]),
);
const people = read('cldr-core/supplemental/territoryInfo.json').supplemental.territoryInfo;
const codes = read('cldr-core/supplemental/codeMappings.json').supplemental.codeMappings;

// CLDR keeps the oldest name of a zone (Asia/Calcutta), TZDB the present one (Asia/Kolkata): we write TZDB's.
// TZDB sends Africa/Asmera to Nairobi, whose clocks it shares; CLDR knows that it is Asmara.
const presentNames = new Map();
for (const zone of Object.values(read('cldr-bcp47/bcp47/timezone.json').keyword.u.tz)) {
  const all = zone._alias?.split(' ') ?? [];
  for (const id of all) presentNames.set(id, zone._iana ?? all[0]);
}

/** "Africa/Asmera" → what its city is called. */
function citiesOf(locale, found = new Map()) {
  const walk = (node, path) => {
    for (const [name, below] of Object.entries(node)) {
      if (typeof below !== 'object') continue;
      const id = path ? `${path}/${name}` : name;
      if (below._type === 'zone') below.exemplarCity && found.set(id, below.exemplarCity);
      else walk(below, id);
    }
  };
  walk(locale.dates.timeZoneNames.zone ?? {}, '');
  return found;
}

const lines = [
  `# Cities and countries in ${languages.length} languages. From Unicode CLDR ${version} by web/scripts/make-places.mjs; not to be edited.`,
  '# © 1991-2025 Unicode, Inc. Unicode License v3 (https://www.unicode.org/license.txt): free to use, copy and distribute with this notice.',
  `languages\t${languages.join('\t')}`,
];

for (const code of Object.keys(countries.en)
  .filter((c) => /^[A-Z]{2}$/.test(c) && !['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'].includes(c))
  .sort()) {
  const english = namesOf('en', code);
  const row = languages.map((l) => (l === 'en' ? english : same(namesOf(l, code), english)));
  lines.push(['country', code, codes[code]?._alpha3 ?? '', people[code]?._population ?? '0', ...row].join('\t'));
}

/** All names, the usual one first. */
function namesOf(language, code) {
  const names = Object.entries(countries[language]).filter(([key]) => key === code || key.startsWith(`${code}-alt`));
  return [...new Set(names.sort(([a], [b]) => a.length - b.length).map(([, name]) => name))].join('|');
}

const known = new Set(languages.flatMap((l) => [...cities[l].keys()]));
for (const id of [...known].filter((id) => !id.startsWith('Etc/')).sort()) {
  const english = cities.en.get(id) ?? id.slice(id.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const row = languages.map((l) => (l === 'en' ? english : same(cities[l].get(id) ?? cities[fallbacks[l]]?.get(id), english)));
  lines.push(['zone', presentNames.get(id) ?? id, ...row].join('\t'));
}

for (const [old, present] of [...presentNames].sort())
  if (old !== present && old.includes('/')) lines.push(['alias', old, present].join('\t'));

/** Nothing where English says the same. */
function same(name, english) {
  return name === undefined || name === english ? '' : name;
}

const target = fileURLToPath(new URL('../../src/LiveDialogue.Server/Schedule/Places/places.tsv', import.meta.url));
const text = `${lines.join('\n')}\n`;
if (Buffer.byteLength(text) > 300_000) throw new Error(`${Buffer.byteLength(text)} bytes: more than a server should carry for names`);
writeFileSync(target, text);
console.log(`${lines.length} lines, ${Buffer.byteLength(text)} bytes`);
