// Asks for a unit's deduction to be lifted (容错纠错, GRADE4): which, with the total and place that would follow, and why.

import { Empty, Form, Radio, Select, Tag } from 'antd'
import { useState } from 'react'
import type { UnitId } from '../../../shared/basics/ids.ts'
import type { PeriodId } from '../../../shared/period/ids.ts'
import type { Deduction } from '../../../shared/period/period.ts'
import type { DeductionsAnswer } from '../../../shared/protocol/ranking-api.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { LIST_WORDS } from '../../ui/periods/period-words.ts'
import { useAsked } from '../../ui/periods/use-asked.ts'
import { useOffice } from '../office-desk.ts'
import { AskReason, type Reasoned } from './ask-reason.tsx'
import { usePeriodAct } from './use-period-act.ts'

interface Fields extends Reasoned {
  readonly unitId: UnitId
  /** `keyOf` a deduction. */
  readonly deduction: string
}

interface Props {
  readonly periodId: PeriodId
  /** Null: to be chosen here. */
  readonly unitId: UnitId | null
  readonly onClose: () => void
}

const keyOf = (deduction: Deduction) =>
  deduction.kind === 'indicator' ? `indicator ${deduction.indicatorId}` : `item ${deduction.itemId}`

export function LiftDeductionForm({ periodId, unitId: given, onClose }: Props) {
  const { setup } = useOffice()
  const { request } = usePeriodAct()
  const [form] = Form.useForm<Fields>()
  const [unitId, setUnitId] = useState(given)
  const asked = useAsked<DeductionsAnswer>(
    unitId === null ? null : `/api/periods/${periodId}/units/${unitId}/deductions`,
    null,
  )
  const answer = asked.earlier ? null : asked.value
  const ask = async ({ deduction: key, reason }: Fields) => {
    const chosen = answer?.deductions.find(({ deduction }) => keyOf(deduction) === key)
    if (answer === null || chosen === undefined) return '请先选单位和要免除的扣分。'
    const { deduction } = chosen
    return request({ type: 'LiftDeduction', periodId, unitId: answer.unit.unitId, deduction }, reason)
  }
  return (
    <AskReason<Fields>
      title={given === null || answer === null ? '申请免除扣分' : `申请免除扣分：${answer.unit.name}`}
      okText="申请免除，须另一人确认"
      okDisabled={answer === null || answer.deductions.every(({ requested }) => requested)}
      consequence={
        <p>
          指标免除以后按满分计，整改事项免除以后按被认定虚假整改以前的情形计。原来的件数、应扣的分和理由都留着，一直公开。
        </p>
      }
      form={form}
      initialValues={given === null ? {} : { unitId: given }}
      reasonLabel="免除的理由（容错纠错，公开）"
      submit={ask}
      onClose={onClose}
    >
      {given === null ? (
        <Form.Item name="unitId" label="单位" rules={[{ required: true, message: '请选单位。' }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="按名称或代码查找"
            onChange={(chosen: UnitId) => {
              form.resetFields(['deduction'])
              setUnitId(chosen)
            }}
            options={setup.units.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
          />
        </Form.Item>
      ) : null}
      {unitId === null ? null : (
        <AskedFrame asked={asked} what="这个单位的扣分">
          {(shown) => (asked.earlier ? <p className="pd-quiet">正在读取…</p> : <Choices answer={shown} />)}
        </AskedFrame>
      )}
    </AskReason>
  )
}

function Choices({ answer }: { readonly answer: DeductionsAnswer }) {
  const { deductions, now, ranked } = answer
  if (deductions.length === 0)
    return (
      <Empty description="这个单位现在没有可以免除的扣分：指标都没有扣分，整改事项也没有被认定虚假整改。" />
    )
  return (
    <Form.Item
      name="deduction"
      label={`免除哪一项（现在${standingWords(now)}，本类有名次的${ranked}个）`}
      rules={[{ required: true, message: '请选要免除的扣分。' }]}
    >
      <Radio.Group className="pd-choices">
        {deductions.map(({ deduction, words, then, requested }) => (
          <Radio key={keyOf(deduction)} value={keyOf(deduction)} disabled={requested}>
            {words}
            <b className="pd-effect">
              {requested ? <Tag color="processing">已有人申请，等另一人确认</Tag> : null}
              免除以后：{standingWords(then)}
            </b>
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  )
}

function standingWords(standing: DeductionsAnswer['now']): string {
  if (standing === null) return '没有名次'
  const { total, place, list } = standing
  return `总分${total}分、第${place}名${list === null ? '' : `、${LIST_WORDS[list]}`}`
}
