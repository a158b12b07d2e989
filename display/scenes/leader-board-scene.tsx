// The board of the evening: the questioned units by what was revealed of them, the others beneath with the reason.

import './leader-board-scene.css'
import { UnitName } from '../../client/ui/unit-name.tsx'
import type { LeaderBoardView } from '../../shared/protocol/topics.ts'
import type { SessionHead, UnitView } from '../../shared/protocol/views.ts'
import { Plate, Waiting } from '../plate.tsx'
import { pageOf } from './ranking-pages.ts'

interface LeaderBoardSceneProps {
  readonly board: LeaderBoardView
  readonly session: SessionHead | null
  /** The server's clock. */
  readonly nowMs: number
  readonly takenAtMs: number
}

/** Px that the rows may take; few of them stand higher. */
const BOX = 768
const ROWS_A_PAGE = 8
const ROW_MOST = 128
const PAGE_HOLD_MS = 8_000

const OTHERS_WORDS: Readonly<Record<LeaderBoardView['others'][number]['why'], string>> = {
  pending: '待揭晓',
  invalid: '无效',
  indicative: '仅作示意',
}

interface BoardRow {
  readonly unit: UnitView
  readonly place: number | null
  readonly words: string
  /** Counted from the examiners alone. */
  readonly starred: boolean
  /** Points as a part of 100, for the bar. */
  readonly part: number | null
}

export function LeaderBoardScene({ board, session, nowMs, takenAtMs }: LeaderBoardSceneProps) {
  const rows = rowsOf(board)
  const page = pageOf({ count: rows.length, perPage: ROWS_A_PAGE, holdMs: PAGE_HOLD_MS, takenAtMs, nowMs })
  const height = Math.min(ROW_MOST, Math.floor(BOX / Math.max(1, page.to - page.from)))
  const shown = rows.slice(page.from, page.to).map((row, i) => ({ row, i }))
  // An element put elsewhere among its siblings loses its motion: rows stand by unit and are moved by their place.
  shown.sort((a, b) => (a.row.unit.id < b.row.unit.id ? -1 : 1))
  return (
    <Plate
      className="leader-board"
      label="本场得分"
      session={session}
      marks={
        <span className="tabular">
          {page.pages > 1 && `第 ${page.index + 1}/${page.pages} 页 · `}
          已揭晓 {board.rows.length}/{rows.length}
        </span>
      }
      foot={
        board.rows.some((row) => row.note === 'examinersOnly')
          ? '＊市民评议票数不足或未开设，只计考官打分'
          : '\u00a0'
      }
    >
      {rows.length === 0 ? (
        <Waiting word="本场得分">本场没有安排打分的单位</Waiting>
      ) : (
        <ol className="leader-board-rows" key={page.index}>
          {shown.map(({ row, i }) => (
            <li
              className="leader-board-row"
              data-placed={row.place === null ? 'no' : 'yes'}
              data-first={row.place === 1 ? 'yes' : 'no'}
              key={row.unit.id}
              style={{ height: height - 8, transform: `translateY(${i * height}px)` }}
            >
              <span className="leader-board-place tabular">{row.place ?? '—'}</span>
              <span className="leader-board-name">
                <UnitName name={row.unit.name} max={50} min={26} height={height - 22} />
              </span>
              <span className="leader-board-points tabular">
                {row.words}
                <span className="leader-board-star">{row.starred ? '＊' : ''}</span>
              </span>
              {row.part !== null && (
                <span className="leader-board-bar" style={{ transform: `scaleX(${row.part.toFixed(4)})` }} />
              )}
            </li>
          ))}
        </ol>
      )}
    </Plate>
  )
}

function rowsOf(board: LeaderBoardView): readonly BoardRow[] {
  return [
    ...board.rows.map(({ unit, place, points, note }) => ({
      unit,
      place,
      words: points,
      starred: note === 'examinersOnly',
      part: Number(points) / 100,
    })),
    ...board.others.map(({ unit, why }) => ({
      unit,
      place: null,
      words: OTHERS_WORDS[why],
      starred: false,
      part: null,
    })),
  ]
}
