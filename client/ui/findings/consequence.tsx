// What setting ballots aside changes, in numbers: the result with and without, or why it may not be told yet.

import { Alert, Spin } from 'antd'
import type { WindowId } from '../../../shared/basics/ids.ts'
import type { QuarantineRule } from '../../../shared/ballot/quarantine.ts'
import { CHOICE_NAMES, CHOICES } from '../../../shared/ballot/choices.ts'
import type { ConsequenceView, ResultView } from '../../../shared/protocol/findings-api.ts'
import { countOf } from '../../lib/format.ts'
import { useWeighed } from './use-findings.ts'

export function Consequence({ consequence }: { readonly consequence: ConsequenceView }) {
  const { setAside, movedUp, result, hiddenWhy } = consequence
  return (
    <div className="fd-consequence">
      <p>
        隔离 <b>{countOf(setAside)}</b> 张计入的选票
        {movedUp > 0 ? `，同一市民稍后的 ${countOf(movedUp)} 张改为计入` : ''}。
      </p>
      {result === null ? (
        <p className="fd-quiet">
          {hiddenWhy === 'hidden_poll'
            ? '本次评议揭晓前不公开，不显示对结果的影响。'
            : '涉及或剩余的选票不足100张，不显示对结果的影响，以免看出个人的选择。'}
        </p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">短信＋微信</th>
              <th scope="col">票数</th>
              {CHOICES.map((choice) => (
                <th scope="col" key={choice}>
                  {CHOICE_NAMES[choice]}
                </th>
              ))}
              <th scope="col">评分</th>
              <th scope="col">满意率</th>
            </tr>
          </thead>
          <tbody>
            <Row words="全部计入" result={result.before} />
            <Row words="隔离之后" result={result.after} strong />
          </tbody>
        </table>
      )}
    </div>
  )
}

function Row(props: { readonly words: string; readonly result: ResultView; readonly strong?: boolean }) {
  const { n, split, points, satisfiedRate } = props.result
  return (
    <tr className={props.strong === true ? 'is-strong' : ''}>
      <th scope="row">{props.words}</th>
      <td>{countOf(n)}</td>
      {CHOICES.map((choice) => (
        <td key={choice}>{countOf(split[choice])}</td>
      ))}
      <td>{points}</td>
      <td>{satisfiedRate === '—' ? '—' : `${satisfiedRate}%`}</td>
    </tr>
  )
}

/** The same for rules nobody has weighed yet. */
export function WeighedConsequence(props: {
  readonly windowId: WindowId
  readonly rules: readonly QuarantineRule[]
}) {
  const weighed = useWeighed(props.windowId, props.rules)
  switch (weighed.state) {
    case 'waiting':
      return <Spin delay={300} size="small" description="正在计算影响…" />
    case 'failed':
      return <Alert type="warning" showIcon title={weighed.sentence} />
    case 'done':
      return <Consequence consequence={weighed.consequence} />
  }
}
