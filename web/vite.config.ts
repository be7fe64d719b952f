import { defineConfig } from 'vite';

// One entry per screen and per style sheet; the server reads the manifest to know their hashed names.
export default defineConfig({
  base: '/app/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
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
        'src/page/main.ts',
        'src/ui/base.css',
        'src/audience/audience.css',
        'src/stage/stage.css',
        'src/console/console.css',
      ],
    },
  },
});
