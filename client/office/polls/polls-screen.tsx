// All period polls, the running ones first, with what each lacks, and a new one.

import { Button, Checkbox, Empty, Modal, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import type { PollOverview, PollsSnapshot } from '../../../shared/protocol/polls-topic.ts'
import type { PollPhase } from '../../../shared/poll/period-poll.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'
import { newWindowId } from '../../lib/new-id.ts'
import { useServerNow } from '../../lib/use-topic.ts'
import { useOffice } from '../office-desk.ts'
import { Page } from '../page.tsx'
import { newPollDraft, pollSettingsOf, replaceableIn, type PollDraft } from './poll-draft.ts'
import { PollForm } from './poll-form.tsx'
import { phaseWords, POLL_PHASE_COLOURS, spanOf } from './poll-words.ts'

const ABOUT = '评议期：几天到几周，许多单位，市民用带单位代码的短信、微信或网页评议。揭晓后直接计入市民评议。'
const ORDER: Readonly<Record<PollPhase, number>> = {
  open: 0,
  closing: 1,
  frozen: 2,
  verified: 3,
  planned: 4,
  draft: 5,
  revealed: 6,
  void: 7,
}

export function PollsScreen({
  snapshot,
  go,
}: {
  readonly snapshot: PollsSnapshot
  readonly go: (hash: string) => void
}) {
  const { me } = useOffice()
  const nowMs = useServerNow(10_000)
  const [adding, setAdding] = useState(false)
  const [withVoid, setWithVoid] = useState(false)
  const polls = snapshot.polls
    .filter(({ phase }) => withVoid || phase !== 'void')
    .sort((a, b) => ORDER[a.phase] - ORDER[b.phase])
  const voids = snapshot.polls.filter(({ phase }) => phase === 'void').length
  return (
    <Page
      title="评议期"
      about={ABOUT}
      actions={
        <Button type="primary" disabled={me.role !== 'office'} onClick={() => setAdding(true)}>
          新建评议期
        </Button>
      }
    >
      {voids === 0 ? null : (
        <Checkbox checked={withVoid} onChange={(event) => setWithVoid(event.target.checked)}>
          显示已作废和已删除的（{voids}）
        </Checkbox>
      )}
      <Table<PollOverview>
        size="middle"
        rowKey="pollId"
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={polls}
        scroll={{ x: 1_160 }}
        columns={[
          {
            title: '评议期',
            key: 'title',
            ellipsis: true,
            render: (_, poll) => (
              <Button type="link" className="office-name" onClick={() => go(`polls/${poll.pollId}`)}>
                {poll.title}
              </Button>
            ),
          },
          {
            title: '状态',
            key: 'phase',
            width: 160,
            render: (_, poll) => (
              <Space size={4}>
                <Tag color={POLL_PHASE_COLOURS[poll.phase]}>{phaseWords(poll)}</Tag>
                {poll.rehearsal ? <Tag color="#7d5a0c">演练</Tag> : null}
              </Space>
            ),
          },
          { title: '开始', key: 'opens', width: 180, render: (_, poll) => dateTimeOf(poll.opensAtMs) },
          { title: '截止', key: 'closes', width: 180, render: (_, poll) => dateTimeOf(poll.closesAtMs) },
          {
            title: '单位',
            key: 'units',
            width: 80,
            align: 'right',
            render: (_, poll) => countOf(poll.unitCount),
          },
          {
            title: '短信+微信',
            key: 'n',
            width: 110,
            align: 'right',
            render: (_, poll) =>
              poll.phase === 'draft' || poll.phase === 'planned'
                ? '—'
                : `${countOf(poll.tally.headline.n)}张`,
          },
          { title: '接下来', key: 'next', width: 200, render: (_, poll) => nextOf(poll, nowMs) },
        ]}
        locale={{
          emptyText: <Empty description="还没有评议期。按“新建评议期”开始；单位先在“单位”页导入。" />,
        }}
      />
      <NewPoll
        open={adding}
        snapshot={snapshot}
        onClose={() => setAdding(false)}
        onMade={(id) => go(`polls/${id}/units`)}
      />
    </Page>
  )
}

function nextOf(poll: PollOverview, nowMs: number): string {
  switch (poll.phase) {
    case 'draft': {
      const lacking = poll.grey.PlanPoll?.length ?? 0
      return lacking === 0 ? '可以排定' : `还缺 ${lacking} 项`
    }
    case 'planned':
      return `${spanOf(poll.opensAtMs - nowMs)}后开始`
    case 'open':
      return `${spanOf(poll.closesAtMs - nowMs)}后截止`
    case 'closing':
      return poll.missingLogs.length > 0 ? '等待计票日志封存' : '等待在途选票'
    case 'frozen':
      return poll.mismatch === null ? '正在核验' : '核验不一致'
    case 'verified':
      return '可以揭晓'
    case 'revealed':
      return '—'
    case 'void':
      return poll.voidReason ?? '—'
  }
}

function NewPoll(props: {
  readonly open: boolean
  readonly snapshot: PollsSnapshot
  readonly onClose: () => void
  readonly onMade: (id: string) => void
}) {
  const { send, setup } = useOffice()
  const nowMs = useServerNow(60_000)
  const channelsOn = setup.channels.flatMap(({ channel, on }) => (on ? [channel] : []))
  const make = async (draft: PollDraft) => {
    const pollId = newWindowId()
    const settings = pollSettingsOf(draft)
    if (settings === null) return '请填写开始和截止的日期和时间。'
    const problem = await send({ type: 'DraftPoll', pollId, settings }, '评议期已建立，接着选单位。')
    if (problem !== null) return problem
    props.onClose()
    props.onMade(pollId)
    return null
  }
  return (
    <Modal
      open={props.open}
      title="新建评议期"
      footer={null}
      onCancel={props.onClose}
      width={760}
      destroyOnHidden
    >
      <PollForm
        initial={newPollDraft(nowMs, channelsOn)}
        submitText="建立评议期"
        replaceable={replaceableIn(props.snapshot)}
        onSubmit={make}
      />
    </Modal>
  )
}
