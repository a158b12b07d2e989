// Proves what may be drafted, edited and marked ready, and when no longer.

import { describe, expect, test } from 'vitest'
import {
  SESSION,
  SYSTEM,
  OFFICE,
  seatActor,
  seatId,
  seatPlans,
  segmentId,
  segmentPlan,
  unitId,
  unitOf,
} from '../../tests/support/given-parts.ts'
import { givenDraft, givenHouse, givenLive, givenReady } from '../../tests/support/given.ts'
import { DEFAULT_RULES } from './session-rules.ts'

const edit = (segments: ReturnType<typeof segmentPlan>[]) =>
  ({ type: 'EditRundown', sessionId: SESSION, segments }) as const
const settings = {
  sessionId: SESSION,
  title: '第一场',
  theme: '问执法',
  rehearsal: false,
  form: { kind: 'grades' },
  groupWeights: null,
  rules: DEFAULT_RULES,
} as const
const ready = { type: 'MarkReady', sessionId: SESSION } as const

describe('[SHOW1] a session is drafted, edited and marked ready', () => {
  test('it starts as a draft with its own theme and rules', () => {
    const show = givenHouse()
    show.when({ type: 'DraftSession', ...settings })
    expect(show.session()).toMatchObject({
      phase: 'draft',
      theme: '问执法',
      rules: DEFAULT_RULES,
      segments: [],
    })
  })

  test('the same id is not drafted twice, and nothing is done in a session never drafted', () => {
    const show = givenDraft()
    expect(show.refusal({ type: 'DraftSession', ...settings })).toBe('session_exists')
    expect(givenHouse().refusal(ready)).toBe('session_unknown')
  })

  test('draft → ready → draft → ready → live, and never another way', () => {
    const show = givenDraft()
    expect(show.refusal({ type: 'GoLive', sessionId: SESSION })).toBe('session_not_ready')
    expect(show.refusal({ type: 'BackToDraft', sessionId: SESSION })).toBe('session_not_ready')
    show.when(ready)
    expect(show.session().phase).toBe('ready')
    expect(show.refusal(ready)).toBe('session_not_draft')
    show.when({ type: 'BackToDraft', sessionId: SESSION })
    show.when(ready)
    show.when({ type: 'GoLive', sessionId: SESSION })
    expect(show.session()).toMatchObject({ phase: 'live', wentLiveAtMs: show.nowMs })
    expect(show.refusal({ type: 'BackToDraft', sessionId: SESSION })).toBe('session_not_ready')
    expect(show.refusal(ready)).toBe('session_not_draft')
  })

  test('its settings change in draft only', () => {
    const show = givenDraft()
    show.when({ type: 'ReviseSession', ...settings, title: '第二场' })
    expect(show.session()).toMatchObject({ title: '第二场', theme: '问执法', seats: { length: 7 } })
    expect(givenReady().refusal({ type: 'ReviseSession', ...settings })).toBe('session_not_draft')
  })
})

describe('[SHOW2] [SHOW10] the rundown', () => {
  test('acceptance, questioning and scoring need a unit before ready, an interlude does not', () => {
    for (const kind of ['acceptance', 'questioning', 'scoring'] as const) {
      const show = givenDraft({ segments: [{ ...segmentPlan(1, kind), unitId: null }] })
      expect(show.refusal(ready)).toBe('rundown_incomplete')
    }
    givenDraft({ segments: [segmentPlan(1, 'interlude')] }).when(ready)
    expect(givenDraft({ segments: [] }).refusal(ready)).toBe('rundown_empty')
  })

  test('[SHOW6] all that is missing is listed at once', () => {
    const show = givenDraft({ segments: [{ ...segmentPlan(1), unitId: null }], seats: 4 })
    expect(show.reasons(ready)).toEqual(['rundown_incomplete', 'panel_too_small'])
  })

  test('segments are named once and units exist', () => {
    const show = givenDraft()
    expect(show.reasons(edit([segmentPlan(1), segmentPlan(1), segmentPlan(99)]))).toEqual([
      'segment_duplicate',
      'unit_unknown',
    ])
  })

  test('a ready session stays complete while it is edited', () => {
    const show = givenReady()
    expect(show.refusal(edit([]))).toBe('rundown_empty')
    expect(show.refusal({ type: 'SetPanel', sessionId: SESSION, seats: seatPlans(4) })).toBe(
      'panel_too_small',
    )
    show.when(edit([segmentPlan(2)]))
    expect(Object.keys(show.session().units)).toEqual(['u2'])
  })

  test('live, what was aired stays; the rest may be changed, moved and added', () => {
    const show = givenLive()
    const [one, two, three] = [segmentPlan(1), segmentPlan(2), segmentPlan(3)]
    show.when({ type: 'TakeSegment', sessionId: SESSION, segmentId: segmentId(2) })
    show.when(edit([three, one, two]))
    expect(show.session().segments.map(({ state }) => state)).toEqual(['planned', 'done', 'on_air'])
    expect(show.refusal(edit([one, three]))).toBe('segment_aired')
    expect(show.refusal(edit([two, one]))).toBe('segment_aired')
    expect(show.refusal(edit([{ ...one, title: '改' }, two]))).toBe('segment_aired')
    expect(show.refusal(edit([one, two, { ...three, unitId: null }]))).toBe('rundown_incomplete')
  })

  test('live, a unit stays as the evening knows it though the registry renames it', () => {
    const show = givenLive()
    show.when({ type: 'ImportUnits', units: [unitOf(1, '改名单位')] }, OFFICE)
    show.when(edit([segmentPlan(1), segmentPlan(2)]))
    expect(show.session().units[unitId(1)]?.name).toBe('虚构单位1')
  })

  test('live, a unit that took over another’s code since does not come in', () => {
    const show = givenLive({ segments: [segmentPlan(1)] })
    show.when({ type: 'ImportUnits', units: [{ ...unitOf(1), code: unitOf(77).code }] }, OFFICE)
    show.when({ type: 'ImportUnits', units: [{ ...unitOf(2), code: unitOf(1).code }] }, OFFICE)
    expect(show.refusal(edit([segmentPlan(1), segmentPlan(2)]))).toBe('unit_code_duplicate')
  })
})

