// Proves when a window may be opened: segment, time, channels, access numbers.

import { describe, expect, test } from 'vitest'
import { CHANNELS } from '../ballot/choices.ts'
import {
  DIRECTOR,
  OFFICE,
  SESSION,
  SYSTEM,
  grade,
  seatId,
  segmentId,
  segmentPlan,
  windowId,
} from '../../tests/support/given-parts.ts'
import {
  givenLive,
  givenReady,
  openCitizensCommand,
  openExaminersCommand,
} from '../../tests/support/given.ts'
import { contextOf } from './house-decide.ts'
import { reasonsAgainst } from './reasons-against.ts'

const examiners = (show: ReturnType<typeof givenLive>) => openExaminersCommand(windowId(50), show)
const citizens = (show: ReturnType<typeof givenLive>) => openCitizensCommand(windowId(51), show)

describe('[SHOW10] a window opens in the segment on air', () => {
  test('of kind acceptance or scoring, and no other', () => {
    for (const kind of ['acceptance', 'scoring'] as const) {
      const show = givenLive({ segments: [segmentPlan(1, kind)] })
      show.openExaminers()
      show.openCitizens()
      expect(show.session().windows.map(({ segmentKind, unitId }) => [segmentKind, unitId])).toEqual([
        [kind, 'u1'],
        [kind, 'u1'],
      ])
    }
    for (const kind of ['questioning', 'interlude'] as const) {
      const show = givenLive({ segments: [segmentPlan(1, kind)] })
      expect(show.refusal(examiners(show))).toBe('segment_kind_has_no_window')
      expect(show.refusal(citizens(show))).toBe('segment_kind_has_no_window')
    }
  })

  test('not in a segment that waits or is over, and not before the session is live', () => {
    const show = givenLive()
    expect(show.refusal({ ...examiners(show), segmentId: segmentId(2) })).toBe('segment_not_on_air')
    expect(show.refusal({ ...examiners(show), segmentId: segmentId(9) })).toBe('segment_unknown')
    const ready = givenReady()
    expect(ready.reasons(examiners(ready))).toEqual(['session_not_live', 'segment_not_on_air'])
  })

  test('while none of its kind waits to be frozen; the other kind does not matter', () => {
    const show = givenLive()
    show.openExaminers()
    show.openCitizens()
    expect(show.refusal(examiners(show))).toBe('window_still_open')
    expect(show.refusal(citizens(show))).toBe('window_still_open')
    show.keepDeadlines(show.nowMs + 62_000)
    expect(show.examiners().stage.phase).toBe('closing')
    expect(show.refusal(examiners(show))).toBe('window_still_open')
    show.keepDeadlines(show.nowMs + 1)
    expect(show.examiners().stage.phase).toBe('verified')
    show.openExaminers()
  })

  test('[SHOW9] its close is 10 s away or more, to the millisecond, or on cue', () => {
    const show = givenLive()
    const closing = (inMs: number) => ({ ...examiners(show), closesAtMs: show.nowMs + inMs })
    expect(show.refusal(closing(9_999))).toBe('closes_too_soon')
    expect(show.refusal(closing(0))).toBe('closes_too_soon')
    expect(show.refusal(closing(-1))).toBe('closes_in_past')
    show.openExaminers({ closesAtMs: show.nowMs + 10_000 })
    show.openCitizens({ closesAtMs: null })
    expect(show.citizens()).toMatchObject({ onCue: true, closesAtMs: null })
  })

  test('an id is used once, over all sessions', () => {
    const show = givenLive()
    show.openExaminers({ windowId: windowId(50) })
    expect(show.reasons({ ...citizens(show), windowId: windowId(50) })).toEqual(['window_exists'])
    const context = { ...contextOf(show.house(), SESSION, show.facts), windowIds: new Set([windowId(51)]) }
    const codes = reasonsAgainst(citizens(show), show.session(), { nowMs: show.nowMs, by: DIRECTOR }, context)
    expect(codes.map(({ code }) => code)).toEqual(['window_exists'])
  })

  test('[SHOW3] it may name the void window it stands for, of the same kind and unit', () => {
    const show = givenLive()
    const one = show.openExaminers()
    expect(show.reasons({ ...examiners(show), replaces: one })).toContain('window_not_void')
    show.when({ type: 'WithdrawWindow', sessionId: SESSION, windowId: one })
    expect(show.refusal({ ...examiners(show), replaces: windowId(99) })).toBe('window_unknown')
    expect(show.refusal({ ...citizens(show), replaces: one })).toBe('replaces_other')
    show.openExaminers({ replaces: one })
    expect(show.examiners()).toMatchObject({ replaces: one, scores: {} })
    show.keepDeadlines()
    show.when({ type: 'TakeSegment', sessionId: SESSION, segmentId: segmentId(2) })
    expect(show.refusal({ ...examiners(show), replaces: one })).toBe('replaces_other')
  })

  test('[SCORE1] an examiners’ window takes the session’s form or its own; [SCORE7] and who is present', () => {
    const show = givenLive({ signedIn: 5 })
    show.when({ type: 'ReleaseSeat', sessionId: SESSION, seatId: seatId(1) })
    show.openExaminers({ form: { kind: 'placard' } })
    show.when({ type: 'SignInSeat', sessionId: SESSION, seatId: seatId(6) }, SYSTEM)
    expect(show.examiners()).toMatchObject({
      form: { kind: 'placard' },
      presentSeats: ['s1', 's2', 's3', 's4', 's5'],
    })
    show.cast(6, { kind: 'face', face: 'smile' })
    expect(() => show.cast(2, grade(100))).toThrow('mark_invalid')
  })
})

