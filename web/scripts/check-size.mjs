// Holds the screens to their budgets: what a phone on 2G loads before the first touch.
// Counts, gzipped, the script of an entry, what it imports at once, and its style sheets; lazy chunks are counted apart.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const screens = {
  audience: { entry: 'src/audience/main.tsx', styles: ['src/ui/base.css', 'src/audience/audience.css'], budget: 45 }, // 60 KB with the page itself
  stage: { entry: 'src/stage/main.tsx', styles: ['src/ui/base.css', 'src/stage/stage.css'], budget: 45 },
  console: {
    entry: 'src/console/main.tsx',
    styles: ['src/ui/base.css', 'src/console/console.css', 'src/console/queue.css', 'src/console/program.css', 'src/console/show.css'],
    budget: 250,
    lazyToo: true,
  },
  prompter: { entry: 'src/prompter/main.tsx', styles: ['src/ui/base.css', 'src/prompter/prompter.css'], budget: 30 },
  connect: { entry: 'src/connect/main.tsx', styles: ['src/ui/base.css', 'src/connect/connect.css'], budget: 30 },
  planner: { entry: 'src/planner/main.tsx', styles: ['src/ui/base.css', 'src/planner/planner.css'], budget: 60 },
};

// What comes only when WebRTC finds no way, or for the radio and the recording: never part of a page before it is played.
const players = { hls: { entry: 'node_modules/hls.js/src/hls.ts', budget: 150 } };

const size = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;

function files(key, lazyToo, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the manifest`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const other of [...(chunk.imports ?? []), ...(lazyToo ? (chunk.dynamicImports ?? []) : [])]) files(other, lazyToo, seen);
  return seen;
}

let failed = false;
for (const [screen, { entry, styles, budget, lazyToo }] of Object.entries(screens)) {
  const all = files(entry, lazyToo ?? false);
  for (const style of styles) files(style, false, all);
  const kilobytes = [...all].reduce((sum, file) => sum + size(file), 0) / 1024;
  const over = kilobytes > budget;
  failed ||= over;
  console.log(`size: ${screen} ${kilobytes.toFixed(1)} KB of ${budget} KB${over ? '  TOO LARGE' : ''}`);
}
for (const [player, { entry, budget }] of Object.entries(players)) {
  const kilobytes = [...files(entry, false)].reduce((sum, file) => sum + size(file), 0) / 1024;
  const early = Object.values(screens).some((screen) => files(screen.entry, false).has(manifest[entry].file));
  failed ||= kilobytes > budget || early;
  console.log(`size: ${player} ${kilobytes.toFixed(1)} KB of ${budget} KB, ${early ? 'LOADED WITH A PAGE' : 'loaded when played'}`);
}
process.exit(failed ? 1 : 0);
