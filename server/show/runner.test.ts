import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LogId, PersonId } from '../../shared/basics/ids.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import { foldHouse, EMPTY_HOUSE } from '../../shared/show/house-evolve.ts'
import type { Command } from '../../shared/show/house.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { givenJournal } from '../../tests/support/given-journal.ts'
import {
  DIRECTOR,
  OFFICE,
  SESSION,
  SYSTEM,
  T0,
  grade,
  seatActor,
  seatId,
} from '../../tests/support/given-parts.ts'
import { givenLive } from '../../tests/support/given.ts'
import { createMemoryJournal } from '../../tests/support/memory-journal.ts'
import { createRunner, TAIL_MOST } from './runner.ts'
import { rankedQuarter } from '../../shared/period/rolled.ts'

const facts = { channelsOn: CHANNELS, received: () => 0, quarterResult: rankedQuarter }

async function givenRunner({
  show,
  nowMs = T0 + 10_000,
}: { show?: ReturnType<typeof givenLive>; nowMs?: number } = {}) {
  const journal = createMemoryJournal()
  if (show) await givenJournal(journal, show)
  const clock = createHandClock(nowMs)
  return { journal, clock, runner: await createRunner({ journal, clock, facts }) }
}

const announce = (digit: string): Command => ({ type: 'AnnounceLog', logId: LogId.parse(digit.repeat(16)) })
const addPerson = (id: string): Command => ({
  type: 'AddPerson',
  personId: PersonId.parse(id),
  name: '林',
  role: 'auditor',
})
const castBy = (seat: number, windowId: string, revision: number): Command =>
  ({
    type: 'CastScore',
    sessionId: SESSION,
    windowId,
    seatId: seatId(seat),
    generation: 1,
    revision,
    mark: grade(100),
  }) as Command

test('[LOG1] a command is durable, folded and told before it is answered', async () => {
  const { runner, journal } = await givenRunner()
  const told: unknown[] = []
  runner.onChange((house, recorded) => {
    told.push([house.position, recorded.map(({ event }) => event.type)])
  })
  expect(await runner.run(announce('a'), { commandId: 'command-1', by: SYSTEM })).toEqual({
    ok: true,
    repeated: false,
  })
  expect(told).toEqual([[1, ['LogAnnounced']]])
  expect(runner.house().logs).toEqual(['aaaaaaaaaaaaaaaa'])
  expect((await journal.head()).chainHash).toBe(runner.chainHash())
})

test('[LOG1] a repeated command id runs once, also after a restart', async () => {
  const { runner, journal, clock } = await givenRunner()
  const who = { commandId: 'command-1', by: OFFICE }
  await runner.run(addPerson('lin'), who)
  expect(await runner.run(addPerson('wang'), who)).toEqual({ ok: true, repeated: true })
  const again = await createRunner({ journal, clock, facts })
  expect(await again.run(addPerson('wang'), who)).toEqual({ ok: true, repeated: true })
  expect(Object.keys(again.house().people.people)).toEqual(['lin'])
})

test('[LOG1] repeated commands among others, in any order and at once, each run once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(6), { minLength: 1, maxLength: 30 }), async (ids) => {
      const { runner } = await givenRunner()
      const answers = await Promise.all(
        ids.map((n) =>
          runner.run(addPerson(`p${String(n)}`), { commandId: `command-${String(n)}`, by: OFFICE }),
        ),
      )
      const different = new Set(ids).size
      expect(answers.every(({ ok }) => ok)).toBe(true)
      expect(answers.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(different)
      expect(Object.keys(runner.house().people.people)).toHaveLength(different)
    }),
    { numRuns: 50 },
  )
})

test('[LOG1] nobody can use up another sender’s command id', async () => {
  const { runner } = await givenRunner()
  await runner.run(addPerson('lin'), { commandId: 'close-w1', by: DIRECTOR })
  expect(await runner.run(announce('a'), { commandId: 'close-w1', by: SYSTEM })).toEqual({
    ok: true,
    repeated: false,
  })
})

test('[LOG1] an id too old to be in memory is looked up in the journal', async () => {
  const journal = createMemoryJournal()
  const logId = LogId.parse('a'.repeat(16))
  // One command with a great many events, so that its predecessor is forgotten.
  await journal.append(
    {},
    {
      atMs: T0,
      by: OFFICE,
      commandId: 'command-old',
      events: [{ stream: 'logs', event: { type: 'LogAnnounced', logId } }],
    },
  )
  for (let i = 0; i < 20_001; i += 1) {
    await journal.append(
      {},
      {
        atMs: T0,
        by: SYSTEM,
        commandId: `command-${String(i)}`,
        events: [{ stream: 'logs', event: { type: 'LogAnnounced', logId } }],
      },
    )
  }
  const runner = await createRunner({ journal, clock: createHandClock(), facts })
  expect(await runner.run(addPerson('lin'), { commandId: 'command-old', by: OFFICE })).toEqual({
    ok: true,
    repeated: true,
  })
  expect(runner.house().people.people).toEqual({})
})

