// Several processes beside one journal, with time by hand: each with its own private store on disk and a line to the others.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer, Inbound } from '../../server/ballots/inbound.ts'
import { createPrivateSide, type PrivateSide } from '../../server/home/private-side.ts'
import { serviceRecordsIn } from '../../server/http/csv-service-records.ts'
import type { OutgoingSms, SendAnswer } from '../../server/invitations/sender.ts'
import { openPrivateStore, type PrivateStore } from '../../server/private/private-store.ts'
import type { ChangeListener, Runner } from '../../server/show/runner.ts'
import { openSqlitePrivate } from '../../server/storage/sqlite-private.ts'
import { LogId } from '../../shared/basics/ids.ts'
import type { BatchId, SendingPlan } from '../../shared/invitation/batch.ts'
import { DEFAULT_TEMPLATE } from '../../shared/invitation/invitation-text.ts'
import type { Command } from '../../shared/show/house.ts'
import { inbound } from './ballots.ts'
import { createCalmClock, type CalmClock } from './calm-clock.ts'
import { OFFICE } from './given-parts.ts'
import { givenUnits, keepPoll, planPoll, POLL } from './given-polls.ts'
import type { TestShow } from './given.ts'
import { createMemoryLines, type MemoryLine, type MemoryLines } from './memory-lines.ts'

export const NUMBER = '10690000001'
export const HOME_PLAN: SendingPlan = {
  ...{ template: DEFAULT_TEMPLATE, sender: 'twilio', from: NUMBER, perSecond: 2, fromHour: 0, toHour: 24 },
}
export const phoneNumber = (n: number) => `1391234${String(n).padStart(4, '0')}`
export const listOfPeople = (n: number, from = 1) =>
  `单位,手机号\n${Array.from({ length: n }, (_, i) => `${String(((from + i - 1) % 3) + 1)},${phoneNumber(from + i)}\n`).join('')}`

export interface HomeProcess {
  readonly name: string
  readonly logId: LogId
  readonly side: PrivateSide
  readonly line: MemoryLine
  readonly store: PrivateStore
  /** A message that was answered so; what followed has had its turn. */
  says(identity: string, answer: Answer, change?: Partial<Inbound>): Promise<Answer>
  /** Ends without a word to anybody: its line is cut, its file closed in whatever state it is. */
  crash(): Promise<void>
}

export interface HomesCity {
  readonly clock: CalmClock
  readonly show: TestShow
  readonly lines: MemoryLines
  readonly errors: unknown[]
  /** What left, by whichever process. */
  readonly sent: OutgoingSms[]
  /** Whether the sender tells a message from its repetition, and what comes of a sending. */
  idempotent: boolean
  sending: () => Promise<void>
  /** Whether the journal can be asked. */
  journalThere: boolean
  /** Starts one; the same name again is the same folder and log. `held`: folders of dead ones it opens too. */
  process(name: string, options?: ProcessOptions): Promise<HomeProcess>
  run(command: Command): Promise<void>
  /** A list of `n` brought in at `at`, drawn whole, planned. */
  plannedBatch(at: HomeProcess, n: number, from?: number, perSecond?: number): Promise<BatchId>
  /** What comes of something that needs no time to pass. */
  soon<T>(answer: Promise<T>): Promise<T>
  until(holds: () => boolean | Promise<boolean>): Promise<void>
  forward(ms: number): Promise<void>
  close(): Promise<void>
}

interface ProcessOptions {
  readonly first?: boolean
  readonly take?: boolean
  readonly secret?: string
  readonly held?: readonly string[]
}

