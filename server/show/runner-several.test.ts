// Several processes run commands on one journal: each command has one effect, and all end in the same state (LOG1).

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LogId, PersonId } from '../../shared/basics/ids.ts'
import { CHANNELS } from '../../shared/ballot/choices.ts'
import type { Command } from '../../shared/show/house.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { OFFICE, SYSTEM, T0 } from '../../tests/support/given-parts.ts'
import { createMemoryJournal } from '../../tests/support/memory-journal.ts'
import { createRunner } from './runner.ts'
import { rankedQuarter } from '../../shared/period/rolled.ts'

const facts = { channelsOn: CHANNELS, received: () => 0, quarterResult: rankedQuarter }
const announce = (digit: string): Command => ({ type: 'AnnounceLog', logId: LogId.parse(digit.repeat(16)) })
const addPerson = (id: string): Command => ({
  type: 'AddPerson',
  personId: PersonId.parse(id),
  name: '林',
  role: 'auditor',
})

async function givenProcesses(count: number) {
  const journal = createMemoryJournal()
  const clock = createHandClock(T0)
  const runners = await Promise.all(
    Array.from({ length: count }, () => createRunner({ journal, clock, facts })),
  )
  return { journal, clock, runners }
}

test('[LOG1] one command sent to every process at once runs once, and each says so', async () => {
  const { journal, runners } = await givenProcesses(3)
  const who = { commandId: 'command-1', by: OFFICE }
  const answers = await Promise.all(runners.map((runner) => runner.run(addPerson('lin'), who)))
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true])
  expect(answers.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(1)
  expect(await journal.read(0, 10)).toHaveLength(1)
})

test('[LOG1] commands of all processes in any mixture each have one effect, and all fold the same house', async () => {
  const one = fc.record({ process: fc.nat(2), command: fc.nat(9), waits: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 40 }), async (steps) => {
      const { journal, runners } = await givenProcesses(3)
      const running: Promise<unknown>[] = []
      for (const { process, command, waits } of steps) {
        const digit = command.toString(16)
        // A deadline's command bears one id whoever sends it.
        const who = { commandId: `step-${digit}`, by: SYSTEM }
        const run = runners[process]!.run(command < 5 ? announce(digit) : addPerson(`p${digit}`), who)
        running.push(run)
        if (waits) await run
      }
      await Promise.all(running)
      await Promise.all(runners.map((runner) => runner.upToDate()))
      const written = (await journal.read(0, 1_000)).map(({ commandId }) => commandId)
      expect(new Set(written).size).toBe(written.length)
      expect(new Set(written)).toEqual(new Set(steps.map(({ command }) => `step-${command.toString(16)}`)))
      const houses = runners.map((runner) => JSON.stringify(runner.house()))
      expect(new Set(houses).size).toBe(1)
      expect(new Set(runners.map((runner) => runner.chainHash())).size).toBe(1)
    }),
    { numRuns: 60 },
  )
})

test('[LOG1] what another process writes is told here too, in order and once', async () => {
  const { runners } = await givenProcesses(2)
  const [a, b] = runners as [(typeof runners)[0], (typeof runners)[0]]
  const told: number[] = []
  b.onChange((_, recorded) => {
    told.push(...recorded.map(({ position }) => position))
  })
  for (const digit of ['a', 'b', 'c']) await a.run(announce(digit), { commandId: `on-${digit}`, by: SYSTEM })
  await b.upToDate()
  expect(told).toEqual([1, 2, 3])
  expect(b.behindMs()).toBe(0)
})

test('[LOG1] a process that cannot fold what it heard of knows how long it has been behind', async () => {
  const { runners, journal, clock } = await givenProcesses(2)
  const [a, b] = runners as [(typeof runners)[0], (typeof runners)[0]]
  const readOn = journal.stallReads()
  await a.run(announce('a'), { commandId: 'on-a', by: SYSTEM }).catch(() => undefined)
  clock.forward(1_500)
  expect(b.behindMs()).toBe(1_500)
  readOn()
  await b.upToDate()
  expect(b.behindMs()).toBe(0)
})

test('[LOG1] an event heard of and lost before it was read, as by a replica that takes over, keeps no process behind', async () => {
  const { journal, clock } = await givenProcesses(0)
  let newest = 0
  const runner = await createRunner({ journal: { ...journal, newest: async () => newest }, clock, facts })
  await runner.run(announce('a'), { commandId: 'on-a', by: SYSTEM })
  newest = 3
  await runner.upToDate()
  clock.forward(2_000)
  expect(runner.behindMs()).toBe(0)
})