test('[SHOW6] a refusal brings every reason, and writes nothing', async () => {
  const { runner, journal } = await givenRunner()
  const answer = await runner.run(
    { type: 'GoLive', sessionId: SESSION },
    { commandId: 'command-1', by: DIRECTOR },
  )
  expect(answer).toMatchObject({ ok: false, refusals: [{ code: 'session_unknown' }] })
  expect((await journal.head()).position).toBe(0)
})

test('[SHOW7] the house replayed from the journal is the house that lived, byte for byte', async () => {
  const show = givenLive()
  const { runner, journal, clock } = await givenRunner({ show })
  const window = '00000000000a'
  const open: Command = {
    type: 'OpenExaminersWindow',
    sessionId: SESSION,
    windowId: window as never,
    segmentId: show.session().onAir!,
    closesAtMs: clock.nowMs() + 60_000,
    form: null,
    replaces: null,
  }
  await runner.run(open, { commandId: 'command-open', by: DIRECTOR })
  for (let n = 1; n <= 7; n += 1) {
    const by = seatActor(n)
    await runner.run(castBy(n, window, 1), { commandId: 'command-cast', by })
    clock.forward(100)
  }
  const replayed = (await journal.read(0, 10_000)).reduce(
    (house, recorded) => foldHouse(house, recorded),
    EMPTY_HOUSE,
  )
  expect(JSON.stringify(replayed)).toBe(JSON.stringify(runner.house()))
  const again = await createRunner({ journal, clock, facts })
  expect(JSON.stringify(again.house())).toBe(JSON.stringify(runner.house()))
  expect(again.chainHash()).toBe(runner.chainHash())
  expect(again.tail()).toEqual(runner.tail())
})

test('[SCORE3] a score in time on a disk that stalls past the close counts: its time is when it came in', async () => {
  const show = givenLive()
  const window = show.openExaminers()
  const { runner, journal, clock } = await givenRunner({ show, nowMs: show.nowMs + 60_500 })
  const release = journal.stall()
  const answers = [1, 2].map((n) =>
    runner.run(castBy(n, window, 1), { commandId: 'command-cast', by: seatActor(n) }),
  )
  clock.forward(30_000)
  release()
  expect(await Promise.all(answers)).toEqual([
    { ok: true, repeated: false },
    { ok: true, repeated: false },
  ])
  const late = await runner.run(castBy(3, window, 1), { commandId: 'command-cast', by: seatActor(3) })
  expect(late).toEqual({ ok: true, repeated: false, setAside: 'late' })
  // The answer to a repeat says the same.
  expect(await runner.run(castBy(3, window, 1), { commandId: 'command-cast', by: seatActor(3) })).toEqual({
    ok: true,
    repeated: true,
    setAside: 'late',
  })
})

test('[SAFE5] no event is dated before the last one, though the clock stands behind it', async () => {
  const journal = createMemoryJournal()
  await journal.append(
    {},
    {
      atMs: T0 + 5_000,
      by: SYSTEM,
      commandId: 'command-0',
      events: [{ stream: 'logs', event: { type: 'LogAnnounced', logId: LogId.parse('b'.repeat(16)) } }],
    },
  )
  const runner = await createRunner({ journal, clock: createHandClock(T0), facts })
  await runner.run(announce('a'), { commandId: 'command-1', by: SYSTEM })
  expect(runner.tail().map(({ atMs }) => atMs)).toEqual([T0 + 5_000, T0 + 5_000])
})

test('[SAFE3] a failing disk is a refusal, never an acknowledgement, and passes', async () => {
  const { runner, journal } = await givenRunner()
  journal.failWith('before')
  const who = { commandId: 'command-1', by: OFFICE }
  expect(await runner.run(addPerson('lin'), who)).toMatchObject({
    ok: false,
    refusals: [{ code: 'storage_failed' }],
  })
  expect(runner.failing()).toBe('the disk fails')
  expect(runner.house().position).toBe(0)
  journal.failWith(null)
  expect(await runner.run(addPerson('lin'), who)).toEqual({ ok: true, repeated: false })
  expect(runner.failing()).toBeNull()
})

