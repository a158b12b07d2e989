// Proves what holds in every session, by random command sequences: no hole in the state machine, replay to the byte.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sentenceOf } from '../basics/refusal.ts'
import { LOG, SYSTEM, windowId } from '../../tests/support/given-parts.ts'
import { givenDraft, givenLive, givenReady, type TestShow } from '../../tests/support/given.ts'
import { OTHER_LOG, commandOf, move, type Move } from '../../tests/support/random-commands.ts'
import { isLedgerEvent } from '../ledger/event.ts'
import { SessionCommand } from './command.ts'
import { evolve } from './evolve.ts'
import type { SessionEvent } from './event.ts'
import { EMPTY_HOUSE, foldHouse } from './house-evolve.ts'
import { FEWEST_SEATS } from './session-rules.ts'
import type { Session, Window } from './session.ts'
import { freezesAtMs, isNotYetFrozen, revealsAtMs } from './window-times.ts'

const ORDER = ['open', 'closing', 'frozen', 'verified', 'revealed', 'void']

/** What no event may ever do; `at` is its moment. */
function checkStep(before: Session, after: Session, event: SessionEvent, nowMs: number) {
  const onAir = after.segments.filter(({ state }) => state === 'on_air').map(({ segmentId: id }) => id)
  expect(onAir).toEqual(after.onAir === null ? [] : [after.onAir])
  expect(`${before.phase}>${after.phase}`).toMatch(
    /^(draft>draft|draft>ready|ready>ready|ready>draft|ready>live|live>live|live>ended|ended>ended)$/,
  )
  if (after.phase !== 'draft') {
    expect(after.seats.length).toBeGreaterThanOrEqual(FEWEST_SEATS)
    expect(after.segments.every(({ kind, unitId: unit }) => kind === 'interlude' || unit !== null)).toBe(true)
  }
  for (const kind of ['examiners', 'citizens'])
    expect(
      after.windows.filter((window) => window.kind === kind && isNotYetFrozen(window)).length,
    ).toBeLessThanOrEqual(1)
  for (const seat of after.seats) {
    const was = before.seats.find((each) => each.seatId === seat.seatId)
    if (was === undefined) continue
    expect(seat.generation - was.generation).toBe(
      event.type === 'SeatSignedIn' && event.seatId === seat.seatId ? 1 : 0,
    )
    if (seat.generation > was.generation) expect(was.held).toBe(false)
  }
  expect(after.windows.length).toBeGreaterThanOrEqual(before.windows.length)
  after.windows.forEach((window, i) => checkWindow(before.windows[i] ?? null, window, after, event, nowMs))
}

function checkWindow(
  was: Window | null,
  window: Window,
  session: Session,
  event: SessionEvent,
  nowMs: number,
) {
  const { phase } = window.stage
  if (was === null || was.closesAtMs !== window.closesAtMs)
    expect(window.closesAtMs ?? Infinity).toBeGreaterThanOrEqual(nowMs + (was === null ? 10_000 : 1))
  if (event.type === 'WindowExtended' && event.windowId === window.id)
    expect(window.closesAtMs!).toBeGreaterThan(was!.closesAtMs!)
  if (phase === 'void') {
    const { by, withdrawn } = window.stage
    expect(new Set(by).size).toBe(withdrawn ? 1 : 2)
    if (was?.stage.phase === 'void') expect(window.stage).toEqual(was.stage)
    return
  }
  expect(window.result !== null).toBe(phase === 'verified' || phase === 'revealed')
  expect(ORDER.indexOf(phase) - ORDER.indexOf(was?.stage.phase ?? 'open')).toBeOneOf([0, 1])
  if (was === null) return
  if (phase === 'frozen' && was.stage.phase === 'closing') {
    expect(nowMs).toBeGreaterThanOrEqual(freezesAtMs(window, session.rules)!)
    if (window.kind === 'citizens')
      expect([...window.seals.map(({ logId }) => logId), ...window.excludedLogs]).toEqual(
        expect.arrayContaining([LOG, OTHER_LOG]),
      )
  }
  if (phase === 'revealed' && was.stage.phase === 'verified')
    expect(nowMs).toBeGreaterThanOrEqual(revealsAtMs(window, session.rules)!)
  if (window.kind === 'examiners' && was.kind === 'examiners') checkScores(was, window, event, nowMs)
}

function checkScores(
  was: Extract<Window, { kind: 'examiners' }>,
  window: typeof was,
  event: SessionEvent,
  nowMs: number,
) {
  expect(window.setAside.slice(0, was.setAside.length)).toEqual(was.setAside)
  for (const score of Object.values(window.scores)) {
    const old = was.scores[score.seatId]
    if (old === score) continue
    expect(isNotYetFrozen(was)).toBe(true)
    if (score.onPaper) {
      // SCORE9: while slips are typed, of a seat without a score, by two persons.
      expect(event.type === 'PaperScoreEntered' && new Set(event.by).size).toBe(2)
      expect(was.paper).toMatchObject({ endedAtMs: null })
      expect(old).toBeUndefined()
      continue
    }
    expect(nowMs).toBeLessThanOrEqual((window.closesAtMs ?? Infinity) + 2_000)
    if (old !== undefined && JSON.stringify(old.mark) !== JSON.stringify(score.mark)) {
      expect(event.type).toBe('ScoreCast')
      expect(old.lockedAtMs).toBeNull()
    }
  }
  expect(Object.keys(window.scores)).toEqual(expect.arrayContaining(Object.keys(was.scores)))
}

