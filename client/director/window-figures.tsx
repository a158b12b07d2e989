// What a window has received: seats scored and locked, or messages by channel and outcome; a result only once it is revealed.

import { CHANNEL_NAMES, CHOICE_NAMES, CHOICES } from '../../shared/ballot/choices.ts'
import { fromJson, show } from '../../shared/basics/exact.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { ConsoleWindow } from '../../shared/protocol/console-topic.ts'
import type { InvalidWhy } from '../../shared/show/score.ts'
import { countOf } from '../lib/format.ts'
import { Closing } from './window-closing.tsx'
import { markWords } from '../ui/mark-words.ts'
import { sharesOf } from '../ui/shares.ts'

export function ExaminersFigures({ window }: { readonly window: ConsoleWindow }) {
  const { panel } = window
  if (panel === null) return null
  const { result } = panel
  if (window.phase === 'revealed' && result !== null)
    return (
      <div className="dc-result">
        <b>{result.mean === null ? '无效' : show(fromJson(result.mean))}</b>
        <small>{result.invalid === null ? '考官平均分' : invalidWords(result.invalid)}</small>
        <dl>
          {result.distribution.map(({ label, count }) => (
            <div key={label}>
              <dt>{markWords(label)}</dt>
              <dd>{countOf(count)}</dd>
            </div>
          ))}
        </dl>
        <small>
          计入 {result.counted} · 弃权 {result.abstained} · 在场 {result.present} · 回避 {result.recused}
          {result.trimmed > 0 ? ` · 两端各去 ${result.trimmed}` : ''}
        </small>
      </div>
    )
  const share = (n: number) => `${panel.present === 0 ? 0 : Math.min(100, (n * 100) / panel.present)}%`
  return (
    <div className="dc-progress">
      <Bar name="已打分" n={panel.scored} of={panel.present} width={share(panel.scored)} />
      <Bar name="已锁定" n={panel.locked} of={panel.present} width={share(panel.locked)} />
    </div>
  )
}

function Bar(props: {
  readonly name: string
  readonly n: number
  readonly of: number
  readonly width: string
}) {
  return (
    <div className="dc-bar">
      <span>{props.name}</span>
      <i>
        <i style={{ width: props.width }} />
      </i>
      <b>
        {props.n}/{props.of}
      </b>
    </div>
  )
}

export function invalidWords(why: InvalidWhy): string {
  switch (why) {
    case 'not_half_of_present':
      return '打分和弃权未过在场考官半数'
    case 'fewer_than_five':
      return '计入的打分不足5份'
    case 'group_too_small':
      return '有席位组计入不足3份'
    default:
      return unreachable(why)
  }
}

const OUTCOMES = [
  ['counted', '计入'],
  ['duplicate', '重复'],
  ['early', '过早'],
  ['late', '迟到'],
  ['stale', '过时'],
  ['invalid', '无效'],
  ['quarantined', '隔离'],
] as const

export function CitizensFigures({
  window,
  nowMs,
}: {
  readonly window: ConsoleWindow
  readonly nowMs: number
}) {
  const { poll, arrivals } = window
  const total = (name: (typeof OUTCOMES)[number][0]) => arrivals.reduce((sum, each) => sum + each[name], 0)
  // A column that is mostly empty only takes room.
  const outcomes = OUTCOMES.filter(([name]) => name !== 'quarantined' || total(name) > 0)
  return (
    <>
      {window.phase === 'revealed' ? <PollResultRow window={window} /> : null}
      <table className="dc-arrivals">
        <thead>
          <tr>
            <th scope="col">通道{poll?.tally.paused === true ? ' · 统计暂停' : ''}</th>
            <th scope="col">张/秒</th>
            {outcomes.map(([name, words]) => (
              <th scope="col" key={name}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {arrivals.length === 0 ? (
            <tr>
              <td colSpan={outcomes.length + 2}>还没有收到选票。</td>
            </tr>
          ) : null}
          {arrivals.map((each) => (
            <tr key={each.channel}>
              <th scope="row">{CHANNEL_NAMES[each.channel]}</th>
              <td className={each.perSecond > 0 ? 'is-live' : ''}>{each.perSecond.toFixed(1)}</td>
              {outcomes.map(([name]) => (
                <td key={name}>{countOf(each[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
        {arrivals.length > 1 ? (
          <tfoot>
            <tr>
              <th scope="row">合计</th>
              <td>{arrivals.reduce((sum, each) => sum + each.perSecond, 0).toFixed(1)}</td>
              {outcomes.map(([name]) => (
                <td key={name}>{countOf(total(name))}</td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
      {window.phase === 'closing' ? <Closing window={window} nowMs={nowMs} /> : null}
    </>
  )
}

function PollResultRow({ window }: { readonly window: ConsoleWindow }) {
  const tally = window.poll?.tally
  if (tally === undefined) return null
  const { split, n } = tally.headline
  if (split === null) return <p className="dc-note">短信和微信共 {countOf(n)} 票，不足100票，只公布票数。</p>
  const shares = sharesOf(split)
  return (
    <div className="dc-result">
      <b>{tally.points ?? '—'}</b>
      <small>
        市民评分 · 满意率 {tally.satisfiedRate === null ? '—' : `${tally.satisfiedRate}%`}（满意 ÷
        不含不了解）
      </small>
      <dl>
        {CHOICES.filter((choice) => choice !== 'unsure' || window.poll?.offersUnsure === true).map(
          (choice) => (
            <div key={choice}>
              <dt>{CHOICE_NAMES[choice]}</dt>
              <dd>
                {countOf(split[choice])}{' '}
                <small>{choice === 'unsure' ? '不计入比例' : percentWords(shares[choice].percent)}</small>
              </dd>
            </div>
          ),
        )}
      </dl>
      <small>
        短信＋微信 {countOf(n)} 票 · 网页另计 {countOf(tally.web.n)} 票
      </small>
    </div>
  )
}

function percentWords(percent: string | null): string {
  return percent === null ? '—' : `${percent}%`
}
