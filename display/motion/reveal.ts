// Turns a result over step by step: each part after its own time, all of them at once where nothing moves.

import { useEffect, useState } from 'react'
import { useStill } from '../still.ts'

/** How many steps stand open so long after the reveal began. `atMs` rises. */
export function stepsOpenAt(atMs: readonly number[], sinceMs: number): number {
  return atMs.filter((at) => at <= sinceMs).length
}

/** Counts up from 0 to `atMs.length` once `revealed`; the same constant array has to be passed each time. */
export function useReveal(revealed: boolean, atMs: readonly number[]): number {
  const still = useStill()
  const [open, setOpen] = useState(0)
  useEffect(() => {
    if (!revealed || still) return
    const startedAt = performance.now()
    const timers = atMs.map((at) =>
      setTimeout(() => {
        setOpen(stepsOpenAt(atMs, Math.max(at, performance.now() - startedAt)))
      }, at),
    )
    return () => {
      timers.forEach(clearTimeout)
      setOpen(0)
    }
  }, [revealed, still, atMs])
  if (!revealed) return 0
  return still ? atMs.length : open
}
