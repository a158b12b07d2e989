// What an HTTP door shows, asked again and again while somebody looks: for lists too private or too large for a topic.

import { useCallback, useEffect, useState } from 'react'
import { get } from '../../lib/api.ts'

export interface Polled<T> {
  /** Null before the first answer. */
  readonly value: T | null
  /** Why the last question got no answer, as a sentence. What was shown before stays. */
  readonly problem: string | null
  /** Asks at once. */
  readonly again: () => Promise<void>
}

/** `path` null: nothing is asked. */
export function usePolled<T>(path: string | null, everyMs: number): Polled<T> {
  const [held, setHeld] = useState<{ readonly path: string; readonly value: T } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const again = useCallback(async () => {
    if (path === null) return
    const answer = await get<T>(path)
    if (answer.ok) setHeld({ path, value: answer.value })
    setProblem(answer.ok ? null : answer.sentence)
  }, [path])
  useEffect(() => {
    if (path === null) return
    let timer: number | undefined
    let over = false
    const ask = async () => {
      if (document.visibilityState === 'visible') await again()
      if (!over) timer = window.setTimeout(() => void ask(), everyMs)
    }
    void ask()
    return () => {
      over = true
      window.clearTimeout(timer)
    }
  }, [path, everyMs, again])
  return { value: held?.path === path ? held.value : null, problem, again }
}
