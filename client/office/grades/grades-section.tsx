// The office's section of organisations' assessment (组织考核): choose a quarter, then scores, facts, grades, proposals and cards.

import { Select } from 'antd'
import { useState } from 'react'
import type { PeriodId } from '../../../shared/period/ids.ts'
import type { GradesAnswer } from '../../../shared/protocol/grades-api.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { useAsked } from '../../ui/periods/use-asked.ts'
import { usePeriods } from '../../ui/periods/use-periods.ts'
import '../../ui/periods/periods.css'
import { Page } from '../page.tsx'
import { GradesScreen } from './grades-screen.tsx'

export function GradesSection() {
  const { asked, turn } = usePeriods()
  const quarters = (asked.value?.periods ?? []).filter(
    ({ kind, phase }) => kind === 'quarter' && phase !== 'draft',
  )
  const [chosen, setChosen] = useState<PeriodId | null>(null)
  const periodId = chosen ?? quarters[0]?.periodId ?? null
  const grades = useAsked<GradesAnswer>(periodId === null ? null : `/api/grades/${periodId}`, turn)
  return (
    <Page
      title="组织考核"
      about="区、市直部门、乡镇（街道）一个季度的等次：自身考核得分与所属单位公示的得分合成；黄牌警告、召回管理、评为优秀都须两个人确认。"
      actions={
        quarters.length === 0 ? null : (
          <Select
            aria-label="季度"
            value={periodId}
            style={{ minWidth: 240 }}
            onChange={setChosen}
            options={quarters.map((period) => ({ value: period.periodId, label: period.title }))}
          />
        )
      }
    >
      <AskedFrame asked={asked} what="评议周期">
        {() =>
          periodId === null ? (
            <p className="pd-quiet">还没有启用的季度。请先在“评议周期”里新建一个季度并启用。</p>
          ) : (
            <AskedFrame asked={grades} what="组织考核">
              {(answer) => <GradesScreen key={answer.periodId} answer={answer} again={grades.again} />}
            </AskedFrame>
          )
        }
      </AskedFrame>
    </Page>
  )
}
