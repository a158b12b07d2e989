// A poll that runs or has run: what each channel brought and what became of it, its totals, extending, and what takes two persons.

import { Alert, Button, Form, Input, Space, Statistic, Table } from 'antd'
import { useState } from 'react'
import { CHANNEL_NAMES } from '../../../shared/ballot/choices.ts'
import type { LogId } from '../../../shared/basics/ids.ts'
import type { ChannelArrivals } from '../../../shared/protocol/console-topic.ts'
import { sentenceOf } from '../../../shared/basics/refusal.ts'
import type { PollButton, PollOverview } from '../../../shared/protocol/polls-topic.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'
import { SplitBar } from '../../ui/split-bar.tsx'
import { FormModal } from '../form-modal.tsx'
import { useOffice } from '../office-desk.ts'
import { AskAct, ExcludeLog, type PollAct } from './ask-act.tsx'
import { cityInputOf, msOfCityInput } from './poll-draft.ts'

const HIDDEN = {
  hidden_poll: '揭晓前不公开',
  below_100: '不足100张，只显示张数',
  examiners_open: '暂不公开',
} as const

export function PollRunning({ poll }: { readonly poll: PollOverview }) {
  const { me, online } = useOffice()
  const [extending, setExtending] = useState(false)
  const [asking, setAsking] = useState<PollAct | null>(null)
  const [excluding, setExcluding] = useState<LogId | null>(null)
  const { tally } = poll
  const reasonsOf = (button: PollButton) => poll.grey[button] ?? []
  const may = (button: PollButton) => online && me.role === 'office' && reasonsOf(button).length === 0
  const whyNot = (button: PollButton) => reasonsOf(button).map(sentenceOf).join('')
  return (
    <div className="office-editor">
      {tally.paused && poll.phase !== 'void' ? (
        <Alert type="warning" showIcon title="统计暂停：计票正在追赶，下面是最后已知的数字。受理不受影响。" />
      ) : null}
      <Space size="large" wrap>
        <Statistic
          title={`短信+微信${tally.provisional ? '（暂计）' : ''}`}
          value={countOf(tally.headline.n)}
          suffix="张"
        />
        <Statistic title="网页（单列，不计入排名）" value={countOf(tally.web.n)} suffix="张" />
        <Statistic title="得分" value={tally.points ?? '—'} />
        <Statistic
          title="满意率"
          value={tally.satisfiedRate ?? '—'}
          {...(tally.satisfiedRate === null ? {} : { suffix: '%' })}
        />
      </Space>
      {tally.headline.split === null ? (
        <p className="office-about">
          {tally.hiddenWhy === null ? '' : `分项和得分：${HIDDEN[tally.hiddenWhy]}。`}
        </p>
      ) : (
        <SplitBar split={tally.headline.split} offersUnsure={poll.offersUnsure} />
      )}
      <Arrivals rows={poll.arrivals} />
      {poll.extensions.map((extension) => (
        <p key={extension.atMs} className="office-about">
          {dateTimeOf(extension.atMs)} 延长到 {dateTimeOf(extension.closesAtMs)}，理由：{extension.reason}
        </p>
      ))}
      {poll.missingLogs.map((logId) => (
        <Alert
          key={logId}
          type="warning"
          showIcon
          title={`计票日志 ${logId} 还没有封存。`}
          action={
            <Button
              size="small"
              disabled={!online || me.role !== 'office'}
              onClick={() => setExcluding(logId)}
            >
              申请排除…
            </Button>
          }
        />
      ))}
      <div className="office-line">
        <Button disabled={!may('ExtendPoll')} title={whyNot('ExtendPoll')} onClick={() => setExtending(true)}>
          延长…
        </Button>
        <Button
          danger
          disabled={!may('VoidPoll')}
          title={whyNot('VoidPoll')}
          onClick={() => setAsking({ type: 'VoidPoll', pollId: poll.pollId })}
        >
          申请作废…
        </Button>
        <Button
          danger
          disabled={!may('DestroyVoterKey')}
          title={whyNot('DestroyVoterKey')}
          onClick={() => setAsking({ type: 'DestroyVoterKey', voterKeyId: `poll-${poll.pollId}` })}
        >
          {poll.keyDestroyed ? '市民标识密钥已销毁' : '申请销毁市民标识密钥…'}
        </Button>
        <span className="office-about">
          {reasonsOf('ExtendPoll').length > 0 ? `延长：${whyNot('ExtendPoll')}` : ''}
          作废和销毁密钥须由第二人在“待第二人确认”里确认。
        </span>
      </div>
      <Extend poll={poll} open={extending} onClose={() => setExtending(false)} />
      <AskAct act={asking} poll={poll} onClose={() => setAsking(null)} />
      {excluding === null ? null : (
        <ExcludeLog poll={poll} logId={excluding} onClose={() => setExcluding(null)} />
      )}
    </div>
  )
}

