// Registers the worker that lets the tablet page load again without Wi-Fi. Needs TLS, or localhost: browsers insist.

export function keepLoadableOffline(): void {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return
  navigator.serviceWorker.register('/examiner-offline.js', { scope: '/examiner' }).then(
    async () => {
      const ready = await navigator.serviceWorker.ready
      const keep = new Set(['/examiner'])
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
      // Without the worker the page works as before; only a reload without Wi-Fi does not.
    },
  )
}
