// `npm run demo`: the server with a fictional city, and evenings played through its real doors until it is stopped.
//
// `-- --once` plays one evening and ends; `--citizens N`, `--seed N` and PORT are the other settings.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CITY, units } from './city.ts'
import { playPast } from './past.ts'
import { cityStartsMs, pastQuartersOf, playPastCity } from './past-city.ts'
import { playEvening, DEMO_RULES } from './play.ts'
import { createRandom, type Random } from './random.ts'
import { signIn, type Staff } from './staff.ts'
import { thisQuarterCommands } from './this-quarter.ts'
import { allUnits } from './whole-city.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'

const { values: options } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    citizens: { type: 'string', default: '400' },
    seed: { type: 'string', default: String(randomBytes(4).readUInt32BE()) },
    lan: { type: 'boolean', default: false },
  },
})

const port = Number(process.env['PORT'] ?? 8080)
const base = `http://127.0.0.1:${port}`
const folder = resolve(process.env['DATA_DIR'] ?? 'data/demo')
const seed = Number(options.seed)
const secrets = {
  twilio: { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') },
  wechat: {
    token: randomBytes(8).toString('hex'),
    appId: `wx${randomBytes(8).toString('hex')}`,
    encodingAesKey: randomBytes(22).toString('hex').slice(0, 43),
  },
}
const PEOPLE = [
  { personId: 'daoyan', name: '导演', role: 'director', password: 'demo-daoyan-2026' },
  { personId: 'pingyi', name: '评议办', role: 'office', password: 'demo-pingyi-2026' },
  { personId: 'shenji', name: '审计', role: 'auditor', password: 'demo-shenji-2026' },
] as const

const say = (line: string) => {
  console.log(`[演示] ${line}`)
}

const SCHEME = { ...DEFAULT_SCHEME, visibility: 'full' as const }

freshFolder()
await playThePast()
const server = startServer()
try {
  await serving()
  const director = await signIn(base, PEOPLE[0].personId, PEOPLE[0].password)
  await openThisQuarter()
  announce()
  await playEndlessly(director)
} catch (problem) {
  console.error(`[演示] 中断：${problem instanceof Error ? problem.message : String(problem)}`)
  process.exitCode = 1
} finally {
  server.kill('SIGTERM')
}

/** Only a folder that an earlier demo made is emptied; anything else there stops the demo. */
function freshFolder(): void {
  const mark = join(folder, '.demo')
  if (existsSync(folder) && !existsSync(mark)) {
    console.error(`${folder} 已存在且不是演示数据，请换一个 DATA_DIR。`)
    process.exit(1)
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(mark, 'Made by npm run demo and emptied by its next run.\n')
}

function startServer() {
  const child = spawn(process.execPath, [resolve('server/main.ts'), ...(options.lan ? ['--lan'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: folder,
      TWILIO_ACCOUNT_SID: secrets.twilio.accountSid,
      TWILIO_AUTH_TOKEN: secrets.twilio.authToken,
      WECHAT_TOKEN: secrets.wechat.token,
      WECHAT_APP_ID: secrets.wechat.appId,
      WECHAT_APP_SECRET: randomBytes(16).toString('hex'),
      WECHAT_ENCODING_AES_KEY: secrets.wechat.encodingAesKey,
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      child.kill('SIGTERM')
      child.once('exit', () => process.exit(0))
    })
  }
  child.once('exit', (code) => {
    if (code !== null && code !== 0) process.exit(code)
  })
  return child
}

/** Two quarters gone by, so that a newcomer sees real lists at once; a server of its own, before the one that stays. */
async function playThePast(): Promise<void> {
  const quarters = pastQuartersOf(Date.now())
  say(`先用拨回的时钟演完${quarters[0].title}和${quarters[1].title}（虚构，400 个单位），约半分钟 …`)
  await playPast(
    { dataDir: folder, startMs: cityStartsMs(quarters), people: PEOPLE, scheme: SCHEME, say },
    (past) => playPastCity(past, quarters, createRandom(seed), Date.now()),
  )
}

/** Resolves when it answers that it is ready. */
async function serving(): Promise<void> {
  server.stdout.setEncoding('utf8')
  server.stdout.on('data', (text: string) => process.stdout.write(text))
  for (;;) {
    const ready = await fetch(`${base}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return
    if (server.exitCode !== null) throw new Error('服务器没有启动。')
    await new Promise((wait) => setTimeout(wait, 50))
  }
}

async function openThisQuarter(): Promise<void> {
  const office = await signIn(base, PEOPLE[1].personId, PEOPLE[1].password)
  for (const command of thisQuarterCommands(allUnits, createRandom(seed), Date.now(), SCHEME.indicators))
    await office.run(command)
}

function announce(): void {
  const { drainMs, smsTransitMs, pollRevealDelayMs } = DEMO_RULES
  console.log(`
  ${CITY} · 电视问政演示（虚构城市，种子 ${seed}）
  为便于观看，短信传输按 ${smsTransitMs / 1_000} 秒、在途等待 ${drainMs.twilio / 1_000} 秒、揭晓间隔 ${pollRevealDelayMs / 1_000} 秒计；正式场次用规则页上的默认值。

  播出画面   ${base}/display?output=programme
  导演台     ${base}/director     用户名 daoyan  密码 demo-daoyan-2026
  评议办     ${base}/office       用户名 pingyi  密码 demo-pingyi-2026
  审计       ${base}/audit        用户名 shenji  密码 demo-shenji-2026
  市民页面   ${base}/vote
  榜单       ${base}/results
  承诺       ${base}/promises

  约三分钟一场，循环播放；Ctrl+C 停止。
`)
}

/** Three units, the first two of one category: a category with one questioned unit cannot change its order (EVAL3). */
function tonightsUnits(random: Random): readonly Unit[] {
  const [first, ...others] = random.shuffled(units)
  const second = others.find((unit) => unit.category === first?.category)
  const third = others.find((unit) => unit.category !== first?.category)
  return [first, second, third].filter((unit) => unit !== undefined)
}

async function playEndlessly(director: Staff): Promise<void> {
  const random = createRandom(seed)
  for (let number = 1; ; number += 1) {
    const tonight = tonightsUnits(random)
    const { sent, answered } = await playEvening({
      base,
      director,
      secrets,
      random,
      number,
      units: tonight,
      citizens: Number(options.citizens),
      say,
    })
    say(`第 ${number} 场：${sent} 条消息，${answered} 条得到受理答复。`)
    if (options.once) return
    say('十秒后开始下一场。')
    await new Promise((resolve) => setTimeout(resolve, 10_000))
  }
}
