// One review round: settings, units, reviewers while it is a draft; progress while it runs; what the marks tell once it is over.

import { Alert, App, Button, Form, Input, Space, Tabs, Tag } from 'antd'
import { useState } from 'react'
import {
  ROUND_STATE_NAMES,
  type ReviewerRow,
  type RoundAnswer,
  type RoundReport,
  type RoundsAnswer,
} from '../../../shared/protocol/reviews-api.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { useAsked } from '../../ui/periods/use-asked.ts'
import { ProgressTable } from '../../ui/reviews/progress-table.tsx'
import { RoundReportView } from '../../ui/reviews/round-report.tsx'
import { useOffice } from '../office-desk.ts'
import { Page } from '../page.tsx'
import { AskReason, type Reasoned } from '../periods/ask-reason.tsx'
import { cityInputOf, msOfCityInput } from '../polls/poll-draft.ts'
import { RecuseForm } from './recuse-form.tsx'
import { ReviewersChoice } from './reviewers-choice.tsx'
import { roundDraftOf, roundSettingsOf } from './round-draft.ts'
import { RoundForm } from './round-form.tsx'
import { ROUND_STATE_COLOURS } from './round-words.ts'
import { UnitsChoice } from './units-choice.tsx'

interface Props {
  readonly roundId: string
  readonly tab: string | undefined
  readonly turn: number
  readonly periods: RoundsAnswer['periods']
  readonly go: (hash: string) => void
  readonly changed: () => void
}

export function RoundScreen({ roundId, tab, turn, periods, go, changed }: Props) {
  const asked = useAsked<RoundAnswer>(`/api/reviews/${roundId}`, turn)
  const head = asked.value?.head
  return (
    <Page
      title={
        <Space>
          <Button type="link" onClick={() => go('reviews')}>
            业务部门评议
          </Button>
          {head?.title ?? ''}
          {head === undefined ? null : (
            <Tag color={ROUND_STATE_COLOURS[head.state]}>{ROUND_STATE_NAMES[head.state]}</Tag>
          )}
        </Space>
      }
      about={
        head === undefined
          ? undefined
          : `${head.periodTitle}，${dateTimeOf(head.opensAtMs)} 至 ${dateTimeOf(head.closesAtMs)}`
      }
    >
      <AskedFrame asked={asked} what="评议轮次">
        {(round) => <Round {...{ round, tab, periods, go, turn, changed }} />}
      </AskedFrame>
    </Page>
  )
}

type RoundProps = Omit<Props, 'roundId'> & { readonly round: RoundAnswer }

function Round({ round, tab, periods, go, turn, changed }: RoundProps) {
  const { send } = useOffice()
  const { head } = round
  const { roundId, state } = head
  const first = state === 'draft' ? 'settings' : state === 'over' ? 'report' : 'progress'
  const known = periods.some(({ periodId }) => periodId === head.periodId)
    ? periods
    : [...periods, { periodId: head.periodId, title: head.periodTitle, endsOn: '' }]
  return (
    <>
      <Stage round={round} changed={changed} go={go} />
      <Tabs
        activeKey={tab ?? first}
        onChange={(key) => go(`reviews/${roundId}/${key}`)}
        destroyOnHidden
        items={[
          {
            key: 'settings',
            label: '设置',
            children: (
              <RoundForm
                key={JSON.stringify(head)}
                initial={roundDraftOf(head)}
                periods={known}
                submitText="保存设置"
                disabled={state !== 'draft'}
                onSubmit={async (draft) => {
                  const settings = roundSettingsOf(draft)
                  if (settings === null) return '请把名称、周期和时间填写完整。'
                  const refused = await send({ type: 'ReviseRound', roundId, settings }, '设置已保存。')
                  if (refused === null) changed()
                  return refused
                }}
              />
            ),
          },
          {
            key: 'units',
            label: `单位（${head.units}）`,
            children: <UnitsChoice round={round} changed={changed} />,
          },
          {
            key: 'reviewers',
            label: `评议人（${head.reviewers}）`,
            children: <ReviewersChoice round={round} changed={changed} />,
          },
          { key: 'progress', label: '进度', children: <Progress round={round} changed={changed} /> },
          { key: 'report', label: '评议情况', children: <Report round={round} turn={turn} /> },
        ]}
      />
    </>
  )
}