describe('the panel and its recusals', () => {
  test('[SCORE4] seats that stay keep their device; the panel is fixed once live', () => {
    const show = givenReady()
    const seats = seatPlans(9).slice(1)
    show.when({ type: 'SetPanel', sessionId: SESSION, seats })
    expect(show.session().seats.map(({ generation }) => generation)).toEqual([1, 1, 1, 1, 1, 1, 0, 0])
    expect(givenLive().refusal({ type: 'SetPanel', sessionId: SESSION, seats })).toBe('panel_fixed')
    expect(show.refusal({ type: 'SetPanel', sessionId: SESSION, seats: [...seats, seats[0]!] })).toBe(
      'seat_duplicate',
    )
  })

  test('[SCORE5] recusal is possible until the unit’s window is closing, to the millisecond', () => {
    const show = givenLive()
    const recuse = {
      type: 'Recuse',
      sessionId: SESSION,
      seatId: seatId(1),
      unitId: unitId(1),
      recused: true,
    } as const
    show.openExaminers()
    show.nowMs += 59_999
    show.when(recuse)
    expect(show.when(recuse)).toEqual([])
    expect(show.session().recusals).toEqual([{ seatId: 's1', unitId: 'u1' }])
    show.nowMs += 1
    expect(show.refusal({ ...recuse, recused: false })).toBe('recusal_closed')
    show.when({ ...recuse, unitId: unitId(2) })
    expect(show.reasons({ ...recuse, seatId: seatId(99), unitId: unitId(99) })).toEqual([
      'seat_unknown',
      'unit_unknown',
    ])
  })

  test('[SCORE5] a void window closes no recusal', () => {
    const show = givenLive()
    show.when({ type: 'WithdrawWindow', sessionId: SESSION, windowId: show.openExaminers() })
    show.nowMs += 3_600_000
    show.when({
      type: 'Recuse',
      sessionId: SESSION,
      seatId: seatId(1),
      unitId: unitId(1),
      recused: true,
    })
    expect(show.session().recusals).toHaveLength(1)
  })

  test('[SCORE5] a recusal goes with its seat', () => {
    const show = givenReady()
    show.when({ type: 'Recuse', sessionId: SESSION, seatId: seatId(1), unitId: unitId(1), recused: true })
    show.when({ type: 'SetPanel', sessionId: SESSION, seats: seatPlans(8).slice(1) })
    expect(show.session().recusals).toEqual([])
  })

  test('[SCORE6] weighed groups need three seats each before ready, unless their weight goes to others', () => {
    const weightsBp = { party: 2_000, congress: 2_000, cppcc: 2_000, citizen: 2_000, netizen: 2_000 }
    const strict = givenDraft({ seats: 14, groupWeights: { weightsBp, redistribute: false } })
    expect(strict.reasons(ready)).toEqual(['group_seats'])
    givenDraft({ seats: 15, groupWeights: { weightsBp, redistribute: false } }).when(ready)
    givenDraft({ seats: 14, groupWeights: { weightsBp, redistribute: true } }).when(ready)
  })

  test('[SCORE6] [SCORE8] weights that do not sum to 10,000 are refused when saved', () => {
    const weightsBp = { party: 2_000, congress: 2_000, cppcc: 2_000, citizen: 2_000, netizen: 1_999 }
    const draft = { type: 'DraftSession', ...settings } as const
    expect(givenHouse().reasons({ ...draft, groupWeights: { weightsBp, redistribute: false } })).toEqual([
      'group_weights_sum',
      'form_invalid',
    ])
    expect(givenHouse().refusal({ ...draft, groupWeights: { weightsBp, redistribute: true } })).toBe(
      'group_weights_sum',
    )
  })
})

describe('[SCORE4] one live device a seat', () => {
  const signIn = { type: 'SignInSeat', sessionId: SESSION, seatId: seatId(1) } as const
  test('a second device waits for the director’s release, and gets the next generation', () => {
    const show = givenLive()
    expect(show.refusal(signIn, SYSTEM)).toBe('seat_taken')
    show.when({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(1) })
    expect(show.refusal({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(1) })).toBe(
      'seat_not_signed_in',
    )
    const before = show.session().seats[0]!
    show.when(signIn, SYSTEM)
    expect(show.session().seats[0]).toEqual({ ...before, generation: 2, held: true })
    expect(show.refusal({ ...signIn, seatId: seatId(99) }, seatActor(99))).toBe('seat_unknown')
  })

  test('the score stands as it is through a take-over, and the new tablet goes on with it', () => {
    const show = givenLive()
    show.openExaminers()
    show.cast(1, { kind: 'grade', grade: 'fair' })
    show.when({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(1) })
    expect(show.examiners().scores[seatId(1)]?.mark).toEqual({ kind: 'grade', grade: 'fair' })
    show.when(signIn, SYSTEM)
    show.cast(1, { kind: 'grade', grade: 'satisfied' })
    expect(show.examiners().scores[seatId(1)]).toMatchObject({ generation: 2, mark: { grade: 'satisfied' } })
  })
})
