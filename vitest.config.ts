// Says where the tests lie, how long each may take, and that their outcome is also written where .ci/run reads it.
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const slow = [
  'tests/e2e/**/*.test.{ts,tsx}',
  'tests/faults/**/*.test.{ts,tsx}',
  'tests/fuzz/**/*.test.{ts,tsx}',
]
const never = ['**/node_modules/**', '**/dist/**', '**/data/**']

export default defineConfig({
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    // Two workers: the machines this runs on have two cores, and end-to-end tests bring a server and a browser.
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: !process.env['CI'],
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/wenzheng/test-results.json' }]],
    restoreMocks: true,
    unstubEnvs: true,
    // Servers started as child processes need not strip the same types again and again.
    env: { NODE_COMPILE_CACHE: resolve(import.meta.dirname, 'node_modules/.cache/node-compile') },
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          environment: 'node',
          include: [
            'shared/**/*.test.{ts,tsx}',
            'server/**/*.test.{ts,tsx}',
            'client/**/*.test.{ts,tsx}',
            'display/**/*.test.{ts,tsx}',
            'scripts/**/*.test.{ts,tsx}',
            'tests/**/*.test.{ts,tsx}',
          ],
          exclude: [...never, ...slow],
          testTimeout: 15_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          environment: 'node',
          include: slow,
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
