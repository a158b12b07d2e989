// The phase a period must be in for what is asked, as a refusal that says where it stands.

import type { Refusal } from '../basics/refusal.ts'
import { against } from '../show/judgement.ts'
import { PERIOD_PHASE_NAMES, type Period, type PeriodPhase } from './period.ts'

export function againstPhase({ stage }: Pick<Period, 'stage'>, phase: PeriodPhase): Refusal | null {
  return against(stage.phase !== phase, 'period_phase', {
    wanted: PERIOD_PHASE_NAMES[phase],
    phase: PERIOD_PHASE_NAMES[stage.phase],
  })
}
