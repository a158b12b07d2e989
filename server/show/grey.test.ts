// Proves that a grey button tells the very reasons the command would be refused with, and that a possible one is not grey (SHOW6).

import { describe, expect, test } from 'vitest'
import { PersonId } from '../../shared/basics/ids.ts'
import type { SessionCommand } from '../../shared/show/command.ts'
import { reasonsAgainstInHouse } from '../../shared/show/house-decide.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session, WindowPhase } from '../../shared/show/session.ts'
import { rankedQuarter } from '../../shared/period/rolled.ts'
import {
  citizensWindowOf,
  examinersWindowOf,
  factsOf,
  houseOf,
  liveTallyOf,
  pollResultOf,
  segmentIdOf,
  sessionIdOf,
  sessionOf,
  splitOf,
  START_MS,
  windowIdOf,
} from '../../tests/support/plain-house.ts'
import { consoleGreyOf, refusalsOf, windowGreyOf } from './grey.ts'

const SHOW = sessionIdOf('show1')
const codes = (refusals: readonly { readonly code: string }[] | undefined) =>
  refusals?.map(({ code }) => code) ?? []
const house = (session: Session): House => houseOf({ sessions: [session] })
const consoleGrey = (session: Session, facts = factsOf()) => consoleGreyOf(session, house(session), facts)
const poll = (phase: WindowPhase) => citizensWindowOf({ n: 1, unit: 1, segment: 1, phase })
const examiners = (phase: WindowPhase) => examinersWindowOf({ n: 2, unit: 1, segment: 1, phase })

test('[SHOW6] the reasons are those of the core', () => {
  const windows = [poll('closing'), examiners('open')]
  const commands: readonly SessionCommand[] = [
    { type: 'MarkReady', sessionId: SHOW },
    { type: 'GoLive', sessionId: SHOW },
    { type: 'EndSession', sessionId: SHOW },
    { type: 'TakeSegment', sessionId: SHOW, segmentId: segmentIdOf(1) },
    { type: 'TakeSegment', sessionId: sessionIdOf('nowhere'), segmentId: segmentIdOf(1) },
    { type: 'Reveal', sessionId: SHOW, windowId: windowIdOf(1) },
    { type: 'WithdrawWindow', sessionId: SHOW, windowId: windowIdOf(1) },
    {
      type: 'OpenExaminersWindow',
      sessionId: SHOW,
      windowId: windowIdOf(2),
      segmentId: segmentIdOf(1),
      closesAtMs: 5,
      form: null,
      replaces: windowIdOf(1),
    },
  ]
  const world = houseOf({ sessions: [sessionOf({ windows }), sessionOf({ id: 'other' })] })
  const facts = factsOf()
  for (const command of commands) {
    const reasons = reasonsAgainstInHouse(
      command,
      world,
      { nowMs: facts.nowMs, by: { role: 'director', id: PersonId.parse('console') } },
      { channelsOn: facts.channelsOn, received: () => 0, quarterResult: rankedQuarter },
    )
    expect(reasons.length, command.type).toBeGreaterThan(0)
    expect(refusalsOf(command, world, facts), command.type).toEqual(reasons)
  }
})

describe('buttons of the session', () => {
  test('on air with nothing open: windows can be opened and the session ended, the rest is grey', () => {
    expect(Object.keys(consoleGrey(sessionOf({})))).toEqual(['MarkReady', 'BackToDraft', 'GoLive'])
  })

  test('a window of one kind open keeps that kind from opening, and the session from ending', () => {
    const grey = consoleGrey(sessionOf({ windows: [poll('open')] }))
    expect(codes(grey.OpenCitizensWindow)).toEqual(['window_still_open'])
    expect(grey.OpenExaminersWindow).toBeUndefined()
    expect(codes(grey.EndSession)).toEqual(['window_not_closed'])
  })

  test('ready: it can go live', () => {
    const grey = consoleGrey(sessionOf({ phase: 'ready' }))
    expect(grey.GoLive).toBeUndefined()
    expect(codes(grey.OpenExaminersWindow)).toContain('session_not_live')
  })

  test('without a session every button says so', () => {
    const grey = consoleGreyOf(null, houseOf({}), factsOf())
    expect(new Set(Object.values(grey).flatMap(codes))).toEqual(new Set(['session_unknown']))
    expect(Object.keys(grey)).toHaveLength(6)
  })

  test('a citizens’ window is not grey for an argument the director has yet to choose, but is where no channel is on', () => {
    const session = sessionOf({})
    expect(
      consoleGrey(session, factsOf({ channelsOn: ['twilio', 'web'] })).OpenCitizensWindow,
    ).toBeUndefined()
    expect(consoleGrey(session, factsOf({ channelsOn: ['twilio'] })).OpenCitizensWindow).toBeUndefined()
    expect(codes(consoleGrey(session, factsOf({ channelsOn: [] })).OpenCitizensWindow)).toEqual([
      'channels_empty',
    ])
  })

  test('the id asked with is free even where the last one is taken', () => {
    const taken = { ...poll('revealed'), id: windowIdOf(0xff_ff_ff_ff_ff_ff) }
    expect(consoleGrey(sessionOf({ windows: [taken] })).OpenExaminersWindow).toBeUndefined()
  })
})

describe('buttons of a window', () => {
  const greyAt = (nowMs: number, window: Session['windows'][number], facts = factsOf()) => {
    const session = sessionOf({ windows: [window] })
    return windowGreyOf(session, window, house(session), { ...facts, nowMs })
  }

  test('[SHOW9] open and timed: extend, withdraw within 10 s, void; after that no withdrawing', () => {
    expect(Object.keys(greyAt(START_MS + 5_000, poll('open')))).toEqual(['CueClose', 'Reveal'])
    expect(codes(greyAt(START_MS + 11_000, poll('open')).WithdrawWindow)).toEqual(['undo_too_late'])
    expect(codes(greyAt(START_MS + 56_000, poll('open')).ExtendWindow)).toEqual(['extend_too_late'])
  })

  test('[SHOW9] a ballot received, of whatever outcome, keeps it from being withdrawn', () => {
    const result = pollResultOf(splitOf(0, 0, 0))
    const early = { ...result, channels: result.channels.map((one) => ({ ...one, early: 1 })) }
    const facts = factsOf({ tallies: new Map([[windowIdOf(1), liveTallyOf(early)]]) })
    expect(codes(greyAt(START_MS + 5_000, poll('open'), facts).WithdrawWindow)).toEqual(['undo_received'])
  })

  test('[SHOW9] on cue: the cue is possible until it came', () => {
    const onCue = { ...poll('open'), onCue: true, closesAtMs: null }
    expect(greyAt(START_MS + 5_000, onCue).CueClose).toBeUndefined()
    expect(codes(greyAt(START_MS + 5_000, { ...onCue, closesAtMs: START_MS + 9_000 }).CueClose)).toEqual([
      'already_cued',
    ])
  })

  test('[SHOW10] verified: revealed once its delay has passed, and the reason counts down', () => {
    expect(greyAt(START_MS + 77_500, poll('verified')).Reveal).toEqual([
      { code: 'reveal_too_early', detail: { seconds: 3 } },
    ])
    expect(greyAt(START_MS + 80_000, poll('verified')).Reveal).toBeUndefined()
  })

  test('void: nothing is left to do', () => {
    expect(Object.keys(greyAt(START_MS + 80_000, examiners('void')))).toHaveLength(5)
  })
})
