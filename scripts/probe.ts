// `npm run probe -- CHANNEL`: sends one correctly signed sample to one's own server and shows what became of it.
//
// CHANNEL: twilio, wechat, web, aliyun, tencent, gateway. Reads the environment and the data folder the server reads, and speaks
// to nobody but a server that holds that folder's secrets. Exit code 0: taken and kept as it should be; 1: not; 2: not tried.

import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { CHANNEL_NAMES, CHANNELS, type PollChannel } from '../shared/ballot/choices.ts'
import { readConfig, type Config } from '../server/config.ts'
import { createProbeCodes, type ProbeCodes } from '../server/ballots/probe-code.ts'
import { filesOf, secretsOf } from '../server/data-dir.ts'
import { withFileReadOnly } from '../server/storage/sqlite-read-only.ts'
import { adviceFor, becameOf, countsIn } from './probe/became.ts'
import { findOwnServer, localUrlOf, type OwnServer } from './probe/own-server.ts'
import { sampleOf } from './probe/samples.ts'

const USAGE = `用法：npm run probe -- 通道（${CHANNELS.join('、')}），或 npm run probe -- --text（只印出一条探测短信，用手机发往接入号）`
const ANY_NUMBER = '+10690000000'
const say = (line: string) => {
  process.stdout.write(`${line}\n`)
}

async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  const byHand = args[0] === '--text'
  const channel = CHANNELS.find((known) => known === args[0]) ?? null
  if ((channel === null && !byHand) || args.length !== 1) return notTried(USAGE)
  const read = readConfig(process.env, [])
  if (!read.ok) return notTried(...read.sentences)
  const { config } = read
  const off =
    channel === null ? null : (config.channels.find((each) => each.channel === channel)?.off ?? null)
  if (channel !== null && off !== null) return notTried(`${CHANNEL_NAMES[channel]}没有开启：${off}。`)
  const files = filesOf(config.dataDir)
  if (!existsSync(files.secrets)) {
    return notTried(`数据目录里还没有密钥：${config.dataDir}。请用同样的 DATA_DIR 先启动服务器。`)
  }
  const deviceSecret = Buffer.from(secretsOf(config.dataDir).deviceSecret, 'hex')
  const codes = createProbeCodes(deviceSecret)
  if (channel === null) return byPhone(codes, filesOf(config.dataDir).journal)
  const found = await findOwnServer(config, deviceSecret)
  if ('why' in found)
    return notTried(...found.why, '没有找到自己的服务器：请先启动它，并核对 PORT、PUBLIC_URL。')
  for (const note of found.notes) say(`注意：${note}`)
  return probe(channel, config, found.server, codes)
}

/** The time counts from when the text was printed, so that a slow thumb makes a transit longer, never shorter. */
function byPhone(codes: ProbeCodes, journal: string): 0 {
  const [number] = existsSync(journal) ? accessNumbersIn(journal) : []
  say(codes.textAt(Date.now()))
  say(
    `请马上把上面这一行用手机发到${number ?? '接入号'}；到达后导演台和评议办的规则页会显示该通道的送达时间。`,
  )
  return 0
}

async function probe(
  channel: PollChannel,
  config: Config,
  server: OwnServer,
  codes: ProbeCodes,
): Promise<0 | 1 | 2> {
  const sample = await sampleOf(channel, {
    config,
    publicUrl: config.publicUrl ?? localUrlOf(config),
    accessNumber: accessNumbersIn(filesOf(config.dataDir).journal)[0] ?? ANY_NUMBER,
    deviceToken: server.deviceToken,
    nowMs: Date.now(),
    text: codes.textAt(Date.now()),
  })
  if (sample === null) return notTried(`${CHANNEL_NAMES[channel]}没有设置密钥。`)
  const { made, says, read } = sample
  const before = countsIn(await metricsOf(server), channel)
  say(`送出：${says}。`)
  say(`发往：${server.base}${withoutSecret(made.path)}`)
  const startedAt = performance.now()
  const { status, text } = await server.ask(made)
  const tookMs = (performance.now() - startedAt).toFixed(1)
  say(`答复：HTTP ${String(status)}，${tookMs} 毫秒：${read(text).trim().slice(0, 500)}`)
  if (status !== 200) {
    say(`去向：没有受理。${adviceFor(status, channel, config.publicUrl !== null)}`)
    return 1
  }
  const metrics = await metricsOf(server)
  if (metrics === '') {
    say('去向：已受理并落盘；/metrics 读不到，没有别的可说。')
    return 0
  }
  const became = becameOf(before, countsIn(metrics, channel))
  say(`去向：${became.says}`)
  return became.isFine ? 0 : 1
}

/** Empty where a proxy keeps it to itself. */
async function metricsOf(server: OwnServer): Promise<string> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const { status, text } = await server.ask({ method: 'GET', path: '/metrics', headers: {}, body: '' })
    if (status === 200) return text
    await wait(200)
  }
  return ''
}

/** The city's access numbers as last registered. */
function accessNumbersIn(journal: string): readonly string[] {
  return withFileReadOnly(journal, 'journal', (db) => {
    const row = db
      .prepare(
        `SELECT body FROM event WHERE json_extract(body, '$.type') = 'AccessNumbersSet' ORDER BY position DESC LIMIT 1`,
      )
      .get()
    return row === undefined ? [] : (JSON.parse(String(row['body'])) as { numbers: string[] }).numbers
  })
}

/** A token at the end of an address, and a signature in its query, are nobody's to read over one's shoulder. */
function withoutSecret(path: string): string {
  return path.replace(/^(\/channels\/(?:aliyun|tencent)\/).*/, '$1…').replace(/\?.*/, '?…')
}

function notTried(...sentences: readonly string[]): 2 {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`)
  return 2
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`没有送成：${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
