// The address's fragment as the office's route: `#sessions/ID/rundown` → ['sessions', 'ID', 'rundown'].

import { useSyncExternalStore } from 'react'

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => {
    window.removeEventListener('hashchange', changed)
  }
}

export function useHash(): readonly string[] {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return hash
    .replace(/^#/, '')
    .split('/')
    .filter((part) => part !== '')
}

export function goTo(hash: string): void {
  location.hash = hash
}
