// One round: how far one is, one unit a card, the list of all, and handing the whole in.

import { useMemo, useState } from 'react'
import type { PersonId } from '../../shared/basics/ids.ts'
import { dateTimeOf } from '../lib/format.ts'
import { markCommand, nextEmpty, recusalCommand, type RoundDraft } from './desk-draft.ts'
import { typingOf } from './kept.ts'
import { timeLeftOf } from './time-left.ts'
import { UnitCard } from './unit-card.tsx'
import type { DeskView } from './use-desk.ts'

interface Props {
  readonly round: RoundDraft
  readonly reviewerId: PersonId
  readonly view: Pick<DeskView, 'nowMs' | 'send'>
  /** Null: there is no other round. */
  readonly back: (() => void) | null
}

export function RoundScreen({ round, reviewerId, view, back }: Props) {
  const [at, setAt] = useState(() => nextEmpty(round.units, 0) ?? 0)
  const [listing, setListing] = useState(false)
  const [asking, setAsking] = useState(false)
  const typing = useMemo(() => typingOf(reviewerId), [reviewerId])
  const unit = round.units[Math.min(at, round.units.length - 1)]
  const whole = round.given === round.asked
  const share = round.asked === 0 ? 100 : (round.given * 100) / round.asked
  const go = (to: number) => {
    setAt(to)
    setListing(false)
    scrollTo(0, 0)
  }
  return (
    <main className="round">
      <section className="round-head">
        <h1>{round.title}</h1>
        <p>{standingOf(round, view.nowMs)}</p>
        <div
          className="progress"
          role="progressbar"
          aria-valuemin={0}
          aria-valuemax={round.asked}
          aria-valuenow={round.given}
          aria-label="评议进度"
        >
          <span style={{ width: `${share}%` }} />
        </div>
        <div className="round-buttons">
          <p className="progress-words">
            已评 <b>{round.given}</b> / {round.asked} 个单位
            {round.undelivered > 0 ? `，${round.undelivered} 项还没有送达` : ''}
          </p>
          <button type="button" aria-expanded={listing} onClick={() => setListing(!listing)}>
            {listing ? '收起列表' : '全部单位'}
          </button>
          {back === null ? null : (
            <button type="button" onClick={back}>
              换一轮
            </button>
          )}
        </div>
      </section>
      {listing || unit === undefined ? (
        <ol className="unit-list">
          {round.units.map((each, index) => (
            <li key={each.unitId}>
              <button type="button" data-state={each.state} onClick={() => go(index)}>
                <span>{each.name}</span>
                <b>{each.state === 'recused' ? '回避' : each.mark === null ? '未评' : `${each.mark}分`}</b>
              </button>
            </li>
          ))}
        </ol>
      ) : (
        <UnitCard
          key={unit.unitId}
          {...{ round, unit }}
          typing={typing}
          place={`第 ${at + 1} 个，共 ${round.units.length} 个`}
          give={(mark) => view.send(markCommand(round, unit, mark))}
          recuse={(reason) => view.send(recusalCommand(round, unit.unitId, reviewerId, reason))}
        />
      )}
      {listing ? null : (
        <nav className="step">
          <button type="button" disabled={at === 0} onClick={() => go(at - 1)}>
            上一个
          </button>
          <button type="button" disabled={at >= round.units.length - 1} onClick={() => go(at + 1)}>
            下一个
          </button>
          <button
            type="button"
            className="primary"
            disabled={nextEmpty(round.units, at) === null}
            onClick={() => go(nextEmpty(round.units, at + 1) ?? at)}
          >
            下一个未评的
          </button>
        </nav>
      )}
      {round.open ? (
        <section className="hand-in">
          {asking ? (
            <>
              <p role="alert">
                提交后不能再改，共 {round.given} 个单位
                {round.units.length > round.asked ? `，回避 ${round.units.length - round.asked} 个` : ''}
                。确定提交？
              </p>
              <button
                type="button"
                className="big primary"
                onClick={() => {
                  view.send({ type: 'SubmitReview', roundId: round.roundId })
                  setAsking(false)
                }}
              >
                确定提交
              </button>
              <button type="button" className="big" onClick={() => setAsking(false)}>
                再看看
              </button>
            </>
          ) : (
            <button type="button" className="big" disabled={!whole} onClick={() => setAsking(true)}>
              {whole ? '提交评议' : `还有 ${round.asked - round.given} 个没有评，评完才能提交`}
            </button>
          )}
          <p className="quiet">不提交的，到截止时按已送达的计入。</p>
        </section>
      ) : null}
    </main>
  )
}

function standingOf(round: RoundDraft, nowMs: number): string {
  if (round.submitting) return '正在提交…'
  if (round.submittedAtMs !== null) return `已于 ${dateTimeOf(round.submittedAtMs)} 提交，不能再改。`
  if (nowMs < round.opensAtMs) return `${dateTimeOf(round.opensAtMs)} 开始评议。`
  if (nowMs > round.closesAtMs)
    return `已于 ${dateTimeOf(round.closesAtMs)} 截止。${round.setAside > 0 ? `有 ${round.setAside} 项迟到，已记录，不计入。` : ''}`
  return `截止 ${dateTimeOf(round.closesAtMs)}，还有${timeLeftOf(round.closesAtMs - nowMs)}`
}
