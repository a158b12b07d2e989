// One batch of invitations: the step it is at, what can be done next, how far the sending is, and who replied by unit.

import { Alert, App, Button, Input, InputNumber, Popconfirm, Progress, Space, Steps, Table, Tag } from 'antd'
import { useState, type ReactNode } from 'react'
import { drawnOf, type InvitationCommand } from '../../../shared/invitation/batch.ts'
import type { BatchProgress, InvitationsView } from '../../../shared/protocol/invitations-api.ts'
import { post } from '../../lib/api.ts'
import { countOf, dateTimeOf, percentOf } from '../../lib/format.ts'
import { useOffice } from '../office-desk.ts'
import { BATCH_COLOURS, BATCH_PHASES, BATCH_STEPS, stepOf } from './invitation-words.ts'
import { PlanForm } from './plan-form.tsx'

type Batch = InvitationsView['batches'][number]

interface Props {
  readonly batch: Batch
  readonly senders: InvitationsView['senders']
  readonly numbers: readonly string[]
  readonly unitName: (code: number) => string
  readonly exampleUnit: string
  readonly open: boolean
  readonly again: () => Promise<void>
}

export function BatchCard(props: Props) {
  const { batch, again } = props
  const { me, send } = useOffice()
  const which = { pollId: batch.pollId, batchId: batch.id }
  const run = async (command: InvitationCommand, done: string): Promise<string | null> => {
    const problem = await send(command, done)
    await again()
    return problem
  }
  const { phase } = batch
  const editable = me.role === 'office'
  return (
    <section className="office-card" aria-label={`邀请批次${batch.title}`}>
      <Space wrap>
        <h2>{batch.title}</h2>
        <Tag color={BATCH_COLOURS[phase]}>{BATCH_PHASES[phase]}</Tag>
        <span className="office-quiet">
          {dateTimeOf(batch.fixedAtMs)} 固定，{countOf(batch.records)}条、{countOf(batch.people)}人、
          {countOf(batch.listed.length)}个单位
        </span>
      </Space>
      {phase === 'cancelled' ? (
        <Alert type="info" title={`已取消：${batch.reason}。没有发出的号码已删除。`} />
      ) : (
        <Steps size="small" current={stepOf(phase)} items={BATCH_STEPS.map((title) => ({ title }))} />
      )}
      {batch.draw === null ? null : (
        <p className="office-quiet">
          {`随机抽取：每单位最多${countOf(batch.draw.perUnit)}人，抽出${countOf(drawnOf(batch))}人；种子 `}
          <code title={batch.draw.seed}>{batch.draw.seed.slice(0, 12)}…</code>
          {'；'}
          <a href={`/api/invitations/draw-sheet?batchId=${batch.id}`} download>
            下载抽取底表
          </a>
          （不含号码，可凭种子重算）
        </p>
      )}
      {batch.moving ? <Alert type="info" showIcon title="正在抽取并整理名单，请稍候。" /> : null}
      {phase === 'listed' && !batch.moving && editable ? <DrawForm batch={batch} again={again} /> : null}
      {editable && ['drawn', 'planned', 'paused'].includes(phase) ? (
        <PlanForm
          key={`${batch.id} ${phase}`}
          {...props}
          onSave={(plan) => run({ type: 'PlanInvitations', ...which, plan }, '发送设置已保存。')}
        />
      ) : null}
      {batch.progress === null || batch.draw === null ? null : (
        <SendingProgress progress={batch.progress} paused={phase === 'paused' ? batch.reason : null} />
      )}
      {editable ? <Actions {...props} run={run} /> : null}
      {batch.startedAtMs === null || batch.progress === null ? null : (
        <Replies progress={batch.progress} unitName={props.unitName} />
      )}
    </section>
  )
}

function DrawForm({ batch, again }: Pick<Props, 'batch' | 'again'>) {
  const { message } = App.useApp()
  const [perUnit, setPerUnit] = useState<number | null>(30)
  const [waiting, setWaiting] = useState(false)
  const most = batch.listed.reduce((sum, { n }) => sum + Math.min(n, perUnit ?? 0), 0)
  const draw = async () => {
    setWaiting(true)
    const answer = await post('/api/invitations/draw', { batchId: batch.id, perUnit })
    setWaiting(false)
    if (!answer.ok) void message.error({ content: answer.sentence, duration: 8 })
    await again()
  }
  return (
    <Space wrap>
      <label>
        每单位最多抽 <InputNumber min={1} max={10_000} precision={0} value={perUnit} onChange={setPerUnit} />{' '}
        人
      </label>
      <span>最多抽出{countOf(most)}人</span>
      <Popconfirm
        title={`抽取最多${countOf(most)}人？`}
        description="种子由系统当场抽出并记入流水，每批只能抽一次；没有抽中的号码立即删除。"
        okText="抽取"
        cancelText="再想想"
        disabled={perUnit === null}
        onConfirm={() => void draw()}
      >
        <Button type="primary" loading={waiting} disabled={perUnit === null}>
          随机抽取
        </Button>
      </Popconfirm>
    </Space>
  )
}

