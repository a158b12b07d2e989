// Asks for a ranking to be certified: both hashes in full, until when the notice lasts, and who has to confirm it (PUB1).

import { Alert, Descriptions, Form, Input } from 'antd'
import { NOTICE_DAYS_FROM, type Scheme } from '../../../shared/evaluation/scheme.ts'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { useServerNow } from '../../lib/use-topic.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { publicationName } from '../../ui/periods/period-words.ts'
import { AskReason, type Reasoned } from './ask-reason.tsx'
import { dayAt, daysAfter, endOfDayMs } from './period-draft.ts'
import { usePeriodAct } from './use-period-act.ts'

/** The second person may take a day, and the notice still has to last as long from then. */
const SLACK_DAYS = 2

interface Fields extends Reasoned {
  readonly noticeUntil: string
}

type Agreement = NonNullable<PeriodAnswer['agreement']>

export function CertifyForm(props: {
  readonly period: PeriodAnswer
  readonly agreement: Agreement
  readonly onClose: () => void
}) {
  const { period, agreement, onClose } = props
  const { head, correcting } = period
  const [form] = Form.useForm<Fields>()
  const nowMs = useServerNow(60_000)
  const { request } = usePeriodAct()
  const days = noticeDaysOf(period)
  const earliest = daysAfter(dayAt(nowMs), days)
  const number = head.publications.length + 1
  return (
    <AskReason<Fields>
      title={`申请签发：${head.title}，${publicationName(number)}`}
      okText="申请签发，须审计确认"
      consequence={
        <>
          <Descriptions
            size="small"
            column={1}
            items={[
              { key: 'bundle', label: '结果包哈希', children: <code>{agreement.bundleHash}</code> },
              { key: 'result', label: '结果哈希', children: <code>{agreement.resultHash}</code> },
            ]}
          />
          <Alert
            type="info"
            showIcon
            title={`确认以后立即公示${head.units}个单位的名次和十优十差，不能撤回，只能更正。`}
            description={`确认的人须是审计，在自己的登录下核对这两个哈希。申请一天内没有确认就失效；此后数据变了，哈希对不上，也不能确认。${
              correcting === null ? '' : `这是更正，理由：${correcting.reason}`
            }`}
          />
        </>
      }
      form={form}
      initialValues={{
        noticeUntil: daysAfter(dayAt(nowMs), days + SLACK_DAYS),
        reason: `${head.title}签发`,
      }}
      reasonLabel="说明（写进流水，确认的人会看到）"
      submit={({ noticeUntil, reason }) =>
        request(
          {
            type: 'CertifyRanking',
            periodId: head.periodId,
            bundleHash: agreement.bundleHash,
            noticeUntilMs: endOfDayMs(noticeUntil),
          },
          reason,
        )
      }
      onClose={onClose}
    >
      <Form.Item
        name="noticeUntil"
        label="公示到（含当日）"
        extra={`至少${days}天：从确认之时算起。审计可能明天才确认，请多留一两天。现在是${dateTimeOf(nowMs)}。`}
        rules={[
          {
            validator: async (_, day: string) => {
              if (!(day >= earliest)) throw new Error(`公示至少${days}天，不能早于${earliest}。`)
            },
          },
        ]}
      >
        <Input type="date" className="pd-day" min={earliest} />
      </Form.Item>
    </AskReason>
  )
}

/** PUB1: as the scheme in force has it, never under seven. */
function noticeDaysOf({ schemeVersions }: PeriodAnswer): number {
  const scheme = schemeVersions.at(-1)?.scheme as Partial<Scheme> | undefined
  return Math.max(NOTICE_DAYS_FROM, scheme?.noticeDays ?? 0)
}
