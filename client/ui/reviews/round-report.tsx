// What the marks of a round tell about who gave them: distribution, each reviewer's own, uniform marks, influence, mutual favour (EVAL6).

import { Alert, Empty, Table, Tabs, Tag } from 'antd'
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { REVIEWER_GROUP_NAMES } from '../../../shared/evaluation/department.ts'
import type { RoundReport } from '../../../shared/protocol/reviews-api.ts'
import { countOf } from '../../lib/format.ts'
import '../periods/periods.css'

const BANDS = [
  '0–9',
  '10–19',
  '20–29',
  '30–39',
  '40–49',
  '50–59',
  '60–69',
  '70–79',
  '80–89',
  '90–100',
] as const
const tick = { fontSize: 12, fill: 'var(--text-quiet)' }

export function RoundReportView({ report }: { readonly report: RoundReport }) {
  const uniform = report.reviewers.filter((each) => each.uniform)
  const given = report.bands.reduce((sum, n) => sum + n, 0)
  if (given === 0) return <Empty description="这一轮没有收到任何评议。" />
  return (
    <div className="pd-stack">
      <p className="pd-quiet">
        只供评议办和审计核查，不公布评议人姓名。这里指出值得看一眼的地方，不等于有人违规。
      </p>
      {uniform.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={`${countOf(uniform.length)} 名评议人给所有单位同一个分：${uniform.map(({ name }) => name).join('、')}。`}
        />
      )}
      {report.favours.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={`${countOf(report.favours.length)} 对单位互相给对方明显高于别人的分，见“互评偏高”。`}
        />
      )}
      <Tabs
        items={[
          { key: 'bands', label: '分布', children: <Distribution report={report} given={given} /> },
          {
            key: 'reviewers',
            label: `评议人（${report.reviewers.length}）`,
            children: <Reviewers report={report} />,
          },
          {
            key: 'favours',
            label: `互评偏高（${report.favours.length}）`,
            children: <Favours report={report} />,
          },
          { key: 'influences', label: '影响最大', children: <Influences report={report} /> },
          { key: 'units', label: `单位得分（${report.units.length}）`, children: <Units report={report} /> },
        ]}
      />
    </div>
  )
}

function Distribution({ report, given }: { readonly report: RoundReport; readonly given: number }) {
  const data = BANDS.map((band, at) => ({ band, count: report.bands[at] ?? 0 }))
  const words = data.map(({ band, count }) => `${band}分${count}个`).join('，')
  return (
    <figure className="pd-chart">
      <div role="img" aria-label={`全部${given}个分值的分布：${words}`}>
        <BarChart
          width={760}
          height={260}
          data={data}
          margin={{ top: 16, right: 16, bottom: 4, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--rule)" vertical={false} />
          <XAxis dataKey="band" tick={tick} interval={0} />
          <YAxis tick={tick} width={44} allowDecimals={false} />
          <Tooltip isAnimationActive={false} />
          <Bar
            dataKey="count"
            name="评议数"
            fill="var(--method-department)"
            isAnimationActive={false}
            label={{ position: 'top', fontSize: 12, fill: 'var(--text)' }}
          />
        </BarChart>
      </div>
      <figcaption>全部 {countOf(given)} 个分值，按十分一段</figcaption>
    </figure>
  )
}

type ReviewerLine = RoundReport['reviewers'][number]

function Reviewers({ report }: { readonly report: RoundReport }) {
  return (
    <Table<ReviewerLine>
      size="small"
      rowKey="reviewerId"
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 900 }}
      dataSource={report.reviewers}
      columns={[
        { title: '评议人', dataIndex: 'name', width: 120 },
        { title: '所代表单位', dataIndex: 'organisation' },
        { title: '组别', key: 'group', width: 130, render: (_, { group }) => REVIEWER_GROUP_NAMES[group] },
        { title: '评议数', dataIndex: 'reviews', width: 80, align: 'right' },
        {
          title: '平均分',
          dataIndex: 'mean',
          width: 90,
          align: 'right',
          sorter: (a, b) => Number(a.mean) - Number(b.mean),
        },
        {
          title: '分布（左低右高）',
          key: 'bands',
          width: 220,
          render: (_, { bands, reviews }) => <Bands bands={bands} whole={reviews} />,
        },
        {
          title: '提示',
          key: 'notes',
          width: 170,
          render: (_, { uniform, setAside }) => (
            <>
              {uniform ? <Tag color="warning">全给一个分</Tag> : null}
              {setAside > 0 ? <Tag>迟到 {setAside}，不计</Tag> : null}
            </>
          ),
        },
      ]}
    />
  )
}