const ARRIVALS = [
  ['counted', '计入'],
  ['duplicate', '重复'],
  ['early', '早到'],
  ['late', '迟到'],
  ['stale', '过时'],
  ['invalid', '无效'],
  ['quarantined', '隔离'],
] as const

function Arrivals({ rows }: { readonly rows: readonly ChannelArrivals[] }) {
  return (
    <Table<ChannelArrivals>
      size="small"
      rowKey="channel"
      pagination={false}
      dataSource={[...rows]}
      scroll={{ x: 720 }}
      columns={[
        { title: '通道', key: 'channel', width: 160, render: (_, row) => CHANNEL_NAMES[row.channel] },
        ...ARRIVALS.map(([key, title]) => ({
          title,
          key,
          align: 'right' as const,
          render: (_: unknown, row: ChannelArrivals) => countOf(row[key]),
        })),
        {
          title: '每秒',
          key: 'perSecond',
          align: 'right',
          render: (_, row) => row.perSecond.toFixed(1),
        },
      ]}
      summary={(shown) => (
        <Table.Summary.Row>
          <Table.Summary.Cell index={0}>合计</Table.Summary.Cell>
          {ARRIVALS.map(([key], i) => (
            <Table.Summary.Cell key={key} index={i + 1} align="right">
              {countOf(shown.reduce((sum, row) => sum + row[key], 0))}
            </Table.Summary.Cell>
          ))}
          <Table.Summary.Cell index={ARRIVALS.length + 1} />
        </Table.Summary.Row>
      )}
      locale={{ emptyText: '还没有收到任何消息。' }}
    />
  )
}

function Extend(props: {
  readonly poll: PollOverview
  readonly open: boolean
  readonly onClose: () => void
}) {
  const { poll, open, onClose } = props
  const { send } = useOffice()
  const [form] = Form.useForm<{ closesAt: string; reason: string }>()
  const [waiting, setWaiting] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async ({ closesAt, reason }: { closesAt: string; reason: string }) => {
    const closesAtMs = msOfCityInput(closesAt)
    if (closesAtMs === null) return setProblem('请填写新的截止时间。')
    setWaiting(true)
    const refused = await send(
      { type: 'ExtendPoll', pollId: poll.pollId, closesAtMs, reason: reason.trim() },
      '已延长。',
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  return (
    <FormModal
      open={open}
      title={`延长“${poll.title}”`}
      okText="延长"
      waiting={waiting}
      problem={problem}
      clearProblem={() => setProblem(null)}
      form={form}
      initialValues={{ closesAt: cityInputOf(poll.closesAtMs + 86_400_000), reason: '' }}
      submit={submit}
      onClose={onClose}
    >
      <p className="office-about">
        现在的截止时间：{dateTimeOf(poll.closesAtMs)}。延长会公开显示，不能缩短。
      </p>
      <Form.Item
        name="closesAt"
        label="新的截止时间（北京时间）"
        rules={[{ required: true, message: '请填写时间。' }]}
      >
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item
        name="reason"
        label="理由（公开）"
        rules={[{ required: true, whitespace: true, min: 2, message: '请填写理由，至少2个字。' }]}
      >
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </FormModal>
  )
}
