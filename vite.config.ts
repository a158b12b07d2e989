// Builds the pages (one per client app, and the display) into dist/, and serves them while they are written. Two builds:
// `vite build` for all but the citizen's page, and `vite build --mode citizen` for that one, in which Preact stands in for
// React: nine tenths of a page that React draws would be React, and a telephone in the country pays for it (P11).
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = import.meta.dirname

// The server maps its routes to these files in dist/: `/`, `/vote` and `/receipt` are citizen's.
const citizen = 'client/citizen/index.html'
const pages = [
  'client/examiner/index.html',
  'client/director/index.html',
  'client/office/index.html',
  'client/audit/index.html',
  'client/review/index.html',
  'display/index.html',
]
const offlineWorker = 'client/lib/offline-worker.ts'

const serverDoors = { target: 'http://127.0.0.1:8080', ws: true }

/** The same components and hooks; checked as React's, since that is what they are written for. */
const preactForReact = [
  { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react(-dom)?$/, replacement: 'preact/compat' },
]

const inputsOf = (mode: string, command: string) =>
  mode === 'citizen' ? [citizen] : [...pages, offlineWorker, ...(command === 'serve' ? [citizen] : [])]

export default defineConfig(({ mode, command }) => ({
  root,
  base: '/',
  appType: 'mpa',
  publicDir: false,
  cacheDir: 'node_modules/.cache/vite',
  plugins: [react()],
  resolve: { alias: mode === 'citizen' ? preactForReact : [] },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    emptyOutDir: true,
    // Nothing is inlined: the pages' policy allows fonts and pictures of the server's own origin only.
    assetsInlineLimit: 0,
    // Tablets and citizens' telephones in the field, some of them with the WebView of years ago.
    target: 'chrome87',
    // antd and recharts are large by nature; the citizen's page is small because it imports neither.
    chunkSizeWarningLimit: 1_500,
    // A page that is not written yet is left out; the server says which page it misses.
    rolldownOptions: {
      input: inputsOf(mode, command).filter((page) => existsSync(resolve(root, page))),
      output: {
        // A service worker must keep its address, and lie at the top to answer for /examiner and /review.
        entryFileNames: (entry) =>
          entry.facadeModuleId?.endsWith(offlineWorker) === true
            ? 'offline-worker.js'
            : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    proxy: { '/socket.io': serverDoors, '/api': serverDoors, '/channels': serverDoors },
  },
}))
