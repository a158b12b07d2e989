// Asks for a period to be reopened: what that undoes, in numbers, and what it never undoes (PUB2).

import { Alert, Form } from 'antd'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { countOf } from '../../lib/format.ts'
import { publicationName } from '../../ui/periods/period-words.ts'
import { AskReason, type Reasoned } from './ask-reason.tsx'
import { usePeriodAct } from './use-period-act.ts'

export function ReopenForm({
  period,
  onClose,
}: {
  readonly period: PeriodAnswer
  readonly onClose: () => void
}) {
  const [form] = Form.useForm<Reasoned>()
  const { request } = usePeriodAct()
  const { head } = period
  const last = head.publications.at(-1)
  return (
    <AskReason<Reasoned>
      title={last === undefined ? `重新打开“${head.title}”` : `更正“${head.title}”`}
      okText="申请，须另一人确认"
      danger
      consequence={
        <Alert
          type="warning"
          showIcon
          title={
            last === undefined
              ? `${countOf(head.units)}个单位的冻结数据放开，回到收集佐证；核对作废，要重新冻结。`
              : `${countOf(head.units)}个单位重新收集、冻结、核对、签发，并重新公示至少7天。`
          }
          description={
            last === undefined
              ? '还没有发布过，没有人看到过结果。'
              : `${publicationName(last.number)}原样保留、仍可下载，更正发布以后标为“已被更正”。已有${countOf(last.objectionsOpen + last.objectionsAnswered)}条异议，其中${countOf(last.objectionsOpen)}条待答复，仍要答复。`
          }
        />
      }
      form={form}
      reasonLabel={last === undefined ? '理由（写进流水）' : '更正的理由（随更正公开）'}
      submit={({ reason }) => request({ type: 'ReopenPeriod', periodId: head.periodId }, reason)}
      onClose={onClose}
    />
  )
}
