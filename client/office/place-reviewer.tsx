// Moves a reviewer to stand for another organisation or group, from the next round on (EVAL6).

import { Form } from 'antd'
import { useState } from 'react'
import { REVIEWER_GROUP_NAMES } from '../../shared/evaluation/department.ts'
import type { SetupSnapshot } from '../../shared/protocol/setup-topic.ts'
import type { StandsFor } from '../../shared/show/people.ts'
import { FormModal } from './form-modal.tsx'
import { useOffice } from './office-desk.ts'
import { StandsForFields } from './stands-for-fields.tsx'

export function PlaceReviewer({
  person,
  onClose,
}: {
  readonly person: SetupSnapshot['people'][number]
  readonly onClose: () => void
}) {
  const { send } = useOffice()
  const [form] = Form.useForm<StandsFor>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const { personId, name, standsFor: before } = person
  const submit = async ({ organisationId, group }: StandsFor) => {
    setWaiting(true)
    const refused = await send(
      { type: 'PlaceReviewer', personId, standsFor: { organisationId, group } },
      `${name}代表的单位已改。`,
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  return (
    <FormModal<StandsFor>
      open
      title={`改${name}代表的单位`}
      okText="保存"
      waiting={waiting}
      problem={problem}
      clearProblem={() => setProblem(null)}
      form={form}
      initialValues={before === null ? {} : { organisationId: before.organisationId, group: before.group }}
      submit={submit}
      onClose={onClose}
    >
      <p>
        {before === null
          ? ''
          : `现在代表${before.organisation}，组别：${REVIEWER_GROUP_NAMES[before.group]}。`}
        从下一轮评议起按新的单位和组别；已经下达的各轮不变，用户名和密码不变。
      </p>
      <StandsForFields />
    </FormModal>
  )
}
