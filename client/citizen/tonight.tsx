// What was revealed of the evening, and the provisional ranking where the scheme lets everybody see it.

import { useState } from 'react'
import { CATEGORIES, CATEGORY_NAMES, type Category } from '../../shared/evaluation/categories.ts'
import type { TonightAnswer } from '../../shared/protocol/home-api.ts'
import type { RankingSnapshot } from '../../shared/protocol/topics.ts'
import { PollFigures } from './poll-figures.tsx'
import { useAsked } from './use-asked.ts'

const ASK_MS = 10_000
const RANKING_MS = 30_000
const ROWS_MOST = 50

export function Tonight() {
  const asked = useAsked<TonightAnswer>('/api/tonight', ASK_MS)
  if (asked.state !== 'known') return null
  const { session, board, polls } = asked.value
  if (session === null || (board === null && polls.length === 0)) {
    if (session?.phase !== 'live') return null
    return (
      <section className="figures">
        <h2>已揭晓</h2>
        <p className="quiet">还没有揭晓的结果，揭晓后会出现在这里。</p>
      </section>
    )
  }
  return (
    <section className="figures">
      <h2>
        {session.phase === 'live' ? '本场已揭晓' : '最近一场的结果'}
        {session.rehearsal && <span className="chip">彩排</span>}
      </h2>
      <p className="quiet">
        {session.theme} · {session.title}
      </p>
      {board !== null && (
        <>
          <h3>电视问政得分</h3>
          <ol className="board">
            {board.rows.map(({ unit, place, points, note }) => (
              <li key={unit.id} value={place}>
                {unit.name} <b className="tabular">{points}</b> 分
                {note === 'examinersOnly' && <span className="quiet">（市民票不足，只计考官）</span>}
              </li>
            ))}
          </ol>
        </>
      )}
      {polls.map(({ unit, poll }) => (
        <details key={poll.windowId}>
          <summary>{unit.name}：市民评议结果</summary>
          <PollFigures poll={poll} />
        </details>
      ))}
    </section>
  )
}

export function Rankings() {
  const [category, setCategory] = useState<Category | null>(null)
  return (
    <section className="figures">
      <h2>
        周期排名<span className="chip">暂列</span>
      </h2>
      <p className="quiet">按目前已有的成绩计算，不是最后结果，不触发任何表扬或处理。</p>
      <div className="category-buttons">
        {CATEGORIES.map((each) => (
          <button
            key={each}
            type="button"
            className="secondary"
            aria-expanded={category === each}
            onClick={() => setCategory(category === each ? null : each)}
          >
            {CATEGORY_NAMES[each]}
          </button>
        ))}
      </div>
      {category !== null && <Ranking key={category} category={category} />}
    </section>
  )
}

function Ranking({ category }: { category: Category }) {
  const asked = useAsked<RankingSnapshot>(`/api/ranking/${category}`, RANKING_MS)
  if (asked.state === 'asking')
    return (
      <p className="quiet" role="status">
        正在读取…
      </p>
    )
  if (asked.state === 'failed')
    return (
      <p className="problem" role="alert">
        {asked.sentence}
      </p>
    )
  const { rows, ranked, visibility, unranked } = asked.value
  if (visibility === 'hidden') return <p>周期内不公布暂列名次。</p>
  if (rows.length === 0) return <p>{CATEGORY_NAMES[category]}还没有可以公布的名次。</p>
  return (
    <>
      <ol className="board">
        {rows.slice(0, ROWS_MOST).map(({ unit, place, total, moved }) => (
          <li key={unit.id} value={place}>
            {unit.name} <b className="tabular">{total}</b> 分{movement(moved)}
          </li>
        ))}
      </ol>
      <p className="quiet">
        {visibility === 'tonight' && `只列本场单位。`}本类共 {ranked} 个单位有名次
        {unranked.length > 0 && `，另有 ${unranked.length} 个暂不排名`}
        {rows.length > ROWS_MOST && `，这里列前 ${ROWS_MOST} 个`}。
      </p>
    </>
  )
}

function movement(moved: number | null): string {
  if (moved === null || moved === 0) return ''
  return moved > 0 ? `，升${moved}位` : `，降${-moved}位`
}
