// Counts up every so often, and when told to: what is asked by `useAsked` is asked again with each turn.

import { useCallback, useEffect, useState } from 'react'

export function useTurn(everyMs: number): { readonly turn: number; readonly next: () => void } {
  const [turn, setTurn] = useState(0)
  const next = useCallback(() => setTurn((before) => before + 1), [])
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') next()
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs, next])
  return { turn, next }
}
