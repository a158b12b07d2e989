// Asks for a period's scheme to be replaced by the one that stands on 评分方案 now: every change named, two persons, a reason (EVAL2).

import { Form } from 'antd'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { SchemeDiff } from '../../ui/periods/scheme-versions.tsx'
import { schemeChanges } from '../../ui/periods/scheme-words.ts'
import { useOffice } from '../office-desk.ts'
import { AskReason, type Reasoned } from './ask-reason.tsx'
import { usePeriodAct } from './use-period-act.ts'

export function ChangeSchemeForm({
  period,
  onClose,
}: {
  readonly period: PeriodAnswer
  readonly onClose: () => void
}) {
  const { setup } = useOffice()
  const [form] = Form.useForm<Reasoned>()
  const { request } = usePeriodAct()
  const inForce = period.schemeVersions.at(-1)
  const changes = schemeChanges(inForce?.scheme, setup.scheme)
  return (
    <AskReason<Reasoned>
      title={`更换本期方案：第${(inForce?.version ?? 0) + 1}版`}
      okText="申请更换，须另一人确认"
      danger
      okDisabled={changes.length === 0}
      consequence={
        <>
          <p>
            用“评分方案”页现在的方案替换本期第{inForce?.version ?? 0}
            版。原来的版本、理由和两人的名字一直公开；{period.head.units}个单位按新方案重新计算。
            {changes.length === 0 ? '两份方案现在没有不同：请先在“评分方案”页改好并保存。' : ''}
          </p>
          <SchemeDiff changes={changes} />
        </>
      }
      form={form}
      reasonLabel="理由（公开）"
      submit={({ reason }) =>
        request({ type: 'ChangeScheme', periodId: period.head.periodId, scheme: setup.scheme }, reason)
      }
      onClose={onClose}
    />
  )
}