test('[SAFE3] what a failed append left on disk after all is folded, told, and not run again', async () => {
  const { runner, journal } = await givenRunner()
  const told: number[] = []
  runner.onChange((house) => {
    told.push(house.position)
  })
  journal.failWith('after')
  const who = { commandId: 'command-1', by: OFFICE }
  expect(await runner.run(addPerson('lin'), who)).toMatchObject({ ok: false })
  journal.failWith(null)
  expect(await runner.run(addPerson('lin'), who)).toEqual({ ok: true, repeated: true })
  expect(told).toEqual([1])
  expect((await journal.head()).position).toBe(1)
})

test('[SAFE3] a journal that works again is found to without anybody asking, and what it was left with is told', async () => {
  const { runner, journal, clock } = await givenRunner()
  journal.failWith('after')
  await runner.run(addPerson('lin'), { commandId: 'command-1', by: OFFICE })
  expect(runner.failing()).not.toBeNull()
  journal.failWith(null)
  const told = new Promise<number>((tell) => runner.onChange((house) => tell(house.position)))
  clock.forward(1_000)
  expect(await told).toBe(1)
  await runner.stop()
  expect(runner.failing()).toBeNull()
})

test('[LOG1] what another process wrote is folded in, and the command is decided anew', async () => {
  const { runner, journal } = await givenRunner()
  await journal.append(
    {},
    {
      atMs: T0,
      by: OFFICE,
      commandId: 'command-9',
      events: [
        {
          stream: 'people',
          event: { type: 'PersonAdded', personId: PersonId.parse('lin'), name: '林', role: 'office' },
        },
      ],
    },
  )
  expect(await runner.run(addPerson('lin'), { commandId: 'command-1', by: OFFICE })).toMatchObject({
    ok: false,
    refusals: [{ code: 'person_exists' }],
  })
  // On a stream of its own there is no conflict: both are folded in the journal's order.
  await journal.append(
    {},
    {
      atMs: T0,
      by: OFFICE,
      commandId: 'command-8',
      events: [
        {
          stream: 'people',
          event: { type: 'PersonDisabled', personId: PersonId.parse('lin'), disabled: true },
        },
      ],
    },
  )
  expect(await runner.run(announce('a'), { commandId: 'command-2', by: SYSTEM })).toEqual({
    ok: true,
    repeated: false,
  })
  expect(runner.house()).toMatchObject({ position: 3, logs: ['a'.repeat(16)] })
})

test('[SAFE2] a full queue refuses with its count, and what was accepted runs', async () => {
  const { runner, journal } = await givenRunner()
  const release = journal.stall()
  const accepted = Array.from({ length: 1_000 }, (_, i) =>
    runner.run(addPerson(`p${String(i)}`), { commandId: `command-${String(i)}`, by: OFFICE }),
  )
  expect(await runner.run(addPerson('x'), { commandId: 'command-x', by: OFFICE })).toEqual({
    ok: false,
    refusals: [{ code: 'queue_full', detail: { count: 1_000 } }],
  })
  release()
  expect((await Promise.all(accepted)).every(({ ok }) => ok)).toBe(true)
  expect(runner.queueDepth()).toBe(0)
})

test('a command is answered after its listeners have settled, and a listener that fails harms nobody', async () => {
  const { runner } = await givenRunner()
  const order: string[] = []
  runner.onChange(async () => {
    await Promise.resolve()
    order.push('told')
  })
  runner.onChange(() => {
    throw new Error('a bug in a listener')
  })
  await runner.run(announce('a'), { commandId: 'command-1', by: SYSTEM }).then(() => order.push('answered'))
  expect(order).toEqual(['told', 'answered'])
})

test('stopping runs what was accepted and refuses what comes later', async () => {
  const { runner, journal } = await givenRunner()
  const release = journal.stall()
  const accepted = runner.run(announce('a'), { commandId: 'command-1', by: SYSTEM })
  const stopped = runner.stop()
  expect(await runner.run(announce('b'), { commandId: 'command-2', by: SYSTEM })).toMatchObject({
    ok: false,
    refusals: [{ code: 'server_stopping' }],
  })
  release()
  await stopped
  expect(await accepted).toEqual({ ok: true, repeated: false })
})

test('[SAFE1] the tail is bounded', async () => {
  const { runner } = await givenRunner()
  for (let i = 0; i < TAIL_MOST + 5; i += 1) {
    await runner.run(addPerson(`p${String(i)}`), { commandId: `command-${String(i)}`, by: OFFICE })
  }
  expect(runner.tail()).toHaveLength(TAIL_MOST)
  expect(runner.tail().at(-1)?.position).toBe(TAIL_MOST + 5)
})
