// Counts a number up to its new value by time, not by frames, in figures that keep their places.

import { useEffect, useRef, useState } from 'react'
import { useStill } from '../still.ts'

/** A number between `from` and `to` at `progress` 0–1, slowing towards the end; exactly `to` at 1. Whole numbers stay whole. */
export function countAt(from: number, to: number, progress: number): number {
  if (progress >= 1) return to
  const eased = 1 - (1 - Math.max(0, progress)) ** 3
  const value = from + (to - from) * eased
  return Number.isInteger(from) && Number.isInteger(to) ? Math.trunc(value) : value
}

interface CountUpProps {
  readonly value: number
  /** Where the first count begins; without it the first value stands at once. */
  readonly from?: number
  readonly overMs?: number
  readonly format: (value: number) => string
}

export function CountUp({ value, from, overMs = 500, format }: CountUpProps) {
  const still = useStill()
  const [shown, setShown] = useState(still ? value : (from ?? value))
  const at = useRef(shown)

  useEffect(() => {
    const start = at.current
    if (still || start === value) {
      at.current = value
      setShown(value)
      return
    }
    const startedAt = performance.now()
    let next = requestAnimationFrame(frame)
    function frame(nowMs: number) {
      const progress = (nowMs - startedAt) / overMs
      at.current = countAt(start, value, progress)
      setShown(at.current)
      if (progress < 1) next = requestAnimationFrame(frame)
    }
    return () => {
      cancelAnimationFrame(next)
    }
  }, [value, overMs, still])

  return <span className="tabular">{format(still ? value : shown)}</span>
}
