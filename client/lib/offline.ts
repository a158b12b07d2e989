// Registers the worker that lets a page load again without a network. Needs TLS, or localhost: browsers insist.

/** `page`: its address, which is also how far its worker reaches. */
export function keepLoadableOffline(page: '/examiner' | '/review'): void {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return
  navigator.serviceWorker.register('/offline-worker.js', { scope: page }).then(
    async () => {
      const ready = await navigator.serviceWorker.ready
      const keep = new Set<string>([page])
      // What this first load fetches goes past the worker, parts of a font some seconds later: it is told of each.
      new PerformanceObserver((fetched) => {
        const before = keep.size
        for (const entry of fetched.getEntries()) {
          const url = new URL(entry.name)
          if (url.origin === location.origin && url.pathname.startsWith('/assets/')) keep.add(url.pathname)
        }
        if (keep.size > before) ready.active?.postMessage({ keep: [...keep] })
      }).observe({ type: 'resource', buffered: true })
    },
    () => {
      // Without the worker the page works as before; only a reload without a network does not.
    },
  )
}
