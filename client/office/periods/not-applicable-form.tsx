// Marks a method as not applicable for several units at once, with a reason that their cards will show (EVAL3).

import { Form } from 'antd'
import type { PeriodId } from '../../../shared/period/ids.ts'
import { METHOD_NAMES, type Method } from '../../../shared/evaluation/scheme.ts'
import { countOf } from '../../lib/format.ts'
import type { MissingRow } from '../../ui/periods/missing-table.tsx'
import { AskReason, type Reasoned } from './ask-reason.tsx'
import { usePeriodAct } from './use-period-act.ts'

interface Props {
  readonly periodId: PeriodId
  readonly method: Method
  readonly rows: readonly MissingRow[]
  readonly onClose: (done: boolean) => void
}

const NAMED = 8

/** The first few by name. */
export function namesOf(rows: readonly { readonly unit: { readonly name: string } }[]): string {
  const names = rows.slice(0, NAMED).map(({ unit }) => unit.name)
  return `${names.join('、')}${rows.length > NAMED ? `等${countOf(rows.length)}个单位` : ''}`
}

export function NotApplicableForm({ periodId, method, rows, onClose }: Props) {
  const [form] = Form.useForm<Reasoned>()
  const { send } = usePeriodAct()
  const confirm = async ({ reason }: Reasoned) => {
    const refused = await send(
      {
        type: 'ConfirmNotApplicable',
        periodId,
        method,
        unitIds: rows.map(({ unit }) => unit.unitId),
        reason: reason.trim(),
      },
      `${countOf(rows.length)}个单位已标为不适用。`,
    )
    if (refused === null) onClose(true)
    return refused
  }
  return (
    <AskReason<Reasoned>
      title={`${METHOD_NAMES[method]}：${countOf(rows.length)}个单位不适用？`}
      okText={`标为不适用（${countOf(rows.length)}个）`}
      consequence={
        <p>
          {namesOf(rows)}
          ：这种方式的权重按比例分给它们的其他方式，单位卡片上写明。
        </p>
      }
      form={form}
      reasonLabel="理由（写在单位卡片上）"
      submit={confirm}
      onClose={() => onClose(false)}
    />
  )
}
