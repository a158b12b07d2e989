// The office's section of review rounds (业务部门评议): all of them, a new one, or one.

import { Alert, Button, Empty, Modal, Progress, Table, Tag } from 'antd'
import { useState } from 'react'
import { ROUND_STATE_NAMES, type RoundHead, type RoundsAnswer } from '../../../shared/protocol/reviews-api.ts'
import { REVIEW_FORM_NAMES, RoundId } from '../../../shared/review/round.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { newId } from '../../lib/new-id.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { useAsked } from '../../ui/periods/use-asked.ts'
import '../../ui/periods/periods.css'
import { useTurn } from '../ledger/use-turn.ts'
import { useOffice } from '../office-desk.ts'
import { Page } from '../page.tsx'
import { newRoundDraft, roundSettingsOf } from './round-draft.ts'
import { RoundForm } from './round-form.tsx'
import { RoundScreen } from './round-screen.tsx'
import { ROUND_STATE_COLOURS } from './round-words.ts'

interface Props {
  readonly id: string | undefined
  readonly tab: string | undefined
  readonly go: (hash: string) => void
}

const READ_MS = 20_000

export function ReviewsSection({ id, tab, go }: Props) {
  const { me } = useOffice()
  const { turn, next } = useTurn(READ_MS)
  const asked = useAsked<RoundsAnswer>(me.role === 'office' ? '/api/reviews' : null, turn)
  const periods = asked.value?.periods ?? []
  if (me.role !== 'office')
    return (
      <Page title="业务部门评议">
        <Alert type="info" showIcon title="业务部门评议由评议办办理，导演看不到评议人和评议情况。" />
      </Page>
    )
  if (id !== undefined)
    return <RoundScreen key={id} {...{ roundId: id, tab, turn, periods, go }} changed={next} />
  return (
    <Page
      title="业务部门评议"
      about="主管部门评本条线的单位，区和乡镇（街道）自下而上评市直部门；不评本单位，有利害关系的回避。截止前只看进度，截止后才看评议情况。"
      actions={<NewRound periods={periods} ready={asked.value !== null} go={go} />}
    >
      <AskedFrame asked={asked} what="评议轮次">
        {({ rounds }) => <Rounds rounds={rounds} open={(roundId) => go(`reviews/${roundId}`)} />}
      </AskedFrame>
    </Page>
  )
}

function Rounds({
  rounds,
  open,
}: {
  readonly rounds: readonly RoundHead[]
  readonly open: (roundId: string) => void
}) {
  return (
    <Table<RoundHead>
      size="middle"
      rowKey="roundId"
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...rounds]}
      scroll={{ x: 1_120 }}
      locale={{
        emptyText: <Empty description="还没有评议轮次。先在“账号”里建评议人账号，再按“新建评议轮次”。" />,
      }}
      columns={[
        {
          title: '名称',
          key: 'title',
          render: (_, { roundId, title }) => (
            <Button type="link" className="pd-name" onClick={() => open(roundId)}>
              {title}
            </Button>
          ),
        },
        { title: '评议周期', dataIndex: 'periodTitle', width: 180 },
        { title: '方式', key: 'form', width: 190, render: (_, { form }) => REVIEW_FORM_NAMES[form] },
        {
          title: '状态',
          key: 'state',
          width: 100,
          render: (_, { state }) => <Tag color={ROUND_STATE_COLOURS[state]}>{ROUND_STATE_NAMES[state]}</Tag>,
        },
        { title: '截止', key: 'closes', width: 170, render: (_, { closesAtMs }) => dateTimeOf(closesAtMs) },
        { title: '单位', dataIndex: 'units', width: 70, align: 'right' },
        {
          title: '进度',
          key: 'progress',
          width: 200,
          render: (_, { given, asked: whole, submitted, reviewers }) => (
            <>
              <Progress
                percent={whole === 0 ? 0 : Math.floor((given * 100) / whole)}
                size="small"
                aria-label={`已评${given}个，共${whole}个`}
              />
              <span className="pd-quiet">
                {submitted} / {reviewers} 人已提交
              </span>
            </>
          ),
        },
      ]}
    />
  )
}

function NewRound({
  periods,
  ready,
  go,
}: {
  readonly periods: RoundsAnswer['periods']
  readonly ready: boolean
  readonly go: Props['go']
}) {
  const { online, send } = useOffice()
  const [open, setOpen] = useState(false)
  const [roundId, setRoundId] = useState('')
  return (
    <>
      <Button
        type="primary"
        disabled={!online || !ready}
        onClick={() => {
          setRoundId(`r-${newId().slice(0, 10)}`)
          setOpen(true)
        }}
      >
        新建评议轮次
      </Button>
      <Modal
        open={open}
        title="新建评议轮次"
        footer={null}
        width={720}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <RoundForm
          initial={newRoundDraft(Date.now(), periods[0]?.periodId)}
          periods={periods}
          submitText="建立评议轮次"
          onSubmit={async (draft) => {
            const settings = roundSettingsOf(draft)
            if (settings === null) return '请把名称、周期和时间填写完整。'
            const refused = await send(
              { type: 'DraftRound', roundId: RoundId.parse(roundId), settings },
              '已建立，接着选定单位和评议人。',
            )
            if (refused === null) {
              setOpen(false)
              go(`reviews/${roundId}/units`)
            }
            return refused
          }}
        />
      </Modal>
    </>
  )
}
