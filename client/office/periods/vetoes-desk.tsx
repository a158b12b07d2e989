// The vetoes of a period with what the office can do: record one, ask for one to be lifted.

import { Button } from 'antd'
import { useState } from 'react'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { VetoesTable, type VetoRow } from '../../ui/periods/vetoes-table.tsx'
import { usePeriodAct } from './use-period-act.ts'
import { LiftVetoForm, VetoForm } from './veto-form.tsx'

export function VetoesDesk({ period }: { readonly period: PeriodAnswer }) {
  const { mayEdit } = usePeriodAct()
  const [setting, setSetting] = useState(false)
  const [lifting, setLifting] = useState<VetoRow | null>(null)
  const collecting = period.head.phase === 'collecting'
  return (
    <div className="pd-stack">
      <div className="office-line">
        <Button danger disabled={!mayEdit || !collecting} onClick={() => setSetting(true)}>
          登记一票否决…
        </Button>
        {collecting ? null : (
          <span className="pd-quiet">数据冻结以后不能登记或解除；确有需要，先由两人重新打开。</span>
        )}
      </div>
      <VetoesTable
        vetoes={period.vetoes}
        acts={(veto) => (
          <Button size="small" disabled={!mayEdit || !collecting} onClick={() => setLifting(veto)}>
            申请解除…
          </Button>
        )}
      />
      {setting ? <VetoForm period={period} onClose={() => setSetting(false)} /> : null}
      {lifting === null ? null : (
        <LiftVetoForm period={period} veto={lifting} onClose={() => setLifting(null)} />
      )}
    </div>
  )
}
