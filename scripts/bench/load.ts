// The load generator, a process of its own on a core of its own: a closed loop of raw keep-alive connections.
//
// Usage: node load.ts JSON (LoadPlan). Standard output: LoadReport as JSON. It speaks HTTP itself, since an HTTP client
// would cost more than the servers it measures.

import { connect, type Socket } from 'node:net'
import type { TwilioAccount } from '../requests/signed-requests.ts'
import { createRequestSource, SAID, type BenchRequest } from './requests.ts'

export interface LoadPlan {
  readonly account: TwilioAccount
  readonly port: number
  readonly connections: number
  readonly warmUpMs: number
  readonly measureMs: number
  /** Requests made before the first is sent. */
  readonly prepared: number
}

export interface LoadReport {
  /** Answers 200 a second while measuring. */
  readonly rate: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly byStatus: Readonly<Record<string, number>>
  /** Messages answered 200, each once, by choice; over all of the run. */
  readonly answered: readonly number[]
}

const plan = JSON.parse(process.argv[2] ?? '') as LoadPlan
const source = createRequestSource(plan.account, plan.prepared)
const answered = new Set<number>()
const byStatus: Record<string, number> = {}
const latencies: number[] = []
const startedAt = performance.now()
const measureFrom = startedAt + plan.warmUpMs
const measureTo = measureFrom + plan.measureMs
let measured = 0

const HEAD_END = Buffer.from('\r\n\r\n')

/** One connection: sends, waits for the whole answer, sends the next, until the time is over. */
function run(): Promise<void> {
  return new Promise((done, fail) => {
    const socket: Socket = connect({ port: plan.port, host: '127.0.0.1', noDelay: true })
    let request: BenchRequest | null = null
    let sentAt = 0
    let got: Buffer | null = null
    const send = () => {
      if (performance.now() >= measureTo) {
        socket.end()
        done()
        return
      }
      request = source.next()
      sentAt = performance.now()
      socket.write(request.bytes)
    }
    socket.on('connect', send)
    socket.on('error', fail)
    socket.on('close', () => {
      if (performance.now() < measureTo) fail(new Error('the server closed a connection'))
    })
    socket.on('data', (part) => {
      got = got === null ? part : Buffer.concat([got, part])
      const headEnd = got.indexOf(HEAD_END)
      if (headEnd < 0) return
      const head = got.toString('latin1', 0, headEnd)
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (got.length < headEnd + 4 + length) return
      got = null
      note(head.slice(9, 12), request!, sentAt)
      send()
    })
  })
}

function note(status: string, { message, isForged }: BenchRequest, sentAt: number): void {
  const now = performance.now()
  byStatus[status] = (byStatus[status] ?? 0) + 1
  if (isForged && status === '200') throw new Error('a forged request was accepted')
  if (!isForged && status !== '200') throw new Error(`a signed request was answered ${status}`)
  if (status === '200') answered.add(message)
  if (now < measureFrom || now > measureTo || status !== '200') return
  measured += 1
  latencies.push(now - sentAt)
}

await Promise.all(Array.from({ length: plan.connections }, run))
latencies.sort((a, b) => a - b)
const at = (share: number) =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
const report: LoadReport = {
  rate: (measured * 1_000) / plan.measureMs,
  p50Ms: at(0.5),
  p99Ms: at(0.99),
  byStatus,
  answered: SAID.map(
    (_, choice) => [...answered].filter((message) => source.choiceOf(message) === choice).length,
  ),
}
console.log(JSON.stringify(report))
