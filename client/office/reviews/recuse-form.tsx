// The office enters or takes back a recusal (回避) of one reviewer, until the round is over.

import { Alert, Button, Form, Select } from 'antd'
import type { UnitId } from '../../../shared/basics/ids.ts'
import type { ReviewerRow, RoundAnswer } from '../../../shared/protocol/reviews-api.ts'
import { useOffice } from '../office-desk.ts'
import { AskReason, type Reasoned } from '../periods/ask-reason.tsx'

interface Fields extends Reasoned {
  readonly unitId?: UnitId
}

export function RecuseForm(props: {
  readonly row: ReviewerRow
  readonly round: RoundAnswer
  readonly onClose: () => void
  readonly changed: () => void
}) {
  const { act, send } = useOffice()
  const [form] = Form.useForm<Fields>()
  const { row, round, onClose, changed } = props
  const { reviewerId } = row
  const { roundId } = round.head
  const chosen = new Set<string>(round.chosen[row.group])
  const lift = async (unitId: UnitId) => {
    if (await act({ type: 'LiftReviewRecusal', roundId, reviewerId, unitId }, '已取消回避。')) {
      changed()
      onClose()
    }
  }
  return (
    <AskReason<Fields>
      title={`“${row.name}”的回避`}
      okText="登记回避"
      reasonLabel="回避原因"
      consequence={
        <>
          <Alert type="info" title="回避的单位不由他评；已给的分不计入，也不显示。" />
          {row.recusals.map(({ unitId, unitName, reason }) => (
            <p key={unitId}>
              已回避“{unitName}”：{reason}{' '}
              <Button size="small" onClick={() => void lift(unitId)}>
                取消这项回避
              </Button>
            </p>
          ))}
        </>
      }
      form={form}
      onClose={onClose}
      submit={async ({ unitId, reason }) => {
        if (unitId === undefined) return '请选定单位。'
        const refused = await send(
          { type: 'RecuseReview', roundId, reviewerId, unitId, reason: reason.trim() },
          '已登记回避。',
        )
        if (refused === null) changed()
        return refused
      }}
    >
      <Form.Item name="unitId" label="单位">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="单位名称或代码"
          options={round.units
            .filter(({ unitId }) => chosen.has(unitId))
            .map(({ unitId, code, name }) => ({ value: unitId, label: `${code} ${name}` }))}
        />
      </Form.Item>
    </AskReason>
  )
}
