// Makes a ranking final though objections were upheld: the office says why nothing is corrected, and everybody may read it (PUB1).

import { Alert, Form } from 'antd'
import type { PeriodId } from '../../../shared/period/ids.ts'
import type { PublicationHead } from '../../../shared/protocol/period-api.ts'
import { countOf } from '../../lib/format.ts'
import { publicationName } from '../../ui/periods/period-words.ts'
import { AskReason, type Reasoned } from './ask-reason.tsx'
import { usePeriodAct } from './use-period-act.ts'

interface Props {
  readonly periodId: PeriodId
  readonly publication: PublicationHead
  readonly onClose: () => void
}

export function FinaliseForm({ periodId, publication, onClose }: Props) {
  const [form] = Form.useForm<Reasoned>()
  const { send } = usePeriodAct()
  const { publicationId, number, objectionsUpheld } = publication
  return (
    <AskReason<Reasoned>
      title={`${publicationName(number)}有异议成立，不更正就定案？`}
      okText="不更正，定案"
      danger
      consequence={
        <Alert
          type="warning"
          showIcon
          title={`${countOf(objectionsUpheld)}条异议成立或部分成立，公示以后没有更正。影响结果的请不要定案，先“申请重新打开”更正。`}
          description="确实不影响结果的，在这里写明理由。理由和每条异议的答复一起，一直公开在结果页和公报上。"
        />
      }
      form={form}
      reasonLabel="不更正的理由（随结果公开）"
      submit={({ reason }) =>
        send(
          { type: 'FinalisePublication', periodId, publicationId, uncorrected: reason.trim() },
          '已定案，不更正的理由已公开。',
        )
      }
      onClose={onClose}
    />
  )
}
