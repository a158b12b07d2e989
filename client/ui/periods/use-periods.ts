// The list of periods as it is now, and a value that turns whenever something of a period may have changed.

import type { PeriodsAnswer } from '../../../shared/protocol/period-api.ts'
import { useTopic } from '../../lib/use-topic.ts'
import { useAsked, type Asked } from './use-asked.ts'

export interface Periods {
  readonly asked: Asked<PeriodsAnswer>
  /** Another value: ask again for whatever is shown. */
  readonly turn: unknown
  readonly organisations: PeriodsAnswer['organisations']
}

/** The topic tells that something changed; the doors tell what. */
export function usePeriods(): Periods {
  const turn = useTopic('periods')?.snapshot
  const asked = useAsked<PeriodsAnswer>('/api/periods', turn)
  return { asked, turn, organisations: asked.value?.organisations ?? NONE }
}

const NONE: PeriodsAnswer['organisations'] = []
