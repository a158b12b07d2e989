// Registers the worker that lets the tablet page load again without Wi-Fi. Needs TLS, or localhost: browsers insist.

export function keepLoadableOffline(): void {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return
  navigator.serviceWorker.register('/examiner-offline.js', { scope: '/examiner' }).then(
    async () => {
      const ready = await navigator.serviceWorker.ready
      // What this first load fetched went past the worker; it is told, so that it can keep the same files.
      const files = performance
        .getEntriesByType('resource')
        .map((entry) => new URL(entry.name))
        .filter((url) => url.origin === location.origin && url.pathname.startsWith('/assets/'))
        .map((url) => url.pathname)
      ready.active?.postMessage({ keep: ['/examiner', ...files] })
    },
    () => {
      // Without the worker the page works as before; only a reload without Wi-Fi does not.
    },
  )
}
