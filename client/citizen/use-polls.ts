// The period polls, asked of the server's cached JSON every half minute, and the units of one of them, asked once.

import { useCallback, useEffect, useState } from 'react'
import type {
  PeriodPollView,
  PollsAnswer,
  PollUnitsAnswer,
  SearchUnit,
} from '../../shared/protocol/polls-api.ts'
import { get } from '../lib/api.ts'

const ASK_MS = 30_000
const NONE: readonly PeriodPollView[] = []

/** Null until the first answer; a failed one changes nothing that is known. */
export function usePolls(): readonly PeriodPollView[] | null {
  const [polls, setPolls] = useState<readonly PeriodPollView[] | null>(null)
  useEffect(() => {
    let over = false
    let timer: ReturnType<typeof setTimeout>
    const ask = async () => {
      if (document.visibilityState === 'visible') {
        const answer = await get<PollsAnswer>('/api/polls')
        if (over) return
        setPolls((known) => (answer.ok ? answer.value.polls : (known ?? NONE)))
      }
      timer = setTimeout(() => void ask(), ASK_MS + Math.random() * 5_000)
    }
    void ask()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [])
  return polls
}

export interface UnitsView {
  readonly units: readonly SearchUnit[] | null
  /** Why there are none. */
  readonly problem: string | null
  readonly again: () => void
}

const known = new Map<string, readonly SearchUnit[]>()

/** `windowId` null: none are needed. */
export function useUnits(windowId: string | null): UnitsView {
  const [, setTold] = useState(0)
  const [problem, setProblem] = useState<string | null>(null)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (windowId === null || known.has(windowId)) return
    let over = false
    void get<PollUnitsAnswer>(`/api/polls/${windowId}/units`).then((answer) => {
      if (answer.ok) known.set(windowId, answer.value.units)
      if (over) return
      setProblem(answer.ok ? null : answer.sentence)
      setTold((told) => told + 1)
    })
    return () => {
      over = true
    }
  }, [windowId, tries])
  const again = useCallback(() => {
    setProblem(null)
    setTries((count) => count + 1)
  }, [])
  return { units: windowId === null ? null : (known.get(windowId) ?? null), problem, again }
}
