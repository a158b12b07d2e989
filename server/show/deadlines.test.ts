import { expect, test } from 'vitest'
import type { WindowId } from '../../shared/basics/ids.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'
import type { Command } from '../../shared/show/house.ts'
import { DEFAULT_RULES } from '../../shared/show/session-rules.ts'
import { LOG, DIRECTOR, SESSION, grade, pollResult, windowId } from '../../tests/support/given-parts.ts'
import { givenLive } from '../../tests/support/given.ts'
import { givenJournal } from '../../tests/support/given-journal.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { createMemoryJournal } from '../../tests/support/memory-journal.ts'
import { NO_LOG } from '../log.ts'
import { createDeadlines } from './deadlines.ts'
import { createRunner } from './runner.ts'
import { rankedQuarter } from '../../shared/period/rolled.ts'

/** Drain of the test's channels (Twilio, WeChat, web) and the seal after it. */
const FREEZE_AFTER_MS = DEFAULT_RULES.drainMs.wechat + 500
const AS_SEALED = { sequence: 7, count: 3, chainHash: 'a'.repeat(64) }
const SEAL = { logId: LOG, ...AS_SEALED }

const countOf = (result: PollResult) => ({ result, units: [], unfiltered: null })

/** A ballot plane that answers as it is told, and notes what it was asked. */
function createPlane() {
  const asked: string[] = []
  return {
    asked,
    live: pollResult({ wechat: 3 }),
    recounted: pollResult({ wechat: 3 }),
    broken: false,
    sealFails: 0,
    async seal(window: WindowId) {
      asked.push(`seal ${window}`)
      if (this.sealFails > 0) {
        this.sealFails -= 1
        throw new Error('the disk fails')
      }
      return SEAL
    },
    generations: { live: 0, recount: 0 },
    async recount(window: WindowId, seals: unknown) {
      asked.push(`recount ${window} up to ${JSON.stringify(seals)}`)
      return { generation: this.generations.recount, count: countOf(this.recounted) }
    },
    async countUpTo() {
      if (this.broken) throw new Error('the index cannot be read')
      return { generation: this.generations.live, count: countOf(this.live) }
    },
  }
}

async function given(show: ReturnType<typeof givenLive>, nowMs = show.nowMs) {
  const journal = createMemoryJournal()
  await givenJournal(journal, show)
  const clock = createHandClock(nowMs)
  const plane = createPlane()
  const start = async () => {
    const runner = await createRunner({
      journal,
      clock,
      facts: { channelsOn: CHANNELS, received: () => 0, quarterResult: rankedQuarter },
    })
    return {
      runner,
      deadlines: createDeadlines({ runner, clock, journal, plane, logIds: [LOG], log: NO_LOG }),
    }
  }
  const { runner, deadlines } = await start()
  const windowNow = (id: WindowId) =>
    runner.house().sessions[SESSION]!.windows.find((window) => window.id === id)!
  return {
    ...{ journal, clock, plane, runner, deadlines, start },
    phase: (id: WindowId) => windowNow(id).stage.phase,
    windowNow,
    types: () => runner.tail().map(({ event }) => event.type),
    async moveTo(atMs: number) {
      clock.moveTo(atMs)
      await settled()
    },
  }
}

/** Lets every promise that waits for nothing outside run. */
async function settled(): Promise<void> {
  for (let i = 0; i < 30; i += 1) await new Promise(setImmediate)
}

test('[SHOW10] a citizens’ window closes, seals, freezes and is verified by itself, each at its moment', async () => {
  const show = givenLive()
  const id = show.openCitizens({ closesAtMs: show.nowMs + 200_000 })
  const closesAtMs = show.nowMs + 200_000
  const { moveTo, phase, windowNow, plane, runner } = await given(show)
  await moveTo(closesAtMs - 1)
  expect(phase(id)).toBe('open')
  await moveTo(closesAtMs)
  expect(phase(id)).toBe('closing')
  await moveTo(closesAtMs + FREEZE_AFTER_MS - 1)
  expect(phase(id)).toBe('closing')
  expect(plane.asked).toEqual([])
  await moveTo(closesAtMs + FREEZE_AFTER_MS)
  expect(phase(id)).toBe('verified')
  expect(windowNow(id)).toMatchObject({ seals: [SEAL], result: plane.live })
  expect(plane.asked).toEqual([`seal ${id}`, `recount ${id} up to ${JSON.stringify({ [LOG]: AS_SEALED })}`])
  expect(
    runner
      .tail()
      .slice(-4)
      .map(({ event, atMs }) => [event.type, atMs - closesAtMs]),
  ).toEqual([
    ['WindowClosed', 0],
    ['LogSealed', FREEZE_AFTER_MS],
    ['WindowFrozen', FREEZE_AFTER_MS],
    ['WindowVerified', FREEZE_AFTER_MS],
  ])
})

