// The message desk (留言台): what citizens wrote that was no ballot, the same words in one line, and what became of it.

import {
  Alert,
  App,
  Button,
  Descriptions,
  Empty,
  Input,
  Select,
  Space,
  Spin,
  Table,
  Tag,
  Typography,
} from 'antd'
import { useState } from 'react'
import { CHANNEL_NAMES, CHANNELS } from '../../shared/ballot/choices.ts'
import {
  DESK_STATES,
  type DeskGroup,
  type DeskReason,
  type DeskState,
} from '../../shared/protocol/desk-api.ts'
import { countOf, dateTimeOf } from '../lib/format.ts'
import { answeredWords, droppedWords, reasonNameOf, STATE_NAMES } from '../ui/desk-words.ts'
import {
  ALL_MESSAGES,
  useMessageDesk,
  type DeskQuestion,
  type DeskView,
  type MessageDesk,
} from '../ui/use-message-desk.ts'
import { Page } from './page.tsx'

const STATE_COLOURS = {
  new: 'warning',
  read: 'default',
  handled: 'success',
  forwarded: 'processing',
} as const

export function DeskScreen() {
  const [question, setQuestion] = useState<DeskQuestion>(ALL_MESSAGES)
  const desk = useMessageDesk(question)
  const ask = (change: Partial<DeskQuestion>) => setQuestion({ ...question, skip: 0, ...change })
  return (
    <Page
      title="留言台"
      about="没有作为选票计入的消息：意见、提问、看不懂的短信和微信。电话、证件号、车牌、账号和姓名已隐去；文字加密保存30天，发送人退订时一并清除。"
    >
      {desk.view === null ? (
        desk.problem === null ? (
          <Spin delay={300} size="large" description="正在读取留言…" className="office-waiting" />
        ) : (
          <Alert type="error" showIcon title={desk.problem} />
        )
      ) : (
        <Messages view={desk.view} desk={desk} question={question} ask={ask} />
      )}
    </Page>
  )
}

interface Props {
  readonly view: DeskView
  readonly desk: MessageDesk
  readonly question: DeskQuestion
  readonly ask: (change: Partial<DeskQuestion>) => void
}

function Messages({ view, desk, question, ask }: Props) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const marking = useMarking(desk)
  const { counts } = view
  const dropped = droppedWords(counts)
  const mark = async (groups: readonly string[], state: DeskState) => {
    if (await marking(groups, state)) setChosen([])
  }
  const filtered =
    question.reason !== null ||
    question.channel !== null ||
    question.state !== null ||
    question.unit !== null ||
    question.text !== ''
  return (
    <>
      {desk.problem === null ? null : (
        <Alert type="error" showIcon title={`${desk.problem}下面是最后一次读到的。`} />
      )}
      {counts.fault === null ? null : <Alert type="warning" showIcon title={counts.fault} />}
      {dropped === null ? null : <Alert type="info" showIcon title={dropped} />}
      <Filters view={view} question={question} ask={ask} />
      <Space wrap>
        <Button disabled={chosen.length === 0} onClick={() => void mark(chosen, 'read')}>
          标为已看
        </Button>
        <Button disabled={chosen.length === 0} onClick={() => void mark(chosen, 'handled')}>
          标为已处理…
        </Button>
        <Button disabled={chosen.length === 0} onClick={() => void mark(chosen, 'forwarded')}>
          标为已转办…
        </Button>
        <Button disabled={chosen.length === 0} onClick={() => void mark(chosen, 'new')}>
          恢复为未看
        </Button>
        <span role="status">
          {chosen.length > 0
            ? `已选 ${countOf(chosen.length)} 组`
            : `共 ${countOf(view.total)} 组；全部留言中未看 ${countOf(counts.fresh)} 组`}
        </span>
      </Space>
      <Table<DeskGroup>
        size="middle"
        rowKey="id"
        dataSource={[...view.groups]}
        rowSelection={{
          selectedRowKeys: [...chosen],
          onChange: (keys) => setChosen(keys.map(String)),
          getCheckboxProps: (group) => ({ 'aria-label': `选择：${group.text.slice(0, 20)}` }),
        }}
        pagination={{
          current: question.skip / question.limit + 1,
          pageSize: question.limit,
          total: view.total,
          showSizeChanger: false,
          hideOnSinglePage: true,
          onChange: (page) => ask({ skip: (page - 1) * question.limit }),
        }}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={
                filtered
                  ? '没有符合条件的留言。请放宽条件。'
                  : '还没有留言。市民发来的消息如果不是有效选票，会在几秒内出现在这里。'
              }
            />
          ),
        }}
        expandable={{ expandedRowRender: (group) => <Detail group={group} />, columnWidth: 40 }}
        columns={[
          {
            title: '留言',
            key: 'text',
            render: (_, { text }) => <div className="desk-text desk-brief">{text}</div>,
          },
          {
            title: '条数',
            key: 'count',
            width: 90,
            align: 'right',
            render: (_, { count }) => countOf(count),
          },
          { title: '原因', key: 'reason', width: 140, render: (_, { reason }) => reasonNameOf(reason) },
          {
            title: '单位',
            key: 'units',
            width: 170,
            render: (_, { units }) => (units.length === 0 ? '—' : units.join('、')),
          },
          {
            title: '最近一条',
            key: 'last',
            width: 170,
            render: (_, { lastAtMs }) => dateTimeOf(lastAtMs),
          },
          { title: '状态', key: 'state', width: 150, render: (_, group) => <Standing group={group} /> },
        ]}
      />
    </>
  )
}

