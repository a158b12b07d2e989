// Moves a period's evidence date later, never earlier, with a reason that is published.

import { Form, Input } from 'antd'
import { dayWords } from '../../../shared/basics/city-day.ts'
import { Day } from '../../../shared/evaluation/rectification.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import { AskReason, type Reasoned } from './ask-reason.tsx'
import { daysAfter } from './period-draft.ts'
import { usePeriodAct } from './use-period-act.ts'

interface Fields extends Reasoned {
  readonly evidenceDueOn: string
}

export function ExtendEvidenceForm({
  head,
  onClose,
}: {
  readonly head: PeriodHead
  readonly onClose: () => void
}) {
  const [form] = Form.useForm<Fields>()
  const { send } = usePeriodAct()
  return (
    <AskReason<Fields>
      title="延长佐证截止日"
      okText="延长"
      consequence={
        <p>现在截止{dayWords(head.evidenceDueOn)}。只能延长，不能提前；原来的日期和理由留在流水里。</p>
      }
      form={form}
      initialValues={{ evidenceDueOn: daysAfter(head.evidenceDueOn, 7) }}
      reasonLabel="理由（公开）"
      submit={({ evidenceDueOn, reason }) =>
        send(
          {
            type: 'ExtendEvidence',
            periodId: head.periodId,
            evidenceDueOn: Day.parse(evidenceDueOn),
            reason: reason.trim(),
          },
          '佐证截止日已延长。',
        )
      }
      onClose={onClose}
    >
      <Form.Item
        name="evidenceDueOn"
        label="新的截止日"
        rules={[
          {
            validator: async (_, day: string) => {
              if (day <= head.evidenceDueOn) throw new Error('须晚于现在的截止日。')
            },
          },
        ]}
      >
        <Input type="date" className="pd-day" />
      </Form.Item>
    </AskReason>
  )
}