/** What comes next, and what moves the round there. */
function Stage({ round, changed, go }: Pick<RoundProps, 'round' | 'changed' | 'go'>) {
  const { act } = useOffice()
  const { modal } = App.useApp()
  const [extending, setExtending] = useState(false)
  const { head, extensions } = round
  const { roundId, state } = head
  const then = (done: Promise<boolean>) =>
    void done.then((ok) => {
      if (ok) changed()
    })
  const discard = () =>
    void modal.confirm({
      title: `删除草稿“${head.title}”？`,
      content: `选定的 ${head.units} 个单位和 ${head.reviewers} 名评议人会丢失，不能恢复。`,
      okText: '删除草稿',
      okButtonProps: { danger: true },
      onOk: async () => {
        if (await act({ type: 'DiscardRound', roundId }, '草稿已删除。')) go('reviews')
      },
    })
  const plan = () =>
    void modal.confirm({
      title: `下达“${head.title}”？`,
      content: `共 ${head.units} 个单位、${head.reviewers} 名评议人、${head.asked} 项评议。下达后单位和方式不能再改；${dateTimeOf(head.opensAtMs)} 自动开始。`,
      okText: '下达',
      onOk: async () => then(act({ type: 'PlanRound', roundId }, '已下达，到时自动开始。')),
    })
  return (
    <Space wrap>
      {state === 'draft' ? (
        <>
          <Button type="primary" onClick={plan}>
            下达…
          </Button>
          <Button danger onClick={discard}>
            删除草稿…
          </Button>
          <span className="pd-quiet">先选定单位和评议人，再下达。</span>
        </>
      ) : null}
      {state === 'waiting' ? (
        <Button onClick={() => then(act({ type: 'UnplanRound', roundId }, '已退回草稿。'))}>退回草稿</Button>
      ) : null}
      {state === 'waiting' || state === 'open' ? (
        <Button onClick={() => setExtending(true)}>延长截止…</Button>
      ) : null}
      {extensions.map(({ closesAtMs, reason, atMs }) => (
        <span key={atMs} className="pd-quiet">
          {dateTimeOf(atMs)} 延长到 {dateTimeOf(closesAtMs)}：{reason}
        </span>
      ))}
      {extending ? <Extend round={round} onClose={() => setExtending(false)} changed={changed} /> : null}
    </Space>
  )
}

function Extend({
  round,
  onClose,
  changed,
}: {
  readonly round: RoundAnswer
  readonly onClose: () => void
  readonly changed: () => void
}) {
  const { send } = useOffice()
  const [form] = Form.useForm<Reasoned & { readonly closesAt: string }>()
  return (
    <AskReason
      title="延长截止"
      okText="延长"
      reasonLabel="理由"
      consequence={<Alert type="info" title="只能延后，不能提前；延长和理由留在记录里。" />}
      form={form}
      initialValues={{ closesAt: cityInputOf(round.head.closesAtMs) }}
      onClose={onClose}
      submit={async ({ closesAt, reason }) => {
        const closesAtMs = msOfCityInput(closesAt)
        if (closesAtMs === null) return '请填写新的截止时间。'
        const { roundId } = round.head
        const refused = await send(
          { type: 'ExtendRound', roundId, closesAtMs, reason: reason.trim() },
          '已延长。',
        )
        if (refused === null) changed()
        return refused
      }}
    >
      <Form.Item name="closesAt" label="新的截止时间">
        <Input type="datetime-local" style={{ width: 240 }} />
      </Form.Item>
    </AskReason>
  )
}

function Progress({ round, changed }: Pick<RoundProps, 'round' | 'changed'>) {
  const [reopening, setReopening] = useState<ReviewerRow | null>(null)
  const [recusing, setRecusing] = useState<ReviewerRow | null>(null)
  const open = round.head.state === 'open'
  if (round.head.state === 'draft')
    return <Alert type="info" showIcon title="下达以后，这里看每名评议人的进度。" />
  return (
    <>
      <ProgressTable
        head={round.head}
        reviewers={round.reviewers}
        acts={(row) =>
          open ? (
            <Space>
              <Button size="small" disabled={row.submittedAtMs === null} onClick={() => setReopening(row)}>
                退回重评…
              </Button>
              <Button size="small" onClick={() => setRecusing(row)}>
                回避…
              </Button>
            </Space>
          ) : null
        }
      />
      {reopening === null ? null : (
        <Reopen row={reopening} round={round} onClose={() => setReopening(null)} changed={changed} />
      )}
      {recusing === null ? null : (
        <RecuseForm row={recusing} round={round} onClose={() => setRecusing(null)} changed={changed} />
      )}
    </>
  )
}

function Reopen(props: {
  readonly row: ReviewerRow
  readonly round: RoundAnswer
  readonly onClose: () => void
  readonly changed: () => void
}) {
  const { send } = useOffice()
  const [form] = Form.useForm<Reasoned>()
  const { roundId } = props.round.head
  const { reviewerId, name } = props.row
  return (
    <AskReason
      title={`退回“${name}”的评议`}
      okText="退回"
      reasonLabel="理由"
      consequence={<Alert type="info" title="退回后本人可以再改、再提交；评议办看不到他给的分。" />}
      form={form}
      onClose={props.onClose}
      submit={async ({ reason }) => {
        const refused = await send(
          { type: 'ReopenReview', roundId, reviewerId, reason: reason.trim() },
          '已退回，请通知本人。',
        )
        if (refused === null) props.changed()
        return refused
      }}
    />
  )
}

function Report({ round, turn }: Pick<RoundProps, 'round' | 'turn'>) {
  const over = round.head.state === 'over'
  const asked = useAsked<RoundReport>(
    over ? `/api/reviews/${round.head.roundId}/report` : null,
    over ? 0 : turn,
  )
  if (!over) return <Alert type="info" showIcon title="评议还没有截止，截止后才能看评议情况。" />
  return (
    <AskedFrame asked={asked} what="评议情况">
      {(report) => <RoundReportView report={report} />}
    </AskedFrame>
  )
}
