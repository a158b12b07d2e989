// Lifted deductions of a period, and asking for one to be lifted while it collects (GRADE4).

import { Button } from 'antd'
import { useState } from 'react'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { ReliefsTable } from '../../ui/periods/reliefs-table.tsx'
import { LiftDeductionForm } from './lift-deduction-form.tsx'
import { usePeriodAct } from './use-period-act.ts'

export function ReliefsDesk({ period }: { readonly period: PeriodAnswer }) {
  const { mayEdit } = usePeriodAct()
  const [asking, setAsking] = useState(false)
  const collecting = period.head.phase === 'collecting'
  return (
    <div className="pd-stack">
      <div className="office-line">
        <Button disabled={!mayEdit || !collecting} onClick={() => setAsking(true)}>
          申请免除扣分…
        </Button>
        <span className="pd-quiet">
          {collecting
            ? '先看免除以后的总分和名次，再申请；须另一人确认。'
            : '数据冻结以后不能免除；确有需要，先由两人重新打开。'}
        </span>
      </div>
      <ReliefsTable reliefs={period.reliefs} />
      {asking ? (
        <LiftDeductionForm periodId={period.head.periodId} unitId={null} onClose={() => setAsking(false)} />
      ) : null}
    </div>
  )
}
