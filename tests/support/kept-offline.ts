// Waits until a page's offline worker is in charge and holds the page with every file it has fetched.

import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** `path`: the page's address, after which its cache is named. */
export async function untilKeptOffline(page: Page, path: '/examiner' | '/review'): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(async (address) => {
          const cache = await caches.open(`${address.slice(1)}-1`)
          const kept = (await cache.keys()).map((request) => new URL(request.url).pathname)
          const used = performance
            .getEntriesByType('resource')
            .map((entry) => new URL(entry.name).pathname)
            .filter((name) => name.startsWith('/assets/'))
          return {
            controlled: navigator.serviceWorker.controller !== null,
            lacking: [address, ...used].filter((name) => !kept.includes(name)),
          }
        }, path),
      { timeout: 15_000 },
    )
    .toEqual({ controlled: true, lacking: [] })
}
