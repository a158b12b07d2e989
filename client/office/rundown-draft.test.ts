// Proves the rundown's draft: moves respect what was aired, edits of others are seen, problems name their line.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SegmentId, SessionId, UnitId } from '../../shared/basics/ids.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { SegmentPlan } from '../../shared/show/session.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import {
  lockedCount,
  plannedMinutes,
  rundownDraft,
  rundownProblems,
  standingOf,
  withChange,
  withMove,
  withoutSegment,
  withSegment,
} from './rundown-draft.ts'

type State = 'planned' | 'on_air' | 'done'

function given(...states: readonly State[]): SessionSetup {
  return {
    id: SessionId.parse('evening'),
    title: '第一场',
    theme: '问作风',
    phase: 'live',
    rehearsal: false,
    form: { kind: 'grades' },
    groupWeights: null,
    rules: DEFAULT_RULES,
    segments: states.map((state, i) => ({
      segmentId: SegmentId.parse(`g${i}`),
      kind: 'scoring',
      title: `环节${i}`,
      question: '',
      unitId: UnitId.parse('u1'),
      plannedMs: 90_000,
      state,
    })),
    seats: [],
    recusals: [],
    readyRefusals: [],
  }
}

const order = (draft: ReturnType<typeof rundownDraft>) =>
  draft.segments.map((segment) => segment.segmentId).join(' ')

test('[SHOW10] what was or is on air is locked, with everything before it', () => {
  expect(lockedCount(given('planned', 'planned'))).toBe(0)
  expect(lockedCount(given('done', 'on_air', 'planned'))).toBe(2)
  expect(lockedCount(given('done', 'planned', 'on_air', 'planned'))).toBe(3)
})

test('[SHOW10] a move never touches a locked segment', () => {
  const draft = rundownDraft(given('done', 'on_air', 'planned', 'planned', 'planned'))
  expect(order(withMove(draft, 4, 2, 2))).toBe('g0 g1 g4 g2 g3')
  expect(order(withMove(draft, 2, 4, 2))).toBe('g0 g1 g3 g4 g2')
  expect(withMove(draft, 3, 1, 2)).toBe(draft)
  expect(withMove(draft, 1, 3, 2)).toBe(draft)
  expect(withMove(draft, 4, 5, 2)).toBe(draft)
})

test('any moves keep every segment exactly once and the locked ones in place', () => {
  const draft = rundownDraft(given('done', 'on_air', 'planned', 'planned', 'planned', 'planned'))
  const moves = fc.array(fc.tuple(fc.integer({ min: -1, max: 7 }), fc.integer({ min: -1, max: 7 })))
  fc.assert(
    fc.property(moves, (pairs) => {
      const moved = pairs.reduce((mine, [from, to]) => withMove(mine, from, to, 2), draft)
      expect(order(moved).split(' ').sort()).toEqual(order(draft).split(' ').sort())
      expect(order(moved).startsWith('g0 g1 ')).toBe(true)
    }),
  )
})

test('a draft knows whether it is saved, edited, or overtaken by somebody else', () => {
  const session = given('planned', 'planned')
  const draft = rundownDraft(session)
  expect(standingOf(draft, session)).toBe('same')
  const edited = withChange(draft, SegmentId.parse('g1'), { title: '新标题' })
  expect(standingOf(edited, session)).toBe('edited')
  expect(standingOf(edited, given('planned'))).toBe('overtaken')
  expect(standingOf(withChange(edited, SegmentId.parse('g1'), { title: '环节1' }), session)).toBe('same')
})

test('a new segment takes the unit of the one before it and is a plan the server takes once it has a title', () => {
  const draft = withSegment(rundownDraft(given('planned')), SegmentId.parse('new'))
  expect(draft.segments[1]).toMatchObject({ unitId: 'u1', kind: 'scoring', title: '' })
  expect(rundownProblems(draft)).toEqual(['第2个环节没有标题。'])
  const titled = withChange(draft, SegmentId.parse('new'), { title: '打分' })
  expect(rundownProblems(titled)).toEqual([])
  expect(SegmentPlan.safeParse(titled.segments[1]).success).toBe(true)
  expect(withSegment(draft, SegmentId.parse('film'), 'interlude').segments[2]!.unitId).toBeNull()
})

test('the planned length is in minutes; a segment taken out counts no more', () => {
  const draft = rundownDraft(given('planned', 'planned'))
  expect(plannedMinutes(draft)).toBe(3)
  expect(plannedMinutes(withoutSegment(draft, SegmentId.parse('g0')))).toBe(1.5)
})
