// Objections to a publication with what was written, and the answers, which are public (PUB1).

import { Button, Form, Input, Modal, Radio, Alert } from 'antd'
import { useState } from 'react'
import { OBJECTION_OUTCOME_NAMES, ObjectionOutcome } from '../../../shared/period/period.ts'
import type { PeriodId, PublicationId } from '../../../shared/period/ids.ts'
import { ObjectionsTable, type ObjectionRow } from '../../ui/periods/objections-table.tsx'
import { usePeriodAct } from './use-period-act.ts'

interface Props {
  readonly periodId: PeriodId
  readonly publicationId: PublicationId
  readonly turn: unknown
}

/** An open one is answered whatever became of the publication: what it was about may have been corrected meanwhile. */
export function ObjectionsDesk({ periodId, publicationId, turn }: Props) {
  const { mayEdit } = usePeriodAct()
  const [answering, setAnswering] = useState<ObjectionRow | null>(null)
  return (
    <>
      <ObjectionsTable
        publicationId={publicationId}
        turn={turn}
        acts={(row) => (
          <Button size="small" disabled={!mayEdit} onClick={() => setAnswering(row)}>
            答复…
          </Button>
        )}
      />
      {answering === null ? null : (
        <AnswerForm
          periodId={periodId}
          publicationId={publicationId}
          row={answering}
          onClose={() => setAnswering(null)}
        />
      )}
    </>
  )
}

interface Fields {
  readonly outcome: ObjectionOutcome
  readonly words: string
}

function AnswerForm(
  props: Omit<Props, 'turn'> & { readonly row: ObjectionRow; readonly onClose: () => void },
) {
  const { periodId, publicationId, row, onClose } = props
  const [form] = Form.useForm<Fields>()
  const { send } = usePeriodAct()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const outcome = Form.useWatch('outcome', form) as ObjectionOutcome | undefined
  const answer = async ({ outcome: chosen, words }: Fields) => {
    setWaiting(true)
    const refused = await send(
      {
        type: 'AnswerObjection',
        periodId,
        publicationId,
        objectionId: row.objectionId,
        outcome: chosen,
        words: words.trim(),
      },
      '异议已答复，答复已公开。',
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  return (
    <Modal
      open
      width={680}
      title={`答复异议：${row.unitName ?? '整个排名'}`}
      okText="答复并公开"
      cancelText="先不答复"
      okButtonProps={{ loading: waiting }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <div className="pd-stack">
        {problem === null ? null : <Alert type="error" showIcon title={problem} />}
        <p className="pd-said">{row.words ?? '原文已过保存期，自动删除。'}</p>
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(fields) => void answer(fields)}
        >
          <Form.Item name="outcome" label="结论" rules={[{ required: true, message: '请选结论。' }]}>
            <Radio.Group
              options={ObjectionOutcome.options.map((value) => ({
                value,
                label: OBJECTION_OUTCOME_NAMES[value],
              }))}
            />
          </Form.Item>
          {outcome === 'upheld' || outcome === 'partly' ? (
            <Alert
              type="warning"
              showIcon
              title="成立的异议若影响结果，答复以后请申请重新打开，更正后重新公示。"
            />
          ) : null}
          <Form.Item
            name="words"
            label="答复（任何人都能看到，请不要写个人信息）"
            rules={[
              { required: true, whitespace: true, message: '请填写答复。' },
              { min: 2, max: 500, message: '答复须在2到500个字之间。' },
            ]}
          >
            <Input.TextArea rows={4} maxLength={500} showCount />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
