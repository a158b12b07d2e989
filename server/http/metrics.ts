// GET /metrics (Prometheus): counts by channel and outcome, depths, delays. Never a split, a mean or a mark (SHOW5).

import { Router } from 'express'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { WindowId } from '../../shared/basics/ids.ts'
import type { PollChannel } from '../../shared/ballot/poll.ts'
import type { PollResult } from '../../shared/ballot/tally.ts'
import type { RunAnswer } from '../show/runner.ts'

/** What is read at each scrape. */
export interface Measured {
  /** Messages since the start by channel and what they were answered. */
  readonly outcomes: Readonly<Record<PollChannel, Readonly<Record<string, number>>>>
  /** Of the polls known now. */
  readonly tallies: ReadonlyMap<WindowId, { readonly result: PollResult }>
  readonly ballotQueueDepth: number
  readonly ballotsMerged: number
  readonly accepting: boolean
  readonly sockets: number
  readonly commandQueueDepth: number
  readonly journalPosition: number
  readonly overdueDeadlines: number
  /** Process clock minus system clock. */
  readonly clockAheadMs: number
  readonly ready: boolean
}

export interface Metrics {
  readonly routes: Router
  /** Counts a command and how long it took until it was answered. */
  timed(running: Promise<RunAnswer>): Promise<RunAnswer>
  /** A channel's door answered; `outcome` is an answer's kind or a refusal's code. */
  doorAnswered(door: string, outcome: string): void
  /** A batch of ballots was on disk after `seconds`. */
  batchCommitted(ballots: number, seconds: number): void
}

const SECONDS = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

export function createMetrics({ measure }: { readonly measure: () => Measured }): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 })
  const registers = [registry]
  // Read once a scrape.
  let now: Measured | null = null

  const gauge = (name: string, help: string, value: (read: Measured) => number) =>
    new Gauge({
      name: `wenzheng_${name}`,
      help,
      registers,
      collect() {
        if (now !== null) this.set(value(now))
      },
    })
  gauge('ballot_queue_depth', 'Ballots received and not yet on disk', (read) => read.ballotQueueDepth)
  gauge('ballots_merged', 'Rows of the ballot logs merged into the live index', (read) => read.ballotsMerged)
  gauge('accepting', '1 while ballots are accepted', (read) => Number(read.accepting))
  gauge('sockets', 'Open sockets', (read) => read.sockets)
  gauge('command_queue_depth', 'Commands waiting, the running one included', (read) => read.commandQueueDepth)
  gauge('journal_position', 'Position of the last event', (read) => read.journalPosition)
  gauge('deadlines_overdue', 'Deadlines tried in vain so far', (read) => read.overdueDeadlines)
  gauge('clock_ahead_seconds', 'Process clock minus system clock', (read) => read.clockAheadMs / 1_000)
  gauge('ready', '1 while /readyz answers 200', (read) => Number(read.ready))
  new Counter({
    name: 'wenzheng_answers_total',
    help: 'Messages since the start, by channel and what they were answered',
    labelNames: ['channel', 'outcome'],
    registers,
    collect() {
      this.reset()
      for (const [channel, outcomes] of Object.entries(now?.outcomes ?? {})) {
        for (const [outcome, count] of Object.entries(outcomes)) this.inc({ channel, outcome }, count)
      }
    },
  })
  new Gauge({
    name: 'wenzheng_poll_messages',
    help: 'Messages of the polls known now, by channel and what became of them; choices are summed (SHOW5)',
    labelNames: ['channel', 'outcome'],
    registers,
    collect() {
      this.reset()
      for (const { result } of now?.tallies.values() ?? []) {
        for (const { channel, split, ...setAside } of result.channels) {
          const counted = split.satisfied + split.fair + split.dissatisfied + split.unsure
          for (const [outcome, count] of Object.entries({ counted, ...setAside })) {
            this.inc({ channel, outcome }, count)
          }
        }
      }
    },
  })
  const doors = new Counter({
    name: 'wenzheng_door_answers_total',
    help: 'Requests answered at the ballot doors, by outcome',
    labelNames: ['door', 'outcome'],
    registers,
  })
  const doorCounts = new Map<string, number>()
  const countDoors = () => {
    for (const [key, count] of doorCounts) {
      const [door = '', outcome = ''] = key.split(' ')
      doors.inc({ door, outcome }, count)
    }
    doorCounts.clear()
  }
  const commands = new Counter({
    name: 'wenzheng_commands_total',
    help: 'Commands answered',
    labelNames: ['outcome'],
    registers,
  })
  const commandSeconds = new Histogram({
    name: 'wenzheng_command_seconds',
    help: 'From a command coming in to its answer, durable',
    buckets: SECONDS,
    registers,
  })
  const commitSeconds = new Histogram({
    name: 'wenzheng_ballot_commit_seconds',
    help: 'From handing a batch to the log to its being on disk',
    buckets: SECONDS,
    registers,
  })
  const committed = new Counter({
    name: 'wenzheng_ballots_committed_total',
    help: 'Ballots on disk',
    registers,
  })

  const routes = Router()
  routes.get('/metrics', (_request, response, next) => {
    now = measure()
    countDoors()
    registry.metrics().then((text) => response.set('Content-Type', registry.contentType).send(text), next)
  })
  return {
    routes,
    async timed(running) {
      const startedAt = performance.now()
      const answer = await running
      commandSeconds.observe((performance.now() - startedAt) / 1_000)
      commands.inc({ outcome: answer.ok ? (answer.repeated ? 'repeated' : 'done') : 'refused' })
      return answer
    },
    doorAnswered(door, outcome) {
      // The hot path: a map here, the registry at a scrape. Outcomes are our own words, so the map is small.
      const key = `${door} ${outcome}`
      doorCounts.set(key, (doorCounts.get(key) ?? 0) + 1)
    },
    batchCommitted(ballots, seconds) {
      committed.inc(ballots)
      commitSeconds.observe(seconds)
    },
  }
}
