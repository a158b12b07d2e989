// The three tallies of a frozen period: that they agree, with the two hashes that are certified; or in what they differ (PUB1).

import { Alert, Button, Descriptions } from 'antd'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'
import { HashWords } from './hash-words.tsx'

interface Props {
  readonly period: PeriodAnswer
  /** Compares once more; absent: who looks may not ask for it. */
  readonly onAgain?: () => void
}

export function Tallies({ period, onAgain }: Props) {
  const { differences, agreement, head, tally } = period
  if (head.phase !== 'frozen') return <Compared period={period} />
  const again =
    onAgain === undefined ? null : (
      <Button loading={tally.running} onClick={onAgain}>
        {tally.running ? '正在核对' : '重新核对'}
      </Button>
    )
  if (tally.failed !== null)
    return (
      <Alert
        type="error"
        showIcon
        title={tally.failed}
        description="数据保持冻结。排除故障（磁盘、日志文件）以后重新核对。"
        action={again}
      />
    )
  const isDone = differences !== null || agreement !== null
  return (
    <div className="pd-stack">
      <Compared period={period} />
      {isDone ? again : null}
    </div>
  )
}

function Compared({ period }: { readonly period: PeriodAnswer }) {
  const { differences, agreement, head } = period
  if (head.phase === 'draft' || head.phase === 'collecting') return null
  if (differences === null && agreement === null)
    return (
      <Alert
        type="info"
        showIcon
        title="正在三方核对：实时计票、日志重算、独立核验程序重算结果包。"
        description="完成后这里显示结果，不用刷新。一万个单位通常不到一分钟。"
      />
    )
  if (differences !== null && differences.length > 0)
    return (
      <Alert
        type="error"
        showIcon
        title={`三方核对有${differences.length}处不一致，不能签发。数据保持冻结，两边的数都留着。`}
        description={
          <>
            <ul className="pd-list">
              {differences.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
            请先查清原因（审计可用核验程序自己重算）；数据有错时，申请“重新打开”后更正再冻结。
          </>
        }
      />
    )
  if (agreement === null) return null
  return (
    <section className="pd-next" aria-label="三方核对">
      <h2>三方核对一致</h2>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'at', label: '核对时间', children: dateTimeOf(agreement.atMs) },
          {
            key: 'bundle',
            label: '结果包',
            children: <HashWords hash={agreement.bundleHash} name="结果包哈希" />,
          },
          {
            key: 'result',
            label: '结果',
            children: <HashWords hash={agreement.resultHash} name="结果哈希" />,
          },
          {
            key: 'polls',
            label: '重新数过的选票',
            children:
              agreement.polls.length === 0
                ? '没有本系统的评议期，市民票数全部来自导入'
                : agreement.polls
                    .map(({ pollId, ballots }) => `评议期 ${pollId}：${countOf(ballots)}张`)
                    .join('；'),
          },
        ]}
      />
    </section>
  )
}
