// The load generator of P3 and P5: messages at a fixed rate whatever the server does, each timed from when it was meant to be sent.
//
// Usage: node open-load.ts JSON (OpenPlan). Standard output: OpenReport as JSON.

import { connect, type Socket } from 'node:net'
import type { TwilioAccount } from '../requests/signed-requests.ts'
import { createRequestSource, type BenchRequest } from './requests.ts'

export interface OpenPlan {
  readonly account: TwilioAccount
  readonly port: number
  readonly ratePerSecond: number
  readonly lastsMs: number
}

export interface OpenReport {
  readonly sent: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly mostMs: number
  /** Messages answered 200, each once. */
  readonly answered: number
  /** Since 1970, in order: when each of those was answered first. */
  readonly answeredAtMs: readonly number[]
}

const plan = JSON.parse(process.argv[2] ?? '') as OpenPlan
const total = Math.floor((plan.ratePerSecond * plan.lastsMs) / 1_000)
const source = createRequestSource(plan.account, total)
const HEAD_END = Buffer.from('\r\n\r\n')
/** Connections as a gateway keeps them; more are opened where all are waiting, so that nobody queues here. */
const idle: ((request: BenchRequest, meantAt: number) => void)[] = []
const latencies: number[] = []
const answered = new Set<number>()
const answeredAtMs: number[] = []
let done = 0
let finish = () => {}
const finished = new Promise<void>((resolve) => (finish = resolve))

function open(first: { readonly request: BenchRequest; readonly meantAt: number } | null): void {
  const socket: Socket = connect({ port: plan.port, host: '127.0.0.1', noDelay: true })
  let waiting = first
  let got: Buffer | null = null
  const send = (request: BenchRequest, meantAt: number) => {
    waiting = { request, meantAt }
    socket.write(request.bytes)
  }
  socket.on('connect', () => {
    if (first === null) idle.push(send)
    else socket.write(first.request.bytes)
  })
  socket.on('error', (error) => {
    if (done < total) throw error
  })
  // The server hangs up on a line that has been quiet for too long.
  socket.on('close', () => {
    const at = idle.indexOf(send)
    if (at >= 0) idle.splice(at, 1)
    if (waiting !== null && done < total) open(waiting)
  })
  socket.on('data', (part) => {
    got = got === null ? part : Buffer.concat([got, part])
    const headEnd = got.indexOf(HEAD_END)
    if (headEnd < 0) return
    const head = got.toString('latin1', 0, headEnd)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (got.length < headEnd + 4 + length || waiting === null) return
    got = null
    note(head.slice(9, 12), waiting.request, waiting.meantAt)
    waiting = null
    idle.push(send)
  })
}

function note(status: string, { message, isForged }: BenchRequest, meantAt: number): void {
  if (isForged === (status === '200')) throw new Error(`a request was answered ${status}`)
  done += 1
  latencies.push(performance.now() - meantAt)
  if (status === '200' && !answered.has(message)) {
    answered.add(message)
    answeredAtMs.push(performance.timeOrigin + performance.now())
  }
  if (done === total) finish()
}

for (let i = 0; i < 64; i++) open(null)
await new Promise((ready) => setTimeout(ready, 500))
const startedAt = performance.now()
let sent = 0
const pace = () => {
  const due = Math.min(total, Math.floor(((performance.now() - startedAt) * plan.ratePerSecond) / 1_000))
  for (; sent < due; sent++) {
    const meantAt = startedAt + (sent * 1_000) / plan.ratePerSecond
    const request = source.next()
    const send = idle.pop()
    if (send === undefined) open({ request, meantAt })
    else send(request, meantAt)
  }
  if (sent < total) setTimeout(pace, 1)
}
pace()
await finished
latencies.sort((a, b) => a - b)
const at = (share: number) =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
const report: OpenReport = {
  sent,
  ...{ p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999), mostMs: at(1) },
  answered: answered.size,
  answeredAtMs,
}
process.stdout.write(JSON.stringify(report), () => process.exit(0))
