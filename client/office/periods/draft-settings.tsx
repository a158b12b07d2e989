// A draft's settings, changed until its scheme is frozen.

import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import type { PeriodSettings } from '../../../shared/period/period.ts'
import { PeriodForm } from './period-form.tsx'
import { usePeriodAct } from './use-period-act.ts'

export function DraftSettings({
  head,
  known,
}: {
  readonly head: PeriodHead
  readonly known: readonly PeriodHead[]
}) {
  const { mayEdit, send } = usePeriodAct()
  const { title, kind, startsOn, endsOn, evidenceDueOn, rollsUp } = head
  const initial = { title, kind, startsOn, endsOn, evidenceDueOn, rollsUp }
  return (
    <>
      <h2>设置</h2>
      <PeriodForm
        key={JSON.stringify(initial)}
        initial={initial}
        known={known.filter(({ periodId }) => periodId !== head.periodId)}
        submitText="保存设置"
        disabled={!mayEdit}
        kindFixed
        onSubmit={(draft) =>
          send(
            { type: 'RevisePeriod', periodId: head.periodId, settings: draft as PeriodSettings },
            '设置已保存。',
          )
        }
      />
    </>
  )
}
