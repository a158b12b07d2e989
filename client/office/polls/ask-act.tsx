// Asks for what two persons do to a poll: void it, destroy its voter key, count it without a log; the consequence stands above the reason.

import { App, Form, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import type { HouseAct } from '../../../shared/acts/act.ts'
import type { LogId } from '../../../shared/basics/ids.ts'
import { unreachable } from '../../../shared/basics/result.ts'
import type { PollOverview } from '../../../shared/protocol/polls-topic.ts'
import { countOf } from '../../lib/format.ts'
import { newId } from '../../lib/new-id.ts'
import { exclusionWords, useLogKnown } from '../../ui/use-log-known.ts'
import { FormModal } from '../form-modal.tsx'
import { useOffice } from '../office-desk.ts'

export type PollAct = Extract<HouseAct, { type: 'VoidPoll' | 'DestroyVoterKey' }>

/** Closed while `act` is null. */
export function AskAct(props: {
  readonly act: PollAct | null
  readonly poll: PollOverview
  readonly onClose: () => void
}) {
  const { act, poll, onClose } = props
  return (
    <Ask act={act} title={act === null ? '' : titleOf(act, poll)} onClose={onClose}>
      <p>{act === null ? '' : consequenceOf(act, poll)}</p>
    </Ask>
  )
}

/** LOG3: with what is known of the log, which stands in the record afterwards. */
export function ExcludeLog(props: {
  readonly poll: PollOverview
  readonly logId: LogId
  readonly onClose: () => void
}) {
  const { poll, logId, onClose } = props
  const known = useLogKnown(logId, poll.pollId)
  const lastKnownCount = known.state === 'known' ? (known.messages ?? 0) : null
  return (
    <Ask
      act={
        lastKnownCount === null
          ? null
          : { type: 'ExcludePollLog', pollId: poll.pollId, logId, lastKnownCount }
      }
      open
      title={`申请不再等待计票日志 ${logId}`}
      onClose={onClose}
    >
      <p>
        “{poll.title}”将不计这份日志里的消息。{exclusionWords(known)}
        日志编号、最后已知的条数和理由写入流水，公开可查。须由另一人确认，确认后不能撤销。
      </p>
    </Ask>
  )
}

function titleOf(act: PollAct, poll: PollOverview): string {
  switch (act.type) {
    case 'VoidPoll':
      return `申请作废“${poll.title}”`
    case 'DestroyVoterKey':
      return `申请销毁“${poll.title}”的市民标识密钥`
    default:
      return unreachable(act)
  }
}

function consequenceOf(act: PollAct, poll: PollOverview): string {
  switch (act.type) {
    case 'VoidPoll':
      return `已计入的${countOf(poll.tally.headline.n + poll.tally.web.n)}张选票保留在案，但不产生结果，也不进入排名。须由另一人确认，确认后不能撤销。`
    case 'DestroyVoterKey':
      return '从此任何人都不能把这些选票与手机号或微信对应；已有的结果和重算不受影响。须由另一人确认，确认后不能撤销。'
    default:
      return unreachable(act)
  }
}

function Ask(props: {
  /** Null: nothing to ask for yet. */
  readonly act: HouseAct | null
  /** Open wherever there is an act, unless it says otherwise. */
  readonly open?: boolean
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const { act, onClose } = props
  const { send } = useOffice()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const [waiting, setWaiting] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async ({ reason }: { reason: string }) => {
    if (act === null) return setProblem('还没有查到这份日志里有多少条消息，请稍候再提出申请。')
    setWaiting(true)
    const refused = await send({ type: 'RequestAct', requestId: newId(), act, reason: reason.trim() })
    setWaiting(false)
    setProblem(refused)
    if (refused !== null) return
    void message.success('申请已提出，请另一人在“待第二人确认”里确认。')
    onClose()
  }
  return (
    <FormModal
      open={props.open ?? act !== null}
      title={props.title}
      okText="提出申请"
      waiting={waiting}
      problem={problem}
      clearProblem={() => setProblem(null)}
      form={form}
      initialValues={{ reason: '' }}
      submit={submit}
      onClose={onClose}
    >
      {props.children}
      <Form.Item
        name="reason"
        label="理由"
        rules={[{ required: true, whitespace: true, min: 2, message: '请填写理由，至少2个字。' }]}
      >
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </FormModal>
  )
}