/** Plays the moves; every command answers, reasons and decision agree, every event keeps the invariants. */
function play(moves: readonly Move[], seen: Set<string>): TestShow {
  const given = [givenDraft, givenReady, givenLive, givenLive][moves.length % 4]!
  const show = given({ rules: { pollRevealDelayMs: 3_000 } })
  show.when({ type: 'AnnounceLog', logId: OTHER_LOG }, SYSTEM)
  for (const each of moves) {
    show.nowMs += each.waitMs
    const [command, by] = commandOf(show, each)
    SessionCommand.parse(command)
    const before = show.session()
    const refusals = show.refusals(command, by)
    if (refusals[0] !== undefined) {
      expect(show.refusal(command, by)).toBe(refusals[0].code)
      for (const refusal of refusals) expect(sentenceOf(refusal)).toMatch(/^[^？{}]+。$/)
      expect(show.session()).toBe(before)
      continue
    }
    let state = before
    for (const made of show.when(command, by)) {
      // What it does to the ledger is folded there (shared/ledger).
      if (isLedgerEvent(made)) continue
      const event = made as SessionEvent
      const after = evolve(state, event, { atMs: show.nowMs, by })
      checkStep(state, after, event, show.nowMs)
      seen.add(event.type)
      state = after
    }
    expect(JSON.stringify(state)).toBe(JSON.stringify(show.session()))
  }
  return show
}

const EVERY_EVENT: readonly SessionEvent['type'][] = [
  'SessionRevised',
  'RundownEdited',
  'PanelSet',
  'SeatRecused',
  'SessionReady',
  'SessionBackToDraft',
  'SessionWentLive',
  'SessionEnded',
  'SegmentTaken',
  'ExaminersWindowOpened',
  'CitizensWindowOpened',
  'WindowCued',
  'WindowExtended',
  'WindowWithdrawn',
  'WindowClosed',
  'LogSealed',
  'WindowFrozen',
  'WindowVerified',
  'WindowMismatched',
  'WindowRevealed',
  'RequestMade',
  'RequestWithdrawn',
  'RequestLapsed',
  'WindowVoided',
  'LogExcluded',
  'NoteSent',
  'NoteWithdrawn',
  'NoteRead',
  'HelpCalled',
  'HelpWithdrawn',
  'HelpAnswered',
  'CommentaryStarted',
  'CommentaryStopped',
  'PaperOrdered',
  'SlipTyped',
  'SlipDropped',
  'PaperScoreEntered',
  'PaperEnded',
  'PromiseRecorded',
  'PromiseRevised',
  'PromiseWithdrawn',
  'OutcomeRecorded',
  'SeatSignedIn',
  'SeatReleased',
  'ScoreCast',
  'ScoreLocked',
  'ScoreUnlocked',
  'ReleaseRequested',
  'LockReleased',
  'ScoreKeptAside',
]

describe('[SHOW3] [SHOW6] [SHOW7] [SHOW10] any sequence of commands', () => {
  test('never throws, is judged the same twice, keeps every invariant, and replays byte for byte', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.array(move, { minLength: 100, maxLength: 260, size: 'max' }), (moves) => {
        const show = play(moves, seen)
        const replayed = show.recorded.reduce(
          (house, entry) => foldHouse(house, JSON.parse(JSON.stringify(entry))),
          EMPTY_HOUSE,
        )
        expect(JSON.stringify(replayed)).toBe(JSON.stringify(show.house()))
      }),
      { seed: 2_026, numRuns: 200 },
    )
    expect(EVERY_EVENT.filter((type) => !seen.has(type))).toEqual([])
  })
})

describe('[SHOW7] a session replayed from its journal', () => {
  test('goes on from a snapshot kept as JSON at any event', () => {
    const moves = fc.sample(move, { seed: 7, numRuns: 402 })
    const show = play(moves, new Set())
    expect(show.session().windows.length).toBeGreaterThan(1)
    for (let at = 0; at < show.recorded.length; at += 17) {
      const kept = show.recorded.slice(0, at).reduce(foldHouse, EMPTY_HOUSE)
      const woken = JSON.parse(JSON.stringify(kept))
      const rest = show.recorded.slice(at).reduce(foldHouse, woken)
      expect(JSON.stringify(rest)).toBe(JSON.stringify(show.house()))
    }
  })

  test('a journal that skips an event, or begins in the middle, is not folded', () => {
    const { recorded } = givenDraft()
    expect(() => [recorded[1]!].reduce(foldHouse, EMPTY_HOUSE)).toThrow('does not follow')
    expect(() => foldHouse(EMPTY_HOUSE, { ...recorded[0]!, streamVersion: 2 })).toThrow(
      'not the next of stream',
    )
    const at = { atMs: 0, by: SYSTEM }
    expect(() => evolve(null, { type: 'SessionReady' }, at)).toThrow('never drafted')
    const show = givenLive()
    const drafted = show.recorded.find(({ event }) => event.type === 'SessionDrafted')!.event as SessionEvent
    expect(() => evolve(show.session(), drafted, at)).toThrow('drafted twice')
    const id = show.openExaminers()
    expect(() => evolve(show.session(), { type: 'WindowFrozen', windowId: id }, at)).toThrow('not closing')
    expect(() => evolve(show.session(), { type: 'WindowRevealed', windowId: id }, at)).toThrow('verified')
    show.keepDeadlines()
    expect(() => evolve(show.session(), { type: 'WindowClosed', windowId: id }, at)).toThrow('not open')
    expect(() => evolve(show.session(), { type: 'WindowClosed', windowId: windowId(99) }, at)).toThrow(
      'never opened',
    )
  })
})
