// The list of periods as it is now, and a value that turns whenever something of a period may have changed.

import { useEffect, useState } from 'react'
import type { PeriodsAnswer } from '../../../shared/protocol/period-api.ts'
import { useAsked, type Asked } from './use-asked.ts'

const AGAIN_MS = 5_000

export interface Periods {
  readonly asked: Asked<PeriodsAnswer>
  /** Another value: ask again for whatever is shown. */
  readonly turn: unknown
}

export function usePeriods(): Periods {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setTurn((before) => before + 1)
    }, AGAIN_MS)
    return () => {
      clearInterval(timer)
    }
  }, [])
  return { asked: useAsked<PeriodsAnswer>('/api/periods', turn), turn }
}
