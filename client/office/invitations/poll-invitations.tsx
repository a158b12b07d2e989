// Invitations of one period poll: its batches, newest first, and a new list on its way in.

import { Alert, Button, Empty, Spin } from 'antd'
import { useState } from 'react'
import { SMS_CHANNELS } from '../../../shared/ballot/choices.ts'
import type { InvitationsView } from '../../../shared/protocol/invitations-api.ts'
import type { PollOverview } from '../../../shared/protocol/polls-topic.ts'
import { useOffice } from '../office-desk.ts'
import { BatchCard } from './batch-card.tsx'
import { UploadPanel } from './upload-panel.tsx'
import { usePolled } from './use-polled.ts'

const EVERY_MS = 1_500

export function PollInvitations({ poll }: { readonly poll: PollOverview }) {
  const { setup, me } = useOffice()
  const {
    value: view,
    problem,
    again,
  } = usePolled<InvitationsView>(
    me.role === 'office' ? `/api/invitations?pollId=${poll.pollId}` : null,
    EVERY_MS,
  )
  const [uploading, setUploading] = useState(false)
  if (me.role !== 'office')
    return <Alert type="info" showIcon title="邀请名单涉及市民号码，只有评议办可以查看。" />
  if (view === null)
    return problem === null ? <Spin delay={300} /> : <Alert type="error" showIcon title={problem} />

  const names = new Map<number, string>(setup.units.map(({ code, name }) => [code, name]))
  const unitName = (code: number) => names.get(code) ?? `代码${String(code)}`
  const exampleUnit = setup.units.reduce(
    (long, { name }) => (name.length > long.length ? name : long),
    '单位',
  )
  const numbers = poll.accessNumbers.length === 0 ? setup.accessNumbers : poll.accessNumbers
  const bySms = poll.channels.some((channel) => SMS_CHANNELS.includes(channel))
  const pending = poll.phase === 'planned' || poll.phase === 'open'
  return (
    <div className="office-column">
      {problem === null ? null : <Alert type="warning" showIcon title={problem} />}
      {view.storeFailing ? (
        <Alert type="error" showIcon title="暂存库现在不能读写，邀请和回访暂停；选票不受影响。" />
      ) : null}
      {bySms ? null : (
        <Alert type="warning" showIcon title="这个评议期没有短信通道，受邀人无法回复，不能发送邀请。" />
      )}
      {view.senders.some(({ on }) => on) ? null : (
        <Alert
          type="warning"
          showIcon
          title="还没有配置发送通道（SMS_OUT_URL 或 Twilio），可以上传、抽取和试算，不能发送。"
        />
      )}
      {uploading ? (
        <UploadPanel
          pollId={poll.pollId}
          unitName={unitName}
          onClose={() => setUploading(false)}
          onFixed={() => {
            setUploading(false)
            void again()
          }}
        />
      ) : (
        <Button
          type="primary"
          disabled={!pending || !bySms}
          onClick={() => setUploading(true)}
          className="office-self"
        >
          上传办件名单
        </Button>
      )}
      {view.batches.length === 0 && !uploading ? (
        <Empty description="还没有邀请。上传近期办过业务的市民名单，随机抽取后发短信请他们评议。" />
      ) : null}
      {view.batches.map((batch) => (
        <BatchCard
          key={batch.id}
          {...{ batch, numbers, unitName, exampleUnit, again }}
          senders={view.senders}
          open={poll.phase === 'open'}
        />
      ))}
    </div>
  )
}