test('[SCORE6] an examiners’ window is verified against a replay of its journal', async () => {
  const show = givenLive()
  const id = show.openExaminers()
  for (let n = 1; n <= 7; n += 1) show.cast(n, grade(n % 2 === 0 ? 60 : 100))
  const { moveTo, windowNow } = await given(show)
  await moveTo(show.nowMs + 60_000 + 2_001)
  expect(windowNow(id).stage.phase).toBe('verified')
  expect(windowNow(id).result).toMatchObject({
    kind: 'examiners',
    counted: 7,
    mean: { num: '580', den: '7' },
  })
})

test('[SHOW4] what fell due while the process was down is made up at the start, in the times of the rules', async () => {
  const show = givenLive()
  const citizens = show.openCitizens({ closesAtMs: show.nowMs + 200_000 })
  const examiners = show.openExaminers({ closesAtMs: show.nowMs + 60_000 })
  const { phase, types } = await given(show, show.nowMs + 3_600_000)
  await settled()
  expect([phase(citizens), phase(examiners)]).toEqual(['verified', 'verified'])
  expect(types().filter((type) => type === 'WindowClosed')).toHaveLength(2)
})

test('[SHOW4] two processes that fire the same deadlines do no harm', async () => {
  const show = givenLive()
  const id = show.openCitizens()
  const { start, moveTo, journal, clock } = await given(show)
  await start()
  await moveTo(clock.nowMs() + 300_000)
  await moveTo(clock.nowMs() + FREEZE_AFTER_MS)
  await moveTo(clock.nowMs() + 1_000)
  const types = (await journal.readStream(`session-${SESSION}`)).map(({ event }) => event.type)
  for (const once of ['WindowClosed', 'LogSealed', 'WindowFrozen', 'WindowVerified']) {
    expect(
      types.filter((type) => type === once),
      once,
    ).toHaveLength(1)
  }
  expect(id).toBeDefined()
})

test('[SHOW9] an extended window closes at its new time only', async () => {
  const show = givenLive()
  const id = show.openExaminers({ closesAtMs: show.nowMs + 60_000 })
  const { moveTo, phase, runner } = await given(show)
  const closesAtMs = show.nowMs + 90_000
  const extend: Command = {
    type: 'ExtendWindow',
    sessionId: SESSION,
    windowId: id,
    closesAtMs,
    reason: '现场延时',
  }
  expect(await runner.run(extend, { commandId: 'command-extend', by: DIRECTOR })).toMatchObject({ ok: true })
  await moveTo(closesAtMs - 1)
  expect(phase(id)).toBe('open')
  await moveTo(closesAtMs)
  expect(phase(id)).toBe('closing')
})

test('[SHOW9] a window on cue has no deadline until the cue', async () => {
  const show = givenLive()
  const id = show.openExaminers({ closesAtMs: null })
  const { moveTo, phase, runner, clock } = await given(show)
  await moveTo(clock.nowMs() + 3_600_000)
  expect(phase(id)).toBe('open')
  await runner.run(
    { type: 'CueClose', sessionId: SESSION, windowId: id },
    { commandId: 'command-cue', by: DIRECTOR },
  )
  await moveTo(clock.nowMs() + 5_000)
  expect(phase(id)).toBe('closing')
})