/** Ten small bars and the same in words. */
function Bands({ bands, whole }: { readonly bands: readonly number[]; readonly whole: number }) {
  const most = Math.max(1, ...bands)
  const words = bands.flatMap((n, at) => (n === 0 ? [] : [`${BANDS[at]}分${n}个`])).join('，')
  return (
    <svg width={200} height={36} role="img" aria-label={`共${whole}个：${words}`}>
      {bands.map((n, at) => {
        const height = n === 0 ? 1 : 4 + (n * 30) / most
        return (
          <rect
            key={BANDS[at]}
            x={at * 20 + 1}
            y={36 - height}
            width={18}
            height={height}
            fill={n === 0 ? 'var(--rule)' : 'var(--method-department)'}
          >
            <title>{`${BANDS[at]}分：${n}个`}</title>
          </rect>
        )
      })}
    </svg>
  )
}

function Favours({ report }: { readonly report: RoundReport }) {
  return (
    <Table<RoundReport['favours'][number]>
      size="small"
      rowKey={({ organisations }) => organisations.join(' ')}
      pagination={false}
      dataSource={report.favours}
      locale={{ emptyText: <Empty description="没有发现两家互相给对方明显高于别人的分。" /> }}
      columns={[
        { title: '甲', key: 'a', render: (_, { organisations }) => organisations[0] },
        { title: '乙', key: 'b', render: (_, { organisations }) => organisations[1] },
        {
          title: '甲给乙高出别人',
          key: 'ab',
          width: 170,
          align: 'right',
          render: (_, { above, reviews }) => `${above[0]} 分（${reviews[0]} 个）`,
        },
        {
          title: '乙给甲高出别人',
          key: 'ba',
          width: 170,
          align: 'right',
          render: (_, { above, reviews }) => `${above[1]} 分（${reviews[1]} 个）`,
        },
      ]}
    />
  )
}

function Influences({ report }: { readonly report: RoundReport }) {
  return (
    <Table<RoundReport['influences'][number]>
      size="small"
      rowKey={({ reviewerId, unitName }) => `${reviewerId} ${unitName}`}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={report.influences}
      locale={{ emptyText: <Empty description="每个单位都只有一名评议人，没有可比的。" /> }}
      columns={[
        { title: '评议人', dataIndex: 'name', width: 160 },
        { title: '单位', dataIndex: 'unitName' },
        {
          title: '有他与没有他，得分相差',
          key: 'points',
          width: 220,
          align: 'right',
          render: (_, { points }) => `${points.startsWith('-') ? '' : '+'}${points}`,
        },
      ]}
    />
  )
}

function Units({ report }: { readonly report: RoundReport }) {
  return (
    <Table<RoundReport['units'][number]>
      size="small"
      rowKey="unitId"
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={report.units}
      columns={[
        { title: '代码', dataIndex: 'code', width: 90 },
        { title: '单位', dataIndex: 'name' },
        { title: '评议数', dataIndex: 'n', width: 100, align: 'right', sorter: (a, b) => a.n - b.n },
        {
          title: '业务部门评议得分',
          key: 'points',
          width: 170,
          align: 'right',
          sorter: (a, b) => Number(a.points ?? -1) - Number(b.points ?? -1),
          render: (_, { points }) => points ?? '没有评议',
        },
      ]}
    />
  )
}
