// What keeps a poll from its next step, all of it, and the step: planning, back to draft, revealing, throwing a draft away.

import { Alert, App, Button, Space } from 'antd'
import { useState } from 'react'
import { sentenceOf } from '../../../shared/basics/refusal.ts'
import type { PollButton, PollOverview } from '../../../shared/protocol/polls-topic.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'
import { useOffice } from '../office-desk.ts'
import { ReadinessAlert } from '../readiness-alert.tsx'
import { spanOf } from './poll-words.ts'
import { useServerNow } from '../../lib/use-topic.ts'

type Step = 'PlanPoll' | 'UnplanPoll' | 'DiscardPoll' | 'RevealPoll'

export function PollPlanning({ poll }: { readonly poll: PollOverview }) {
  const { send, unsaved, me, online } = useOffice()
  const { modal } = App.useApp()
  const nowMs = useServerNow(1_000)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState<Step | null>(null)
  const take = async (type: Step, done: string) => {
    setWaiting(type)
    setProblem(await send({ type, pollId: poll.pollId }, done))
    setWaiting(null)
  }
  const reasonsOf = (button: PollButton) => (poll.grey[button] ?? []).map(sentenceOf)
  const may = (button: Step) =>
    online && me.role === 'office' && reasonsOf(button).length === 0 && unsaved.size === 0
  const refused = problem === null ? null : <Alert type="error" showIcon title={problem} />
  switch (poll.phase) {
    case 'draft': {
      const reasons = reasonsOf('PlanPoll')
      const plan = () =>
        modal.confirm({
          title: `排定“${poll.title}”？`,
          content: `${countOf(poll.unitCount)}个单位，${dateTimeOf(poll.opensAtMs)}自动开始，${dateTimeOf(poll.closesAtMs)}自动截止。单位的名称和代码从现在起固定；开始前还可以退回草稿。`,
          okText: '排定',
          cancelText: '再看看',
          onOk: () => take('PlanPoll', '已排定，到时自动开始。'),
        })
      const discard = () =>
        modal.confirm({
          title: `删除草稿“${poll.title}”？`,
          content: '设置和选定的单位都会丢失，不能恢复。',
          okText: '删除草稿',
          okButtonProps: { danger: true },
          onOk: () => take('DiscardPoll', '草稿已删除。'),
        })
      return (
        <>
          {refused}
          <ReadinessAlert
            reasons={reasons}
            ready="已经齐备，可以排定。"
            step="排定"
            action={
              <Space>
                <Button
                  disabled={!may('DiscardPoll')}
                  loading={waiting === 'DiscardPoll'}
                  onClick={() => void discard()}
                >
                  删除草稿
                </Button>
                <Button
                  type="primary"
                  disabled={!may('PlanPoll')}
                  loading={waiting === 'PlanPoll'}
                  onClick={() => void plan()}
                >
                  {unsaved.size > 0 ? '先保存改动' : '排定'}
                </Button>
              </Space>
            }
          />
        </>
      )
    }
    case 'planned':
      return (
        <>
          {refused}
          <Alert
            type="info"
            showIcon
            title={`已排定：${dateTimeOf(poll.opensAtMs)}自动开始（${spanOf(poll.opensAtMs - nowMs)}后）。`}
            description="现在就可以印二维码。要改设置或单位，先退回草稿。"
            action={
              <Button
                disabled={!may('UnplanPoll')}
                loading={waiting === 'UnplanPoll'}
                onClick={() => void take('UnplanPoll', '已退回草稿。')}
              >
                退回草稿
              </Button>
            }
          />
        </>
      )
    case 'open':
      return (
        <>
          {refused}
          <Alert
            type="success"
            showIcon
            title={`正在进行，${dateTimeOf(poll.closesAtMs)}自动截止（${spanOf(poll.closesAtMs - nowMs)}后）。`}
          />
        </>
      )
    case 'closing':
      return <Closing poll={poll} nowMs={nowMs} />
    case 'frozen':
      return poll.mismatch === null ? (
        <Alert type="info" showIcon title="已冻结，正在用另一种方法重算核对。" />
      ) : (
        <Alert
          type="error"
          showIcon
          title="两种计票结果不一致，保持冻结。每30秒自动再核对一次。"
          description={`实时计票：${poll.mismatch.live}；重算：${poll.mismatch.recount}`}
        />
      )
    case 'verified': {
      const reasons = reasonsOf('RevealPoll')
      const reveal = () =>
        modal.confirm({
          title: `揭晓“${poll.title}”？`,
          content: `短信和微信共${countOf(poll.tally.headline.n)}张。揭晓后各单位票数公开${poll.rehearsal ? '（演练，不计入排名）' : '，并计入市民评议的排名'}。揭晓不能撤回。`,
          okText: '揭晓',
          cancelText: '先不揭晓',
          onOk: () => take('RevealPoll', '已揭晓。'),
        })
      return (
        <>
          {refused}
          <Alert
            type="success"
            showIcon
            title="两种计票结果一致，可以揭晓。"
            description={reasons.length === 0 ? null : reasons.join('')}
            action={
              <Button
                type="primary"
                disabled={!may('RevealPoll')}
                loading={waiting === 'RevealPoll'}
                onClick={() => void reveal()}
              >
                揭晓
              </Button>
            }
          />
        </>
      )
    }
    case 'revealed':
      return (
        <Alert
          type="success"
          showIcon
          title={poll.rehearsal ? '已揭晓。演练不计入排名。' : '已揭晓，票数已计入市民评议。'}
        />
      )
    case 'void':
      return (
        <Alert
          type="error"
          showIcon
          title={poll.discarded ? '草稿已删除，只留下记录。' : `已由两人作废，理由：${poll.voidReason ?? ''}`}
          description={poll.discarded ? null : '选票保留在案，不产生结果，也不进入排名。'}
        />
      )
  }
}

/** BAL6: nothing is final before the slowest channel's drain is over. */
function Closing({ poll, nowMs }: { readonly poll: PollOverview; readonly nowMs: number }) {
  const seconds = Math.max(0, Math.ceil((poll.freezesAtMs - nowMs) / 1_000))
  if (seconds > 0)
    return (
      <Alert
        type="warning"
        showIcon
        title={`已截止，还在等待截止前发出、仍在途中的选票：最多再等${countOf(seconds)}秒。`}
        description="在此之前所有数字都是暂计。"
      />
    )
  return (
    <Alert
      type="warning"
      showIcon
      title={`在途选票已等完，等待计票日志封存（${poll.sealedLogs} / ${poll.announcedLogs}）。`}
      description={
        poll.missingLogs.length === 0
          ? null
          : '缺少的日志所在的服务器恢复后会自动继续；确实找不回来的，在“进展”里申请排除。'
      }
    />
  )
}