describe('a citizens’ window', () => {
  test('has at least one channel, each of them on, in the order of the log', () => {
    const show = givenLive()
    expect(show.refusal({ ...citizens(show), channels: [] })).toBe('channels_empty')
    show.facts = { ...show.facts, channelsOn: ['web'] }
    expect(show.reasons(citizens(show))).toEqual(['channel_off', 'channel_off'])
    show.openCitizens({ channels: ['web', 'web'] })
    expect(show.citizens()).toMatchObject({ channels: ['web'], accessNumbers: [] })
  })

  test('[POLL2] SMS needs three times its transit, to the millisecond; WeChat and web do not', () => {
    const show = givenLive()
    const lasting = (ms: number) => ({ ...citizens(show), closesAtMs: show.nowMs + ms })
    expect(show.refusal(lasting(179_999))).toBe('sms_window_too_short')
    expect(show.reasons({ ...lasting(179_999), channels: ['wechat', 'web'] })).toEqual([])
    for (const channel of CHANNELS.filter((each) => each !== 'wechat' && each !== 'web'))
      expect(show.refusal({ ...lasting(179_999), channels: [channel] })).toBe('sms_window_too_short')
    expect(show.reasons(lasting(180_000))).toEqual([])
  })

  test('[POLL2] a window on cue that takes SMS is cued once it will have lasted that long', () => {
    const show = givenLive()
    const id = show.openCitizens({ closesAtMs: null })
    const cue = { type: 'CueClose', sessionId: SESSION, windowId: id } as const
    show.nowMs += 174_999
    expect(show.refusal(cue)).toBe('sms_window_too_short')
    show.nowMs += 1
    show.when(cue)
    expect(show.citizens().closesAtMs! - show.citizens().openedAtMs).toBe(180_000)
  })

  test('[POLL3] it occupies its access numbers until frozen; one without a list occupies them all', () => {
    const show = givenLive({ accessNumbers: ['10690000001', '10690000002'] })
    const busy = (busyNumbers: string[], accessNumbers = show.house().registry.accessNumbers) =>
      reasonsAgainst(
        citizens(show),
        show.session(),
        { nowMs: show.nowMs, by: DIRECTOR },
        { ...contextOf(show.house(), SESSION, show.facts), busyNumbers, accessNumbers },
      ).map(({ code, detail }) => [code, detail['number']])
    expect(busy(['10690000003'])).toEqual([])
    expect(busy(['10690000002'])).toEqual([['access_number_busy', '10690000002']])
    expect(busy(['*'])).toEqual([['access_number_busy', '（全部）']])
    expect(busy([], [])).toEqual([])
    expect(busy(['10690000009'], [])).toEqual([['access_number_busy', '10690000009']])

    show.openCitizens()
    expect(show.citizens().accessNumbers).toEqual(['10690000001', '10690000002'])
    expect(show.reasons(citizens(show))).toEqual(['window_still_open', 'access_number_busy'])
    expect(show.reasons({ ...citizens(show), channels: ['web'] })).toEqual(['window_still_open'])
    show.keepDeadlines(show.citizens().closesAtMs! + 20_499)
    expect(show.citizens().stage.phase).toBe('closing')
    expect(show.reasons(citizens(show))).toContain('access_number_busy')
    show.keepDeadlines(show.nowMs + 1)
    expect(show.reasons(citizens(show))).toEqual([])
  })

  test('[POLL3] the numbers of a window stay its own though the office changes the list', () => {
    const show = givenLive()
    show.openCitizens()
    show.when({ type: 'SetAccessNumbers', numbers: ['10690000009', '10690000009'] }, OFFICE)
    expect(show.citizens().accessNumbers).toEqual(['10690000001'])
    expect(show.house().registry.accessNumbers).toEqual(['10690000009'])
  })
})
