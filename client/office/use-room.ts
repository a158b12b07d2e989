// How high a virtual table may be: the window's height less what stands above and below it.

import { useSyncExternalStore } from 'react'

const LEAST_PX = 280

function subscribe(changed: () => void): () => void {
  window.addEventListener('resize', changed)
  return () => {
    window.removeEventListener('resize', changed)
  }
}

/** `takenPx`: what the rest of the screen needs. */
export function useRoom(takenPx: number): number {
  const height = useSyncExternalStore(subscribe, () => window.innerHeight)
  return Math.max(LEAST_PX, height - takenPx)
}
