// Takes 不适用 back for one unit or several, with a reason that stays beside it: the method counts for them again (EVAL3).

import { Form } from 'antd'
import { dayWords } from '../../../shared/basics/city-day.ts'
import { METHOD_NAMES } from '../../../shared/evaluation/scheme.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import { countOf } from '../../lib/format.ts'
import type { NotApplicableRow } from '../../ui/periods/not-applicable-table.tsx'
import { AskReason, type Reasoned } from './ask-reason.tsx'
import { namesOf } from './not-applicable-form.tsx'
import { usePeriodAct } from './use-period-act.ts'

interface Props {
  readonly head: PeriodHead
  /** At least one; all of one method. */
  readonly rows: readonly NotApplicableRow[]
  readonly onClose: (done: boolean) => void
}

export function WithdrawNotApplicableForm({ head, rows, onClose }: Props) {
  const [form] = Form.useForm<Reasoned>()
  const { send } = usePeriodAct()
  const method = rows[0]!.method
  const withdraw = async ({ reason }: Reasoned) => {
    const refused = await send(
      {
        ...{ type: 'WithdrawNotApplicable', periodId: head.periodId, method },
        ...{ unitIds: rows.map(({ unit }) => unit.unitId), reason: reason.trim() },
      },
      `${countOf(rows.length)}个单位的不适用已撤回。`,
    )
    if (refused === null) onClose(true)
    return refused
  }
  return (
    <AskReason<Reasoned>
      title={`${METHOD_NAMES[method]}：撤回${countOf(rows.length)}个单位的不适用？`}
      okText={`撤回不适用（${countOf(rows.length)}个）`}
      consequence={
        <p>
          {namesOf(rows)}
          ：这种方式重新计入它们的总分，权重不再分给其他方式。没有佐证的重新列为缺项；到
          {dayWords(head.evidenceDueOn)}还没有报送，名为“应报未报”，不参加排名。
        </p>
      }
      form={form}
      reasonLabel="撤回的理由（与原来的理由一起留着）"
      submit={withdraw}
      onClose={() => onClose(false)}
    />
  )
}