test('[LOG3] a log that cannot be sealed is tried again, later and later, and the window waits', async () => {
  const show = givenLive()
  const id = show.openCitizens()
  const { moveTo, phase, plane, clock, deadlines } = await given(show)
  plane.sealFails = 3
  await moveTo(clock.nowMs() + 300_000)
  await moveTo(clock.nowMs() + FREEZE_AFTER_MS)
  expect([phase(id), plane.asked.length]).toEqual(['closing', 1])
  expect(deadlines.overdue().map(({ step }) => step)).toContain(`seal-${SESSION}-${id}-${LOG}`)
  await moveTo(clock.nowMs() + 249)
  expect(plane.asked).toHaveLength(1)
  await moveTo(clock.nowMs() + 1)
  expect(plane.asked).toHaveLength(2)
  await moveTo(clock.nowMs() + 500)
  expect(plane.asked).toHaveLength(3)
  await moveTo(clock.nowMs() + 1_000)
  await moveTo(clock.nowMs() + 5_000)
  expect(phase(id)).toBe('verified')
  expect(deadlines.overdue()).toEqual([])
})

/** A citizens’ window whose recount finds one ballot more than the index holds, just frozen. */
async function givenMismatch() {
  const show = givenLive()
  const id = show.openCitizens()
  const parts = await given(show)
  const { plane, clock, moveTo } = parts
  plane.recounted = pollResult({ wechat: 4 })
  await moveTo(clock.nowMs() + 300_000)
  await moveTo(clock.nowMs() + FREEZE_AFTER_MS)
  return {
    ...parts,
    id,
    frozenAtMs: clock.nowMs(),
    recounts: () => plane.asked.filter((one) => one.startsWith('recount')).length,
    mismatches: () => parts.types().filter((type) => type === 'WindowMismatched').length,
  }
}

test('[LOG3] a recount that differs keeps the window frozen, shows both, and is made again every 30 s, silently', async () => {
  const { id, frozenAtMs, moveTo, windowNow, plane, recounts, mismatches, deadlines } = await givenMismatch()
  const differs = { phase: 'frozen', frozenAtMs, mismatch: { recount: JSON.stringify(plane.recounted) } }
  expect(windowNow(id).stage).toMatchObject(differs)
  expect(recounts()).toBe(1)
  for (let turn = 1; turn <= 4; turn += 1) {
    await moveTo(frozenAtMs + turn * 30_000 - 1)
    expect(recounts()).toBe(turn)
    await moveTo(frozenAtMs + turn * 30_000)
    expect(recounts()).toBe(turn + 1)
  }
  expect(windowNow(id).stage).toMatchObject(differs)
  expect(mismatches()).toBe(1)
  expect(deadlines.overdue()).toEqual([])
})

test('[LOG3] a mismatch whose cause passes mends itself: other numbers are shown, equal ones verified', async () => {
  const { id, frozenAtMs, moveTo, phase, windowNow, plane, types, mismatches, runner } = await givenMismatch()
  plane.live = pollResult({ wechat: 2 })
  await moveTo(frozenAtMs + 30_000)
  expect(windowNow(id).stage).toMatchObject({ mismatch: { live: JSON.stringify(plane.live) } })
  expect(mismatches()).toBe(2)
  plane.live = plane.recounted
  await moveTo(frozenAtMs + 60_000)
  expect(phase(id)).toBe('verified')
  expect(windowNow(id)).toMatchObject({ result: plane.recounted })
  const ids = runner
    .tail()
    .flatMap(({ event, commandId }) =>
      event.type === 'WindowMismatched' || event.type === 'WindowVerified' ? [commandId] : [],
    )
  expect(new Set(ids).size).toBe(3)
  const before = plane.asked.length
  await moveTo(frozenAtMs + 300_000)
  expect(plane.asked).toHaveLength(before)
  expect(types().at(-1)).toBe('WindowVerified')
})

test('[LOG3] [SHOW4] it is verified again by the process that comes after, and turns it was down for are not made up', async () => {
  const { id, frozenAtMs, start, clock, deadlines, plane, moveTo, recounts } = await givenMismatch()
  deadlines.stop()
  clock.moveTo(frozenAtMs + 95_000)
  const again = await start()
  await settled()
  expect(recounts()).toBe(2)
  plane.recounted = plane.live
  await moveTo(frozenAtMs + 119_999)
  expect(recounts()).toBe(2)
  await moveTo(frozenAtMs + 120_000)
  const stage = again.runner.house().sessions[SESSION]!.windows.find((window) => window.id === id)!.stage
  expect(stage).toMatchObject({ phase: 'verified', verifiedAtMs: frozenAtMs + 120_000 })
})