function Standing({ group: { state, by, markedAtMs, lastAtMs } }: { readonly group: DeskGroup }) {
  return (
    <>
      <Tag color={STATE_COLOURS[state]}>{STATE_NAMES[state]}</Tag>
      {by === null || state === 'new' ? null : <span className="desk-by">{by}</span>}
      {markedAtMs !== null && state !== 'new' && lastAtMs > markedAtMs ? <div>之后又有来信</div> : null}
    </>
  )
}

function Filters({ view, question, ask }: Omit<Props, 'desk'>) {
  const { counts } = view
  return (
    <Space wrap>
      <Select<DeskReason>
        allowClear
        style={{ width: 220 }}
        placeholder="全部原因"
        aria-label="按原因筛选"
        value={question.reason}
        onChange={(reason: DeskReason | undefined) => ask({ reason: reason ?? null })}
        options={counts.reasons.map(({ reason, count }) => ({
          value: reason,
          label: `${reasonNameOf(reason)} ${countOf(count)}`,
        }))}
      />
      <Select
        allowClear
        style={{ width: 180 }}
        placeholder="全部通道"
        aria-label="按通道筛选"
        value={question.channel}
        onChange={(channel: DeskQuestion['channel'] | undefined) => ask({ channel: channel ?? null })}
        options={CHANNELS.filter((channel) => channel !== 'web').map((value) => ({
          value,
          label: CHANNEL_NAMES[value],
        }))}
      />
      <Select
        allowClear
        showSearch
        style={{ width: 220 }}
        placeholder="全部单位"
        aria-label="按单位筛选"
        value={question.unit}
        onChange={(unit: string | undefined) => ask({ unit: unit ?? null })}
        options={view.units.map((value) => ({ value, label: value }))}
      />
      <Select
        allowClear
        style={{ width: 140 }}
        placeholder="全部状态"
        aria-label="按状态筛选"
        value={question.state}
        onChange={(state: DeskState | undefined) => ask({ state: state ?? null })}
        options={DESK_STATES.map((value) => ({ value, label: STATE_NAMES[value] }))}
      />
      <Input.Search
        allowClear
        style={{ width: 240 }}
        maxLength={60}
        placeholder="查找文字"
        aria-label="查找文字"
        onSearch={(text) => ask({ text })}
      />
    </Space>
  )
}

function Detail({ group }: { readonly group: DeskGroup }) {
  return (
    <Descriptions
      size="small"
      column={1}
      items={[
        { key: 'text', label: '全文', children: <span className="desk-text">{group.text}</span> },
        {
          key: 'channels',
          label: '通道',
          children: group.channels
            .map(({ channel, count }) => `${CHANNEL_NAMES[channel]} ${countOf(count)}`)
            .join('，'),
        },
        {
          key: 'times',
          label: '时间',
          children: `最早 ${dateTimeOf(group.firstAtMs)}，最近 ${dateTimeOf(group.lastAtMs)}`,
        },
        {
          key: 'answer',
          label: '答复用语',
          children: (
            <div>
              <Typography.Text copyable={{ tooltips: ['复制', '已复制'] }}>{group.answer}</Typography.Text>
              <div>{answeredWords(group.channels.map(({ channel }) => channel))}</div>
            </div>
          ),
        },
        ...(group.note === ''
          ? []
          : [
              {
                key: 'note',
                label: '备注',
                children: `${group.note}（${group.by ?? ''}${group.markedAtMs === null ? '' : `，${dateTimeOf(group.markedAtMs)}`}）`,
              },
            ]),
      ]}
    />
  )
}

/** Asks for a note where one is of use, marks, and offers to take it back. */
function useMarking(desk: MessageDesk) {
  const { message, modal } = App.useApp()
  const put = async (groups: readonly string[], state: DeskState, note: string) => {
    const problem = await desk.mark({ groups: [...groups], state, note })
    if (problem !== null) {
      void message.error({ content: problem, duration: 8 })
      return false
    }
    void message.success(`${countOf(groups.length)} 组已标为“${STATE_NAMES[state]}”。标错了可以再改。`)
    return true
  }
  return (groups: readonly string[], state: DeskState): Promise<boolean> => {
    if (state === 'new' || state === 'read') return put(groups, state, '')
    let note = ''
    return new Promise((settle) => {
      void modal.confirm({
        title:
          state === 'forwarded'
            ? `转办 ${countOf(groups.length)} 组留言`
            : `${countOf(groups.length)} 组留言已处理`,
        content: (
          <Input
            autoFocus
            maxLength={60}
            placeholder={state === 'forwarded' ? '转给谁，如：市供水公司' : '怎么处理的（可不填）'}
            aria-label={state === 'forwarded' ? '转给谁' : '怎么处理的'}
            onChange={(event) => {
              note = event.target.value
            }}
          />
        ),
        okText: state === 'forwarded' ? '标为已转办' : '标为已处理',
        cancelText: '取消',
        onOk: async () => settle(await put(groups, state, note)),
        onCancel: () => settle(false),
      })
    })
  }
}
