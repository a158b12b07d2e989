// One answer of the server's HTTP doors, asked again when something changed; the last one stays in sight until the next is there.

import { useCallback, useEffect, useState } from 'react'
import { get } from '../../lib/api.ts'

export interface Asked<T> {
  /** The newest answer; of the question before while the next is on its way. Null: none yet. */
  readonly value: T | null
  /** `value` answers an earlier question: its page or filter was another. */
  readonly earlier: boolean
  /** Why the newest could not be had. */
  readonly problem: { readonly status: number; readonly sentence: string } | null
  readonly waiting: boolean
  readonly again: () => void
}

interface Held<T> {
  readonly path: string
  readonly value: T
}

/** `path`: what is asked; null asks nothing. `turn`: another value asks the same again, without hiding what is shown. */
export function useAsked<T>(path: string | null, turn: unknown): Asked<T> {
  const [held, setHeld] = useState<Held<T> | null>(null)
  const [failed, setFailed] = useState<{ path: string; problem: NonNullable<Asked<T>['problem']> } | null>(
    null,
  )
  const [answered, setAnswered] = useState<unknown>(NOTHING)
  const [pressed, setPressed] = useState(0)
  const question = `${path ?? ''} ${pressed}`
  useEffect(() => {
    if (path === null) return
    let left = false
    void get<T>(path).then((answer) => {
      if (left) return
      if (answer.ok) {
        setHeld({ path, value: answer.value })
        setFailed(null)
      } else setFailed({ path, problem: { status: answer.status, sentence: answer.sentence } })
      setAnswered(question)
    })
    return () => {
      left = true
    }
  }, [path, question, turn])
  const again = useCallback(() => {
    setPressed((before) => before + 1)
  }, [])
  return {
    value: held?.value ?? null,
    earlier: held !== null && held.path !== path,
    problem: failed?.path === path ? failed.problem : null,
    waiting: path !== null && answered !== question,
    again,
  }
}

const NOTHING = Symbol('not answered yet')

/** Asks again every few seconds for as long as something runs that no topic tells the end of. */
export function useAgainWhile(runs: boolean, again: () => void): void {
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(again, RUNS_AGAIN_MS)
    return () => {
      clearInterval(timer)
    }
  }, [runs, again])
}

const RUNS_AGAIN_MS = 2_000
