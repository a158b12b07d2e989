// Batches of 500 replies at the Aliyun door while 1,000 SMS a second arrive at Twilio's: how long Aliyun waits (it gives 700 ms).

import { rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { aliyunElement, aliyunPush } from '../requests/aliyun-messages.ts'
import { twilioRequest, type MadeRequest } from '../requests/signed-requests.ts'
import { BENCH_ACCOUNT, metric, openWindow, startReal } from './real-show.ts'
import { SAID, SMS_NUMBER } from './requests.ts'

const TOKEN = 'be'.repeat(16)
const BATCH = 500
const EVERY_MS = 250
const A_SECOND = 1_000
const TICK_MS = 10

export interface AliyunRun {
  /** Of each batch, in the order they were sent. */
  readonly answeredMs: readonly number[]
  readonly besideASecond: number
}

/** In a fresh process and folder. Throws where a message that was answered is not counted. */
export async function runAliyunBatches(folder: string, batches: number): Promise<AliyunRun> {
  const dataDir = join(folder, 'aliyun')
  const server = await startReal(dataDir, { ALIYUN_SMS_PATH_TOKEN: TOKEN })
  const agent = new Agent({ keepAlive: true, maxSockets: 128 })
  const send = ({ method, path, headers, body }: MadeRequest) =>
    new Promise<number>((answered, fail) => {
      const length = { 'content-length': Buffer.byteLength(body) }
      const to = { host: '127.0.0.1', port: server.port, method, path, agent }
      const sent = request({ ...to, headers: { ...headers, ...length } }, (res) => {
        res.resume()
        res.on('end', () => answered(res.statusCode ?? 0))
      })
      sent.on('error', fail)
      sent.end(body)
    })
  let people = 0
  const nextPerson = () => String(13_800_000_000 + (people += 1))
  const expectOk = async (made: MadeRequest) => {
    const status = await send(made)
    if (status !== 200) throw new Error(`${made.path} answered ${status}`)
  }

  try {
    await openWindow(server, ['twilio', 'aliyun'])
    let beside = 0
    const underWay = new Set<Promise<void>>()
    // An open loop: what is due is sent, whether what went before is answered or not.
    const startedAt = performance.now()
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startedAt) * A_SECOND) / 1_000)
      for (; beside < due; beside += 1) {
        const text = SAID[beside % SAID.length] ?? '满意'
        const messageSid = `SM${beside.toString(16).padStart(32, '0')}`
        const sms = { messageSid, from: `+86${nextPerson()}`, to: SMS_NUMBER, text }
        const one = expectOk(twilioRequest(BENCH_ACCOUNT, sms)).finally(() => underWay.delete(one))
        underWay.add(one)
      }
    }, TICK_MS)
    const answeredMs: number[] = []
    for (let batch = 0; batch < batches; batch += 1) {
      const elements = Array.from({ length: BATCH }, (_, i) =>
        aliyunElement({
          ...{ from: nextPerson(), text: SAID[i % SAID.length] ?? '满意', sentAtMs: Date.now() },
          sequenceId: String(10 ** 12 + batch * BATCH + i),
        }),
      )
      const sentAt = performance.now()
      await expectOk(aliyunPush(TOKEN, elements))
      answeredMs.push(performance.now() - sentAt)
      await new Promise((wait) => setTimeout(wait, EVERY_MS))
    }
    clearInterval(timer)
    const besideASecond = (beside * 1_000) / (performance.now() - startedAt)
    await Promise.all(underWay)
    await new Promise((merged) => setTimeout(merged, 500))
    const counted = await metric(server, 'wenzheng_poll_messages', ['outcome="counted"'])
    if (counted !== people) throw new Error(`${people} were answered, ${counted} are counted`)
    return { answeredMs, besideASecond }
  } finally {
    agent.destroy()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
