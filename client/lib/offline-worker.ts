// A page's service worker: the page from the network while there is one, else as it was last; hashed files from the cache.

export {}

/** The few things a worker needs of its scope; the project's types are those of pages. */
interface WorkerScope {
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  readonly registration: { readonly scope: string }
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void
  addEventListener(type: 'message', listener: (event: Extendable & { readonly data: unknown }) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Extendable {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

const scope = globalThis as unknown as WorkerScope
/** `/examiner`, `/review`: each page has a worker of its own, registered for its address. */
const PAGE = new URL(scope.registration.scope).pathname
const CACHE = `${PAGE.slice(1)}-1`
const PAGE_WITHIN_MS = 3_000

scope.addEventListener('install', (event) => {
  event.waitUntil(scope.skipWaiting())
})

scope.addEventListener('activate', (event) => {
  event.waitUntil(scope.clients.claim())
})

scope.addEventListener('message', (event) => {
  const keep = (event.data as { keep?: unknown } | null)?.keep
  if (!Array.isArray(keep)) return
  event.waitUntil(
    caches.open(CACHE).then(async (cache) => {
      const wanted = keep.filter((path): path is string => typeof path === 'string').slice(0, 200)
      const missing = await Promise.all(wanted.map(async (path) => (await cache.match(path)) === undefined))
      await Promise.all(
        wanted.filter((_, i) => missing[i]).map((path) => cache.add(path).catch(() => undefined)),
      )
      // An earlier build's code goes. Fonts stay: a page asks for their parts only when it shows those letters.
      for (const old of await cache.keys()) {
        const path = new URL(old.url).pathname
        if (/^\/assets\/.*\.(js|css)$/.test(path) && !wanted.includes(path)) await cache.delete(old)
      }
    }),
  )
})

scope.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(fromCacheFirst(event.request))
  else if (url.pathname === PAGE) event.respondWith(pageFromNetworkFirst(event.request))
})

async function fromCacheFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(request)
  if (kept !== undefined) return kept
  const fresh = await fetch(request)
  if (fresh.ok) await cache.put(request, fresh.clone())
  return fresh
}

async function pageFromNetworkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  try {
    const patience = new AbortController()
    const timer = setTimeout(() => {
      patience.abort()
    }, PAGE_WITHIN_MS)
    const fresh = await fetch(request, { signal: patience.signal })
    clearTimeout(timer)
    if (fresh.ok) await cache.put(PAGE, fresh.clone())
    return fresh
  } catch (problem) {
    const kept = await cache.match(PAGE)
    if (kept !== undefined) return kept
    throw problem
  }
}
