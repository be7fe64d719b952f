import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// hls.js from its own source with the parts that our playlists use. Its "light" build cannot play sound that comes beside the picture,
// as ours does; its whole build is two thirds larger than this one.
const hlsParts = { ALT_AUDIO: true };
const hlsSwitches = [
  'ALT_AUDIO',
  'CMCD',
  'CONTENT_STEERING',
  'EME_DRM',
  'IFRAMES',
  'INTERSTITIALS',
  'M2TS_ADVANCED_CODECS',
  'MEDIA_CAPABILITIES',
  'SUBTITLES',
  'VARIABLE_SUBSTITUTION',
];

// One entry per screen and per style sheet; the server reads the manifest to know their hashed names.
export default defineConfig({
  base: '/app/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    alias: [{ find: /^hls\.js$/, replacement: fileURLToPath(new URL('node_modules/hls.js/src/hls.ts', import.meta.url)) }],
  },
  define: {
    ...Object.fromEntries(hlsSwitches.map((name) => [`__USE_${name}__`, String(name in hlsParts)])),
    __VERSION__: '"1.7.4"',
    __HLS_WORKER_BUNDLE__: 'undefined',
    __IN_WORKER__: 'false',
  },
  build: {
    outDir: 'dist',
    manifest: true,
    target: 'es2022',
    modulePreload: false, // its polyfill is for browsers that cannot do WebRTC as we need it
    assetsInlineLimit: 0, // data: URLs would need an exception in the content security policy
    rolldownOptions: {
      input: [
        'src/audience/main.tsx',
        'src/stage/main.tsx',
        'src/console/main.tsx',
        'src/planner/main.tsx',
        'src/prompter/main.tsx',
        'src/connect/main.tsx',
        'src/page/main.ts',
        'src/ui/base.css',
        'src/page/host.css',
        'src/audience/audience.css',
        'src/stage/stage.css',
        'src/console/console.css',
        'src/console/queue.css',
        'src/console/program.css',
        'src/console/show.css',
        'src/planner/planner.css',
        'src/prompter/prompter.css',
        'src/connect/connect.css',
      ],
    },
  },
});
