// One period poll: its settings and units while it is a draft, its planning, its running, its counts and its QR codes.

import { Alert, Button, Empty, Space, Tabs, Tag } from 'antd'
import type { PollOverview, PollsSnapshot } from '../../../shared/protocol/polls-topic.ts'
import { useOffice } from '../office-desk.ts'
import { PollCallbacks } from '../invitations/poll-callbacks.tsx'
import { PollInvitations } from '../invitations/poll-invitations.tsx'
import { Page } from '../page.tsx'
import { PollCodes } from './poll-codes.tsx'
import { PollCounts } from './poll-counts.tsx'
import { pollDraftOf, pollSettingsOf, replaceableIn } from './poll-draft.ts'
import { PollForm } from './poll-form.tsx'
import { PollPlanning } from './poll-planning.tsx'
import { PollRunning } from './poll-running.tsx'
import { PollUnits } from './poll-units.tsx'
import { phaseWords, POLL_PHASE_COLOURS } from './poll-words.ts'

interface Props {
  readonly id: string
  readonly tab: string | undefined
  readonly snapshot: PollsSnapshot
  readonly go: (hash: string) => void
}

export function PollScreen({ id, tab, snapshot, go }: Props) {
  const poll = snapshot.polls.find(({ pollId }) => pollId === id)
  if (poll === undefined)
    return (
      <Page title="评议期">
        <Empty description="没有这个评议期，可能地址不对。">
          <Button onClick={() => go('polls')}>回到评议期列表</Button>
        </Empty>
      </Page>
    )
  return (
    <Page
      title={
        <Space wrap>
          <Button type="link" className="office-back" onClick={() => go('polls')}>
            评议期
          </Button>
          <span>{poll.title}</span>
          <Tag color={POLL_PHASE_COLOURS[poll.phase]}>{phaseWords(poll)}</Tag>
          {poll.rehearsal ? <Tag color="#7d5a0c">演练 · 不计入排名</Tag> : null}
        </Space>
      }
    >
      <Office />
      <PollPlanning poll={poll} />
      <PollTabs poll={poll} tab={tab} snapshot={snapshot} go={go} />
    </Page>
  )
}

function Office() {
  const { me } = useOffice()
  return me.role === 'office' ? null : (
    <Alert type="info" showIcon title="评议期由评议办准备和揭晓；这里可以查看，也可以确认他人的申请。" />
  )
}

function PollTabs(props: {
  readonly poll: PollOverview
  readonly tab: string | undefined
  readonly snapshot: PollsSnapshot
  readonly go: (hash: string) => void
}) {
  const { poll, go } = props
  const { unsaved, send, setUnsaved, me } = useOffice()
  const draft = poll.phase === 'draft'
  const ran = !draft && poll.phase !== 'planned' && !poll.discarded
  const star = (name: string) => (unsaved.has(name) ? `${name} *` : name)
  const initial = pollDraftOf(poll)
  const settings = {
    key: 'settings',
    label: star('设置'),
    children: (
      <PollForm
        key={JSON.stringify(initial)}
        initial={initial}
        submitText="保存设置"
        disabled={!draft || me.role !== 'office'}
        replaceable={replaceableIn(props.snapshot)}
        onDirty={(dirty) => setUnsaved('设置', dirty)}
        onSubmit={async (values) => {
          const revised = pollSettingsOf(values)
          if (revised === null) return '请填写开始和截止的日期和时间。'
          return send({ type: 'RevisePoll', pollId: poll.pollId, settings: revised }, '设置已保存。')
        }}
      />
    ),
  }
  const units = { key: 'units', label: star('单位'), children: <PollUnits poll={poll} /> }
  const counts = { key: 'counts', label: '各单位票数', children: <PollCounts poll={poll} /> }
  const running = { key: 'running', label: '进展', children: <PollRunning poll={poll} /> }
  const codes = { key: 'codes', label: '二维码', children: <PollCodes poll={poll} /> }
  const invitations = { key: 'invitations', label: '邀请', children: <PollInvitations poll={poll} /> }
  const callbacks = {
    key: 'callbacks',
    label: '回访',
    destroyOnHidden: true,
    children: <PollCallbacks poll={poll} />,
  }
  const items = ran
    ? [running, counts, invitations, callbacks, codes, settings]
    : draft
      ? [settings, units]
      : [settings, units, invitations, codes]
  const active = items.some(({ key }) => key === props.tab) ? props.tab : items[0]?.key
  return (
    <Tabs
      {...(active === undefined ? {} : { activeKey: active })}
      onChange={(key) => go(`polls/${poll.pollId}/${key}`)}
      items={items}
    />
  )
}
