// Every public JSON answer, as a CDN sees it: kept for seconds by its own word, the same for everybody, "not modified" when it is not.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { routesOf } from '../support/every-door.ts'
import { POLL, startInvitedCity, type InvitedCity } from '../support/invited-city.ts'

/** What nobody signed in may ask for and no cache may keep: it is about whoever asks, or about this process now. */
const OF_THE_ASKER = ['/api/me', '/api/setup', '/api/wechat', '/healthz', '/readyz', '/metrics', '/metrics/']
/** Where a path has a part to fill in. A public one that is not here fails: it was never looked at. */
const FILLED: Readonly<Record<string, readonly string[]>> = {
  '/api/polls/:id/units': [`/api/polls/${POLL}/units`],
  '/api/ranking/:category': CATEGORIES.map((one) => `/api/ranking/${one}`),
}
/** Below it lies what is published: under its hash for good, and nothing before the first publication. */
const PUBLISHED = '/api/publications/:id'
/** Longer, and a CDN would show a live evening too late. */
const LONGEST_S = 60

let city: InvitedCity
beforeAll(async () => {
  city = await startInvitedCity()
})
afterAll(() => city.close())

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(city.running.localUrl + path, { headers, redirect: 'manual' })

async function publicPaths(): Promise<readonly string[]> {
  const found: string[] = []
  for (const route of routesOf('get').filter((each) => !each.startsWith(PUBLISHED))) {
    for (const path of FILLED[route] ?? [route]) {
      const { status, headers } = await ask(path)
      const isJson = headers.get('content-type')?.includes('json') === true
      if (status === 200 && isJson && !OF_THE_ASKER.includes(route)) found.push(path)
      else if (route.startsWith('/api/') && !OF_THE_ASKER.includes(route))
        expect([path, [401, 403].includes(status)], `${path} answered ${String(status)}`).toEqual([
          path,
          true,
        ])
    }
  }
  return found
}

test('[SAFE1] every public JSON answer can be carried by a CDN: short max-age, ETag, the same for all', async () => {
  const paths = await publicPaths()
  for (const known of ['/api/now', '/api/polls', '/api/rules', '/api/tonight', '/api/promises'])
    expect(paths).toContain(known)
  for (const path of paths) {
    const first = await ask(path)
    const [, age] = /^public, max-age=(\d+)$/.exec(first.headers.get('cache-control') ?? '') ?? []
    expect([path, Number(age) >= 1 && Number(age) <= LONGEST_S]).toEqual([path, true])
    const etag = first.headers.get('etag') ?? ''
    expect([path, etag]).toEqual([path, expect.stringMatching(/^(W\/)?"[^"]+"$/)])
    // Kept by one and shown to another: nothing of the first may be in it, nor decide over it.
    expect([path, first.headers.get('set-cookie')]).toEqual([path, null])
    expect([path, first.headers.get('vary') ?? 'Accept-Encoding']).toEqual([path, 'Accept-Encoding'])
    const toStaff = await ask(path, { cookie: city.cookie })
    expect([path, await toStaff.text()]).toEqual([path, await first.text()])
    const again = await ask(path, { 'if-none-match': etag })
    expect([path, again.status, await again.text()]).toEqual([path, 304, ''])
  }
})