test('[LOG3] a second recount that fails is tried again after its pause, not after 30 s', async () => {
  const { id, frozenAtMs, moveTo, phase, plane } = await givenMismatch()
  plane.broken = true
  await moveTo(frozenAtMs + 30_000)
  plane.broken = false
  plane.recounted = plane.live
  await moveTo(frozenAtMs + 30_249)
  expect(phase(id)).toBe('frozen')
  await moveTo(frozenAtMs + 30_250)
  expect(phase(id)).toBe('verified')
})

test('[LOG3] where a tally cannot be had the window stays frozen, without a mismatch, until it can', async () => {
  const show = givenLive()
  const id = show.openCitizens()
  const { moveTo, phase, windowNow, plane, clock } = await given(show)
  plane.broken = true
  await moveTo(clock.nowMs() + 300_000)
  await moveTo(clock.nowMs() + FREEZE_AFTER_MS)
  expect(windowNow(id).stage).toMatchObject({ phase: 'frozen', mismatch: null })
  plane.broken = false
  await moveTo(clock.nowMs() + 250)
  expect(phase(id)).toBe('verified')
})

test('[SAFE3] a failing journal delays a deadline and never loses it', async () => {
  const show = givenLive()
  const id = show.openExaminers()
  const { moveTo, phase, journal, clock } = await given(show)
  journal.failWith('before')
  await moveTo(clock.nowMs() + 60_000)
  expect(phase(id)).toBe('open')
  journal.failWith(null)
  await moveTo(clock.nowMs() + 250)
  expect(phase(id)).toBe('closing')
})

test('[SAFE4] a request nobody confirmed lapses at its time', async () => {
  const show = givenLive()
  const id = show.openExaminers({ closesAtMs: show.nowMs + 3_600_000 })
  const { moveTo, runner, clock, types } = await given(show)
  const request: Command = {
    type: 'RequestVoid',
    sessionId: SESSION,
    requestId: 'request-1',
    windowId: id,
    reason: '题目念错',
  }
  expect(await runner.run(request, { commandId: 'command-void', by: DIRECTOR })).toMatchObject({ ok: true })
  await moveTo(clock.nowMs() + 600_000 - 1)
  expect(types()).not.toContain('RequestLapsed')
  await moveTo(clock.nowMs() + 1)
  expect(types()).toContain('RequestLapsed')
})

test('stopped, it does nothing more', async () => {
  const show = givenLive()
  const id = show.openExaminers({ windowId: windowId(9) })
  const { moveTo, phase, deadlines, clock } = await given(show)
  deadlines.stop()
  await moveTo(clock.nowMs() + 3_600_000)
  expect(phase(id)).toBe('open')
})

test('[SHOW10][LOG1] two processes that meet the same deadlines have each effect once', async () => {
  const show = givenLive()
  const closesAtMs = show.nowMs + 200_000
  const id = show.openCitizens({ closesAtMs })
  const { moveTo, phase, journal, start } = await given(show)
  const second = await start()
  await moveTo(closesAtMs)
  await moveTo(closesAtMs + FREEZE_AFTER_MS)
  await moveTo(closesAtMs + FREEZE_AFTER_MS + 10_000)
  expect(phase(id)).toBe('verified')
  await second.runner.upToDate()
  expect(
    second.runner.house().sessions[SESSION]!.windows.find((window) => window.id === id)!.stage.phase,
  ).toBe('verified')
  const steps = (await journal.read(0, 1_000))
    .filter(({ by }) => by.role === 'system')
    .map(({ event }) => event.type)
  for (const step of ['WindowClosed', 'LogSealed', 'WindowFrozen', 'WindowVerified']) {
    expect(
      steps.filter((type) => type === step),
      step,
    ).toHaveLength(1)
  }
})