export function startHomesCity(): HomesCity {
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-homes-'))
  const clock = createCalmClock()
  const lines = createMemoryLines()
  const show = givenUnits()
  planPoll(show)
  keepPoll(show, 'open')
  clock.moveTo(show.nowMs)
  const listeners = new Set<ChangeListener>()
  const running = new Set<HomeProcess>()
  const stores = new Map<PrivateStore, boolean>()
  let commands = 0

  const tellHouse = () => Promise.all([...listeners].map(async (listener) => listener(show.house(), [])))
  const run: Runner['run'] = async (command, { by }) => {
    if (!city.journalThere) return { ok: false, refusals: [{ code: 'storage_failed', detail: {} }] }
    show.nowMs = Math.max(show.nowMs, clock.nowMs())
    const refusals = show.refusals(command, by)
    if (refusals.length > 0) return { ok: false, refusals }
    show.when(command, by)
    await tellHouse()
    return { ok: true, repeated: false }
  }
  const shown = {
    house: () => show.house(),
    run,
    onChange(listener: ChangeListener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    upToDate: () => (city.journalThere ? Promise.resolve() : Promise.reject(new Error('away'))),
  }
  const closeStore = async (store: PrivateStore) => {
    if (stores.get(store) !== true) return
    stores.set(store, false)
    await store.close()
  }
  const openStore = async (name: string) => {
    const file = await openSqlitePrivate({ file: join(folder, `${name}.db`) })
    const opened = await openPrivateStore(file, { clock, secret: 'a secret of the city' })
    if (!opened.ok) throw new Error(opened.refusal.code)
    stores.set(opened.value, true)
    return opened.value
  }
  const logIdOf = (name: string) =>
    LogId.parse(Buffer.from(name).toString('hex').padEnd(16, '0').slice(0, 16))

  const city: HomesCity = {
    ...{ clock, show, lines, errors: [], sent: [], idempotent: false, journalThere: true },
    sending: () => Promise.resolve(),
    async process(name, { first = true, take = false, secret = 'one secret', held = [] } = {}) {
      const own = await openStore(name)
      const others = await Promise.all(
        held.map(async (each) => [logIdOf(each), await openStore(each)] as const),
      )
      const line = lines.line()
      // Who is dead does nothing any more, though its code lies in this very process.
      let dead = false
      const never = new Promise<never>(() => {})
      const ownClock = {
        nowMs: () => clock.nowMs(),
        at: (atMs: number, then: () => void) =>
          clock.at(atMs, () => {
            if (!dead) then()
          }),
      }
      const ownShow = {
        house: shown.house,
        run: (...command: Parameters<Runner['run']>) => (dead ? never : run(...command)),
        onChange: (listener: ChangeListener) =>
          shown.onChange((...change) => (dead ? undefined : listener(...change))),
        upToDate: () => (dead ? never : shown.upToDate()),
      }
      const side = createPrivateSide({
        stores: new Map([[logIdOf(name), own], ...others]),
        several: { line, secret, name, first, take },
        voterKeys: { isReady: () => true, voterKeyOf: (_, identity) => Buffer.from(identity.slice(-16)) },
        ...{ clock: ownClock, show: ownShow },
        senders: {
          gateway: null,
          twilio: {
            get idempotent() {
              return city.idempotent
            },
            async send(messages): Promise<SendAnswer> {
              city.sent.push(...messages)
              await city.sending()
              return { fates: messages.map(() => ({ kind: 'sent' })), broken: null }
            },
          },
        },
        readList: serviceRecordsIn,
        pollOn: () => null,
        surroundings: { answerOf: (reason) => reason, invalid: () => [[0, 1]] },
        onError: (error) => city.errors.push(error),
      })
      const made: HomeProcess = {
        ...{ name, logId: logIdOf(name), side, line, store: own },
        async says(identity, answer, change = {}) {
          commands += 1
          const message = inbound({
            ...{ identity, accessNumber: NUMBER, receivedAtMs: clock.nowMs(), channel: 'gateway' },
            ...{ messageId: `m-${String(commands)}`, ...change },
          })
          const asked = side.conversation.invited(message)
          if (asked !== null && asked.asksWhy !== true)
            side.conversation.onPeriodBallot(message, asked.windowId, asked.unitCode)
          const answered = await side.around(() => Promise.resolve(answer))(message)
          await new Promise<void>((turn) => setImmediate(turn))
          return answered
        },
        async crash() {
          dead = true
          line.state = 'away'
          running.delete(made)
          for (const store of [own, ...others.map(([, each]) => each)]) await closeStore(store)
        },
      }
      running.add(made)
      const starting = side.start()
      let started = false
      void starting.then(() => (started = true))
      await city.until(() => started)
      return made
    },
    async run(command) {
      commands += 1
      const answer = await run(command, { commandId: `command-${String(commands)}`, by: OFFICE })
      if (!answer.ok) throw new Error(`${command.type}: ${JSON.stringify(answer.refusals)}`)
    },
    async plannedBatch({ side }, n, from = 1, perSecond = HOME_PLAN.perSecond) {
      const started = await city.soon(side.doors.upload(POLL, '三月办件', Buffer.from(listOfPeople(n, from))))
      if (!started.ok) throw new Error(started.refusal.code)
      const batchId = started.value
      await city.until(async () => {
        const view = await city.soon(side.doors.uploadOf(batchId))
        return view.ok && view.value.phase === 'ready'
      })
      for (const step of [
        () => side.doors.fix(batchId, OFFICE),
        () => side.doors.draw(batchId, 10_000, OFFICE),
      ]) {
        const done = await city.soon(step())
        if (!done.ok) throw new Error(done.refusal.code)
      }
      await city.run({ type: 'PlanInvitations', pollId: POLL, batchId, plan: { ...HOME_PLAN, perSecond } })
      return batchId
    },
    async soon(answer) {
      let over = false
      void answer.finally(() => (over = true)).catch(() => undefined)
      while (!over) await new Promise<void>((turn) => setTimeout(turn, 1))
      return answer
    },
    async until(holds) {
      for (let steps = 0; !(await holds()); steps++) {
        if (steps > 4_000) throw new Error('it never comes to that')
        await clock.calmlyForward(50)
      }
    },
    async forward(ms) {
      for (let gone = 0; gone < ms; gone += 250) await clock.calmlyForward(250)
    },
    async close() {
      for (const { line } of running) line.state = 'away'
      for (const { side } of running) {
        let stopped = false
        void side.stop().then(() => (stopped = true))
        await city.until(() => stopped)
      }
      for (const store of stores.keys()) await closeStore(store)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return city
}
