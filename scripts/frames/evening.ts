// What a display goes through in an evening, as snapshots: each scene while 1,000 ballots a second come in, ten snapshots a second.

import { FIXTURES } from '../../display/gallery/fixtures.ts'
import {
  boardOf,
  listRevealOf,
  NOW_MS,
  panelOf,
  pollOf,
  rankingOf,
  resultOf,
  revealed,
  rowsOf,
  seatsOf,
  splitOf,
  stageOf,
} from '../../display/gallery/made-up.ts'
import type { StageSnapshot } from '../../shared/protocol/topics.ts'

/** How the feed coalesces: at most ten snapshots a second, whatever comes in. */
export const TICK_MS = 100
const BALLOTS_A_TICK = 100

/** By name: the snapshot of tick `i`. They go round after a while, so that a run may be as long as one likes. */
export const EVENING: Readonly<Record<string, (i: number) => StageSnapshot>> = {
  standby: () => FIXTURES['standby']!,
  'how-to-vote': (i) => stageOf({ kind: 'how_to_vote', poll: growing(i) }),
  'unit-title': (i) => FIXTURES[i % 40 < 20 ? 'unit-title' : 'unit-title-long']!,
  countdown: (i) => stageOf({ ...countdown(), closesAtMs: NOW_MS + 600_000 - Math.floor(i / 50) * 1_000 }),
  'live-tally': (i) => stageOf({ kind: 'live_tally', poll: growing(i) }),
  'lock-board-60': (i) => board(60, i),
  'lock-board-500': (i) => board(500, i),
  'score-reveal': (i) =>
    stageOf({
      kind: 'score_reveal',
      panel: i % 60 < 10 ? panelOf({ phase: 'verified' }) : panelOf({ phase: 'revealed', result: GRADES }),
    }),
  'poll-reveal': (i) =>
    stageOf({
      kind: 'poll_reveal',
      poll: i % 60 < 10 ? growing(0, { phase: 'verified' }) : revealed(growing(0)),
    }),
  ranking: (i) => stageOf({ kind: 'ranking', ranking: rankingOf(turned(rowsOf(8), Math.floor(i / 10))) }),
  'leader-board': (i) => {
    const { rows, others } = boardOf(7, 2)
    return stageOf({
      kind: 'leader_board',
      board: { ...boardOf(7, 2), rows: turned(rows, Math.floor(i / 20)), others },
    })
  },
  'list-reveal': (i) => stageOf({ kind: 'list_reveal', reveal: listRevealOf(10, Math.floor(i / 15) % 11) }),
  promise: (i) => FIXTURES[i % 50 < 25 ? 'promise' : 'look-back-kept']!,
  'lower-third': (i) => FIXTURES[i % 40 < 20 ? 'lower-third' : 'lower-third-one-line']!,
  notice: () => FIXTURES['notice']!,
}

const GRADES = resultOf(
  { kind: 'grades' },
  [
    ['satisfied', 19],
    ['fair', 24],
    ['dissatisfied', 11],
    ['abstain', 2],
  ],
  [3_340, 54],
)

function growing(i: number, over: Parameters<typeof pollOf>[2] = {}) {
  const n = 1_000 + (i % 6_000) * BALLOTS_A_TICK
  const part = (of: number) => Math.floor((n * of) / 100)
  return pollOf(splitOf(part(44), part(31), part(22), part(3)), splitOf(part(4), part(2), part(1)), {
    closesAtMs: NOW_MS + 600_000,
    ...over,
  })
}

function countdown() {
  const scene = FIXTURES['countdown']!.scene
  if (scene.kind !== 'countdown') throw new Error('the fixture is another scene')
  return scene
}

/** One seat locks each tick, and all begin anew when the last has. */
function board(count: number, i: number): StageSnapshot {
  const locked = i % (count + 1)
  const seats = seatsOf(count).map((seat, k) => ({
    ...seat,
    state: k < locked ? ('locked' as const) : seat.state,
  }))
  return stageOf({ kind: 'lock_board', panel: panelOf({ locked, present: count }), seats })
}

/** The same rows, each so many places further. */
function turned<Row extends { readonly place: number }>(rows: readonly Row[], by: number): readonly Row[] {
  return rows
    .map((_, at) => ({ row: rows[(at + by) % rows.length]!, place: at + 1 }))
    .map(({ row, place }) => ({ ...row, place }))
}
