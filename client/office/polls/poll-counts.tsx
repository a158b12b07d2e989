// Every unit of a poll with its counts, up to ten thousand in one table: n at any time, splits after the reveal (SHOW5, PUB4).

import { Alert, Button, Empty, Input, Spin, Table, type TableColumnsType } from 'antd'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { CHOICE_NAMES, CHOICES, type Choice } from '../../../shared/ballot/choices.ts'
import { CATEGORY_NAMES } from '../../../shared/evaluation/unit.ts'
import { ratingsIn } from '../../../shared/evaluation/poll-points.ts'
import type { PollCountsAnswer, UnitCountsRow } from '../../../shared/protocol/polls-api.ts'
import type { PollOverview } from '../../../shared/protocol/polls-topic.ts'
import { get } from '../../lib/api.ts'
import { countOf, percentOf, timeOf } from '../../lib/format.ts'
import { downloadCsv } from '../csv-template.ts'
import { useRoom } from '../use-room.ts'

/** While a poll counts, the table is asked for anew this often. */
const AGAIN_MS = 30_000

interface Held {
  readonly answer: PollCountsAnswer
  readonly atMs: number
}

export function PollCounts({ poll }: { readonly poll: PollOverview }) {
  const { pollId, phase } = poll
  const room = useRoom(440)
  const [held, setHeld] = useState<Held | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [sought, setSought] = useState('')
  const ask = useCallback(async () => {
    const answer = await get<PollCountsAnswer>(`/api/polls/${pollId}/counts`)
    setProblem(answer.ok ? null : answer.sentence)
    if (answer.ok) setHeld({ answer: answer.value, atMs: Date.now() })
  }, [pollId])
  const counts = phase === 'open' || phase === 'closing'
  useEffect(() => {
    void ask()
    if (!counts) return
    const timer = setInterval(() => void ask(), AGAIN_MS)
    return () => {
      clearInterval(timer)
    }
  }, [ask, counts, phase])
  const rows = useMemo(() => {
    const words = sought.trim()
    return (held?.answer.units ?? []).filter(
      (row) => words === '' || row.name.includes(words) || String(row.code).startsWith(words),
    )
  }, [held, sought])
  if (held === null)
    return problem === null ? (
      <Spin delay={300} description="正在读取各单位票数…" />
    ) : (
      <Alert
        type="error"
        showIcon
        title={problem}
        action={<Button onClick={() => void ask()}>再试一次</Button>}
      />
    )
  const { revealed, complete, units } = held.answer
  const voted = units.filter(({ headline }) => headline.n > 0).length
  return (
    <div className="office-editor">
      {problem === null ? null : <Alert type="warning" showIcon title={`没有更新：${problem}`} />}
      {complete ? null : (
        <Alert type="warning" showIcon title="统计暂停：计票正在追赶，下面是最后已知的张数。" />
      )}
      <div className="office-line">
        <Input.Search
          allowClear
          className="office-search"
          placeholder="按名称或代码查找"
          onChange={(event) => setSought(event.target.value)}
        />
        <Button onClick={() => void ask()}>刷新</Button>
        <Button onClick={() => downloadCsv(`${poll.title}各单位票数.csv`, csvRows(held.answer))}>
          导出CSV
        </Button>
        <span className="office-about">
          {timeOf(held.atMs)} 的数字；{countOf(voted)} / {countOf(units.length)} 个单位有短信或微信票。
          {revealed ? '不足30张的单位只显示张数。' : '揭晓前只显示张数。'}
        </span>
      </div>
      <Table<UnitCountsRow>
        virtual
        size="middle"
        rowKey="code"
        pagination={false}
        scroll={{ y: room, x: revealed ? 1_120 : 820 }}
        dataSource={rows}
        columns={revealed ? [...COLUMNS, ...SPLITS, ...ASIDE] : [...COLUMNS, ...ASIDE]}
        footer={() => `显示 ${countOf(rows.length)} 个单位`}
        locale={{
          emptyText: <Empty description={sought === '' ? '这个评议期没有单位。' : `没有找到“${sought}”。`} />,
        }}
      />
    </div>
  )
}

const COLUMNS: TableColumnsType<UnitCountsRow> = [
  { title: '代码', dataIndex: 'code', width: 80, sorter: (a, b) => a.code - b.code },
  { title: '单位', dataIndex: 'name', ellipsis: true },
  {
    title: '类别',
    dataIndex: 'category',
    width: 160,
    render: (_, row) => CATEGORY_NAMES[row.category],
    filters: Object.entries(CATEGORY_NAMES).map(([value, text]) => ({ value, text })),
    onFilter: (value, row) => row.category === value,
  },
  {
    title: '短信+微信',
    key: 'n',
    width: 106,
    align: 'right',
    sorter: (a, b) => a.headline.n - b.headline.n,
    render: (_, row) => countOf(row.headline.n),
  },
]

const SPLITS: TableColumnsType<UnitCountsRow> = [
  ...CHOICES.map((choice: Choice) => ({
    title: CHOICE_NAMES[choice],
    key: choice,
    width: 80,
    align: 'right' as const,
    render: (_: unknown, { headline }: UnitCountsRow) =>
      headline.split === null ? '—' : countOf(headline.split[choice]),
  })),
  {
    title: '满意率',
    key: 'rate',
    width: 80,
    align: 'right',
    render: (_, { headline }) =>
      headline.split === null ? '—' : percentOf(headline.split.satisfied, ratingsIn(headline.split)),
  },
]

const ASIDE: TableColumnsType<UnitCountsRow> = [
  {
    title: '网页',
    key: 'web',
    width: 80,
    align: 'right',
    sorter: (a, b) => a.web.n - b.web.n,
    render: (_, row) => countOf(row.web.n),
  },
  {
    title: '未计入',
    key: 'aside',
    width: 92,
    align: 'right',
    sorter: (a, b) => a.setAside - b.setAside,
    render: (_, row) => countOf(row.setAside),
  },
]

function csvRows({ units, revealed }: PollCountsAnswer): readonly (readonly (string | number)[])[] {
  const names = CHOICES.map((choice) => CHOICE_NAMES[choice])
  return [
    ['单位代码', '单位', '类别', '短信+微信', ...(revealed ? names : []), '网页', '未计入'],
    ...units.map(({ code, name, category, headline, web, setAside }) => [
      ...[code, name, CATEGORY_NAMES[category], headline.n],
      ...(revealed ? CHOICES.map((choice) => headline.split?.[choice] ?? '不足30张') : []),
      ...[web.n, setAside],
    ]),
  ]
}
