// Asks for a proposal to be confirmed, or a card to be lifted; another person confirms it at an own sign-in (GRADE2, GRADE4).

import { Alert, Form } from 'antd'
import type { GradeAct } from '../../../shared/acts/grade-act.ts'
import type { PeriodId } from '../../../shared/period/ids.ts'
import type { GradeRow } from '../../../shared/protocol/grades-api.ts'
import { AskReason, type Reasoned } from '../periods/ask-reason.tsx'
import { usePeriodAct } from '../periods/use-period-act.ts'
import { proposalWords } from './grade-words.ts'

export interface CardAsked {
  readonly type: GradeAct['type']
  readonly row: GradeRow
  readonly proposal: { readonly kind: string; readonly why: string }
}

export function CardForm(props: {
  readonly periodId: PeriodId
  readonly asked: CardAsked
  readonly onClose: () => void
}) {
  const { type, row, proposal } = props.asked
  const [form] = Form.useForm<Reasoned>()
  const { request } = usePeriodAct()
  const lifting = type === 'LiftCard'
  return (
    <AskReason<Reasoned>
      title={`${lifting ? '申请撤销' : '申请确认'}：${row.name}，${proposalWords(proposal)}`}
      okText={lifting ? '申请撤销，须另一人确认' : '申请确认，须另一人确认'}
      danger={!lifting && proposal.kind !== 'excellent'}
      consequence={
        <Alert
          type="warning"
          showIcon
          title={
            lifting
              ? '撤销以后不再生效；原来的确认、撤销和两次的理由都留着，一直能看到。'
              : proposal.kind === 'yellow_card'
                ? '黄牌警告生效后，当年任何考核都不得评为优秀，本季度已评优秀的降为合格。'
                : proposal.kind === 'recall'
                  ? '确认后进入召回管理。'
                  : '确认后本季度评为优秀。'
          }
        />
      }
      form={form}
      reasonLabel={lifting ? '撤销的理由（容错纠错）' : '理由'}
      submit={({ reason }) =>
        request(
          {
            ...{ type, periodId: props.periodId, organisationId: row.organisationId },
            proposal: { kind: proposal.kind, why: proposal.why },
          } as GradeAct,
          reason,
        )
      }
      onClose={props.onClose}
    />
  )
}
