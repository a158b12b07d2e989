// Proves what is on air, and when a session may go live and end.

import { describe, expect, test } from 'vitest'
import { SessionId } from '../basics/ids.ts'
import {
  DIRECTOR,
  SESSION,
  grade,
  seatPlans,
  segmentId,
  segmentPlan,
  windowId,
} from '../../tests/support/given-parts.ts'
import { givenLive, givenReady } from '../../tests/support/given.ts'
import { DEFAULT_RULES } from './session-rules.ts'

const take = (n: number) => ({ type: 'TakeSegment', sessionId: SESSION, segmentId: segmentId(n) }) as const
const end = { type: 'EndSession', sessionId: SESSION } as const

describe('[SHOW1] [SHOW10] one segment at most is on air', () => {
  test('taking a segment makes the one before done; a done one may be taken again; windows go on', () => {
    const show = givenLive()
    show.openExaminers()
    const before = show.session().windows
    show.when(take(2))
    show.when(take(1))
    expect(show.session().segments.map(({ state }) => state)).toEqual([
      'on_air',
      'done',
      'planned',
      'planned',
    ])
    expect(show.session()).toMatchObject({ onAir: 'seg1', windows: before })
    expect(show.refusal(take(1))).toBe('segment_on_air')
    expect(show.refusal(take(9))).toBe('segment_unknown')
    expect(givenReady().refusal(take(1))).toBe('session_not_live')
  })
})

describe('[SHOW10] going live and ending', () => {
  test('[SHOW8] only one session is live, rehearsals included', () => {
    const show = givenLive({ rehearsal: true })
    expect(show.session().rehearsal).toBe(true)
    const sessionId = SessionId.parse('show-2')
    show.when({
      type: 'DraftSession',
      sessionId,
      title: '第二场',
      theme: '问服务',
      rehearsal: false,
      form: { kind: 'grades' },
      groupWeights: null,
      rules: DEFAULT_RULES,
    })
    show.when({ type: 'EditRundown', sessionId, segments: [segmentPlan(1)] })
    show.when({ type: 'SetPanel', sessionId, seats: seatPlans(5) })
    expect(show.reasons({ type: 'GoLive', sessionId })).toEqual(['session_not_ready', 'another_session_live'])
    show.when({ type: 'MarkReady', sessionId })
    expect(show.refusal({ type: 'GoLive', sessionId })).toBe('another_session_live')
    show.when(end)
    show.when({ type: 'GoLive', sessionId })
    expect(show.house().sessions[sessionId]?.phase).toBe('live')
  })

  test('it ends when every window is revealed or void, and takes nothing more', () => {
    const show = givenLive()
    const one = show.openExaminers()
    for (let n = 1; n <= 5; n++) show.cast(n, grade(60))
    expect(show.refusal(end)).toBe('window_not_closed')
    show.keepDeadlines()
    expect(show.refusal(end)).toBe('window_not_closed')
    show.when({ type: 'Reveal', sessionId: SESSION, windowId: one })
    const two = show.openCitizens()
    show.when({ type: 'WithdrawWindow', sessionId: SESSION, windowId: two })
    show.when(end)
    expect(show.session()).toMatchObject({ phase: 'ended', onAir: null, endedAtMs: show.nowMs })
    expect(show.session().segments[0]?.state).toBe('done')
    expect(show.refusal(take(2))).toBe('session_not_live')
    expect(show.refusal(end, DIRECTOR)).toBe('session_not_live')
    expect(show.refusal({ type: 'Reveal', sessionId: SESSION, windowId: windowId(9) })).toBe('window_unknown')
  })
})
