// A list of offices as people have it: one a line, with the country or not, or all in one line.
import type { PlaceFound } from './places';

export interface Line {
  name: string;
  /** What to look for, best first. */
  queries: string[];
}

export function readLines(text: string): Line[] {
  const lines = text
    .split(/[\n;]+/)
    .map((line) => line.replace(/^[\s•*–-]+/, '').trim())
    .filter((line) => parts(line).length > 0);
  // "New York, Panama, Dakar": three and more on the only line are a list; two are a name and its place.
  const only = lines.length === 1 ? parts(lines[0] ?? '') : [];
  return (only.length > 2 && !only.some((part) => part.includes('/')) ? only : lines).map(readLine);
}

const parts = (line: string) =>
  line
    .split(/[,،\t]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The server's own limits: a longer name is cut, and nobody looks for a place with so many letters. */
const longestName = 100;

function readLine(line: string): Line {
  const [name = line, ...rest] = parts(line);
  const place = rest.at(-1);
  // "Geneva, Switzerland", then "Liaison office, Geneva".
  const queries = place === undefined ? [name] : place.includes('/') ? [place] : [[name, ...rest].join(' '), place, name];
  return { name: name.slice(0, longestName), queries: queries.filter((query) => query.length <= longestName) };
}

/** Whether two places share the first rank, so that somebody should look. */
export function isUnsure(line: Line, found: PlaceFound[]): boolean {
  const [first, second] = found;
  if (!first || !second) return false;
  if (first.zone === second.zone) return false;
  return fold(first.city) !== fold(line.name) || fold(second.city) === fold(line.name);
}

export const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
