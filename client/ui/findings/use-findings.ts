// Findings and quarantines as the server tells them, asked again every few seconds; and what a quarantine would change.

import { useCallback, useEffect, useRef, useState } from 'react'
import type { WindowId } from '../../../shared/basics/ids.ts'
import type { QuarantineRule } from '../../../shared/ballot/quarantine.ts'
import type {
  ConsequenceView,
  FindingsAnswer,
  WindowFindings,
} from '../../../shared/protocol/findings-api.ts'
import { get, post } from '../../lib/api.ts'

const EVERY_MS = 4_000

export interface FindingsState {
  /** The last answer; null: none yet. */
  readonly answer: FindingsAnswer | null
  /** Why the newest could not be had; what is shown is older. */
  readonly problem: string | null
  /** Asks at once. */
  readonly refresh: () => Promise<void>
  /** Has the detectors look now; a sentence where they could not. */
  readonly lookNow: (windowId: WindowId) => Promise<string | null>
}

export function useFindings(): FindingsState {
  const [state, setState] = useState<Pick<FindingsState, 'answer' | 'problem'>>({
    answer: null,
    problem: null,
  })
  const latest = useRef(0)
  const refresh = useCallback(async () => {
    const mine = ++latest.current
    const got = await get<FindingsAnswer>('/api/findings')
    if (mine !== latest.current) return
    setState((before) =>
      got.ok ? { answer: got.value, problem: null } : { ...before, problem: got.sentence },
    )
  }, [])
  useEffect(() => {
    let stopped = false
    let timer: ReturnType<typeof setTimeout> | null = null
    const loop = async () => {
      if (!document.hidden) await refresh()
      if (!stopped) timer = setTimeout(() => void loop(), EVERY_MS)
    }
    void loop()
    return () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
    }
  }, [refresh])
  const lookNow = useCallback(
    async (windowId: WindowId) => {
      const looked = await post<WindowFindings>('/api/findings/look', { windowId })
      await refresh()
      return looked.ok ? null : looked.sentence
    },
    [refresh],
  )
  return { ...state, refresh, lookNow }
}

export type Weighed =
  | { readonly state: 'waiting' }
  | { readonly state: 'failed'; readonly sentence: string }
  | { readonly state: 'done'; readonly consequence: ConsequenceView }

/** What these rules would change; asked anew when they change. None: waits. */
export function useWeighed(windowId: WindowId, rules: readonly QuarantineRule[]): Weighed {
  const asked = JSON.stringify(rules)
  const [weighed, setWeighed] = useState<{ readonly of: string; readonly answer: Weighed } | null>(null)
  useEffect(() => {
    if (asked === '[]') return
    let current = true
    void post<ConsequenceView>('/api/findings/weigh', {
      windowId,
      rules: JSON.parse(asked) as readonly QuarantineRule[],
    }).then((got) => {
      if (!current) return
      const answer: Weighed = got.ok
        ? { state: 'done', consequence: got.value }
        : { state: 'failed', sentence: got.sentence }
      setWeighed({ of: asked, answer })
    })
    return () => {
      current = false
    }
  }, [windowId, asked])
  return weighed?.of === asked ? weighed.answer : { state: 'waiting' }
}
