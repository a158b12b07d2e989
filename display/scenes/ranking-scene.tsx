// A category's provisional ranking (RANK10): places that move, always marked 暂列, and never a title of 十优 or 十差.

import './ranking-scene.css'
import { countOf } from '../../client/lib/format.ts'
import { UnitName } from '../../client/ui/unit-name.tsx'
import { METHOD_NAMES } from '../../shared/evaluation/scheme.ts'
import { CATEGORY_NAMES } from '../../shared/evaluation/unit.ts'
import type { RankingRow, RankingSnapshot } from '../../shared/protocol/topics.ts'
import type { SessionHead } from '../../shared/protocol/views.ts'
import { Chip, Plate, Waiting } from '../plate.tsx'
import { movementOf, pageOf } from './ranking-pages.ts'
import { UNRANKED_WORDS } from './ranking-words.ts'

interface RankingSceneProps {
  readonly ranking: RankingSnapshot
  readonly session: SessionHead | null
  readonly nowMs: number
  readonly takenAtMs: number
}

const ROW = 84
const ROWS_A_PAGE = 8
const PAGE_HOLD_MS = 8_000

export function RankingScene({ ranking, session, nowMs, takenAtMs }: RankingSceneProps) {
  const { category, rows, unranked, ranked, listN, visibility } = ranking
  const page = pageOf({ count: rows.length, perPage: ROWS_A_PAGE, holdMs: PAGE_HOLD_MS, takenAtMs, nowMs })
  const methods = ranking.coverage.filter((of) => of.ranked)
  return (
    <Plate
      className="ranking"
      label="分类排名"
      session={session}
      marks={
        <>
          {page.pages > 1 && (
            <span className="tabular">
              第 {page.index + 1}/{page.pages} 页
            </span>
          )}
          <Chip kind="mark">暂列</Chip>
        </>
      }
      foot={
        <span className="ranking-foot">
          {methods.length > 0 && (
            <span>
              依据：
              {methods.map((of) => `${METHOD_NAMES[of.method]}（${of.units}个单位）`).join('、')}
            </span>
          )}
          {rows.some(hasCategoryMean) && <span>未参加问政的按本类均值计</span>}
          {unranked.length > 0 && <span>{unrankedWords(unranked)}</span>}
        </span>
      }
    >
      <div className="ranking-scene">
        <div className="ranking-top">
          <h1>{CATEGORY_NAMES[category]}</h1>
          {visibility !== 'hidden' && (
            <p className="tabular">
              参与排名 {countOf(ranked)} 个 · {listN > 0 ? `本类取${listN}名` : '不足8个，本类不列名单'}
              {visibility === 'tonight' && ' · 只列今晚问政单位'}
            </p>
          )}
        </div>
        {visibility === 'hidden' || rows.length === 0 ? (
          <Waiting word={visibility === 'hidden' ? '尚未公开' : '尚无名次'}>
            {visibility === 'hidden' ? '本类排名在评议周期内不公开' : '还没有可以排名的单位'}
          </Waiting>
        ) : (
          <ol className="ranking-rows" key={page.index}>
            {inFixedOrder(rows.slice(page.from, page.to)).map(({ row, i }) => (
              <Row key={row.unit.id} row={row} y={i * ROW} />
            ))}
          </ol>
        )}
      </div>
    </Plate>
  )
}

/** An element that is put elsewhere among its siblings loses its motion, so rows stand by unit and are moved by their place. */
function inFixedOrder(
  rows: readonly RankingRow[],
): readonly { readonly row: RankingRow; readonly i: number }[] {
  return rows.map((row, i) => ({ row, i })).sort((a, b) => (a.row.unit.id < b.row.unit.id ? -1 : 1))
}

function Row({ row, y }: { readonly row: RankingRow; readonly y: number }) {
  const { mark, words } = movementOf(row.moved)
  return (
    <li
      className="ranking-row"
      data-tonight={row.tonight ? 'yes' : 'no'}
      style={{ transform: `translateY(${y}px)` }}
    >
      <span className="ranking-place tabular">{row.place}</span>
      <span className="ranking-moved tabular" data-moved={mark === '▲' || mark === '▼' ? 'yes' : 'no'}>
        <span className="ranking-moved-mark">{mark}</span>
        {words}
      </span>
      <span className="ranking-name">
        <UnitName name={row.unit.name} max={46} min={24} height={78} />
      </span>
      <span className="ranking-tonight">{row.tonight ? '今晚' : ''}</span>
      <span className="ranking-total tabular">{row.total}</span>
    </li>
  )
}

/** EVAL3: a unit not questioned takes its category's mean, and that is said. */
function hasCategoryMean(row: RankingRow): boolean {
  return row.parts.some((part) => part.note === 'categoryMean')
}

function unrankedWords(unranked: RankingSnapshot['unranked']): string {
  const counts = new Map<string, number>()
  for (const { why } of unranked) {
    const word = UNRANKED_WORDS[why]
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return `未排名：${[...counts].map(([word, count]) => `${word}${count}个`).join('、')}`
}
