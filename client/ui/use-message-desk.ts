// The message desk as it is now, asked for every two seconds over HTTP: words of citizens go to no topic.

import { useCallback, useEffect, useRef, useState } from 'react'
import type { DeskAnswer, DeskMark, DeskQuery } from '../../shared/protocol/desk-api.ts'
import { post } from '../lib/api.ts'

export type DeskQuestion = Omit<DeskQuery, 'version'>
export type DeskView = Extract<DeskAnswer, { readonly changed: true }>

const ASK_MS = 2_000

export const ALL_MESSAGES: DeskQuestion = {
  ...{ reason: null, channel: null, state: null, unit: null, text: '' },
  ...{ skip: 0, limit: 50 },
}

export interface MessageDesk {
  /** Null until the first answer. Of an earlier question while the next is on its way. */
  readonly view: DeskView | null
  /** A sentence while it cannot be asked; what is shown is the last known. */
  readonly problem: string | null
  /** Null once done, or the server's sentence. */
  readonly mark: (mark: DeskMark) => Promise<string | null>
}

export function useMessageDesk(question: DeskQuestion): MessageDesk {
  const [view, setView] = useState<DeskView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const version = useRef<number | null>(null)
  const asked = JSON.stringify(question)
  const [turn, setTurn] = useState(0)

  useEffect(() => {
    let over = false
    let timer: ReturnType<typeof setTimeout>
    version.current = null
    const ask = async () => {
      if (document.visibilityState === 'visible') {
        const answer = await post<DeskAnswer>('/api/desk', {
          ...(JSON.parse(asked) as DeskQuestion),
          version: version.current,
        })
        if (over) return
        setProblem(answer.ok ? null : answer.sentence)
        if (answer.ok) {
          version.current = answer.value.version
          if (answer.value.changed) setView(answer.value)
        }
      }
      timer = setTimeout(() => void ask(), ASK_MS)
    }
    void ask()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [asked, turn])

  const mark = useCallback(async (wanted: DeskMark) => {
    const answer = await post<{ marked: number }>('/api/desk/mark', wanted)
    setTurn((before) => before + 1)
    return answer.ok ? null : answer.sentence
  }, [])
  return { view, problem, mark }
}