function SendingProgress({
  progress,
  paused,
}: {
  readonly progress: BatchProgress
  readonly paused: string | null
}) {
  const { waiting, sent, failed, unsure, skipped } = progress
  const total = waiting + sent + failed + unsure + skipped
  const done = total - waiting
  const parts = [
    `已发${countOf(sent)}`,
    `待发${countOf(waiting)}`,
    failed > 0 ? `失败${countOf(failed)}` : '',
    unsure > 0 ? `不明${countOf(unsure)}（可能已送达，不再重发）` : '',
    skipped > 0 ? `略过${countOf(skipped)}（退订或另有邀请）` : '',
  ].filter((words) => words !== '')
  return (
    <div role="status">
      <Progress
        aria-label="发送进度"
        percent={total === 0 ? 0 : Math.floor((done * 100) / total)}
        status={paused === null ? 'normal' : 'exception'}
      />
      <div>{parts.join('　')}</div>
      {paused === null ? null : <Alert type="warning" showIcon title={`已暂停：${paused}。`} />}
      {progress.holdUp === null ? null : <Alert type="info" showIcon title={progress.holdUp} />}
    </div>
  )
}

function Actions({
  batch,
  open,
  run,
}: Props & { readonly run: (command: InvitationCommand, done: string) => Promise<string | null> }) {
  const { modal, message } = App.useApp()
  const which = { pollId: batch.pollId, batchId: batch.id }
  const tell = async (task: Promise<string | null>) => {
    const problem = await task
    if (problem !== null) void message.error({ content: problem, duration: 8 })
  }
  const start = () =>
    modal.confirm({
      title: `开始向${countOf(batch.progress?.waiting ?? 0)}人发送？`,
      content: '发出的短信不能收回；可以随时暂停或取消还没有发出的。',
      okText: '开始发送',
      cancelText: '再想想',
      onOk: () => tell(run({ type: 'StartInvitations', ...which }, '已开始发送。')),
    })
  const cancel = () => {
    let reason = ''
    modal.confirm({
      title: '取消这个批次？',
      content: (
        <>
          <p>还没有发出的{countOf(batch.progress?.waiting ?? batch.records)}人不再发送，号码立即删除。</p>
          <Input
            aria-label="理由"
            placeholder="理由"
            maxLength={200}
            onChange={(event) => (reason = event.target.value)}
          />
        </>
      ),
      okText: '取消批次',
      okButtonProps: { danger: true },
      cancelText: '留着',
      onOk: async () => {
        if (reason.trim().length < 2) {
          void message.warning('请填写理由。')
          throw new Error('a reason is needed')
        }
        await tell(run({ type: 'CancelInvitations', ...which, reason: reason.trim() }, '批次已取消。'))
      },
    })
  }
  const buttons: Record<string, ReactNode> = {
    planned: (
      <Button type="primary" disabled={!open} onClick={start} title={open ? '' : '评议期开放后才能发送'}>
        开始发送
      </Button>
    ),
    sending: (
      <Button
        onClick={() =>
          void tell(run({ type: 'PauseInvitations', ...which, reason: '评议办暂停' }, '已暂停。'))
        }
      >
        暂停
      </Button>
    ),
    paused: (
      <Button
        type="primary"
        disabled={!open}
        onClick={() => void tell(run({ type: 'ResumeInvitations', ...which }, '继续发送。'))}
      >
        继续发送
      </Button>
    ),
  }
  const over = batch.phase === 'done' || batch.phase === 'cancelled'
  return over ? null : (
    <Space>
      {buttons[batch.phase]}
      <Button danger onClick={cancel}>
        取消批次
      </Button>
    </Space>
  )
}

function Replies({
  progress,
  unitName,
}: {
  readonly progress: BatchProgress
  readonly unitName: (code: number) => string
}) {
  const asked = progress.sent + progress.unsure
  return (
    <>
      <h2>
        回复：{countOf(progress.replied)}人，回复率{percentOf(progress.replied, asked)}（发出{countOf(asked)}
        人）
      </h2>
      <Table
        size="small"
        rowKey="unitCode"
        dataSource={[...progress.units]}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: '还没有发出。' }}
        columns={[
          { title: '代码', dataIndex: 'unitCode', width: 90 },
          { title: '单位', dataIndex: 'unitCode', key: 'name', render: (code: number) => unitName(code) },
          { title: '发出', dataIndex: 'sent', width: 110, align: 'right', render: countOf },
          { title: '回复', dataIndex: 'replied', width: 110, align: 'right', render: countOf },
          {
            title: '回复率',
            key: 'rate',
            width: 110,
            align: 'right',
            render: (_, { sent, replied }) => percentOf(replied, sent),
          },
        ]}
      />
    </>
  )
}
