// A server of its own for the pictures: the fictional city set up, one session drafted, and gone without a trace afterwards.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { SegmentId, SessionId } from '../../shared/basics/ids.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import type { SegmentPlan } from '../../shared/show/session.ts'
import { QUESTIONS, SMS_NUMBER, panel, units } from '../demo/city.ts'
import type { DoorSecrets } from '../demo/doors.ts'
import { DEMO_RULES } from '../demo/play.ts'
import { createRandom } from '../demo/random.ts'
import { setUp, signIn, type Staff } from '../demo/staff.ts'
import { thisQuarterCommands } from '../demo/this-quarter.ts'
import { freePort } from '../free-port.ts'

/** What stands in the browser's address and under the QR code. */
export const PUBLIC_URL = 'http://wenzheng.wanglan.example'
export const PEOPLE = {
  director: { personId: 'daoyan', name: '陆知秋', role: 'director', password: 'picture-daoyan' },
  office: { personId: 'pingyi', name: '何雨禾', role: 'office', password: 'picture-pingyi' },
  auditor: { personId: 'shenji', name: '秦景行', role: 'auditor', password: 'picture-shenji' },
} as const
export const SECRETS: DoorSecrets = {
  twilio: { accountSid: 'AC00000000000000000000000000000001', authToken: '0123456789abcdef0123456789abcdef' },
  wechat: {
    token: 'pictures',
    appId: 'wx0000000000000001',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  },
}
export const GATEWAY_SECRET = 'pictures-0123456789abcdef0123456789abcdef'
/** The unit in the pictures, and the one with the longest name. */
const TONIGHT = ['u41', 'u16', 'u22'] as const

export interface CityServer {
  readonly base: string
  readonly director: Staff
  readonly sessionId: SessionId
  stop(): void
}

export async function startCityServer(): Promise<CityServer> {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-pictures-'))
  const child = spawn(process.execPath, [resolve('server/main.ts')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      DATA_DIR: folder,
      PUBLIC_URL,
      TWILIO_ACCOUNT_SID: SECRETS.twilio.accountSid,
      TWILIO_AUTH_TOKEN: SECRETS.twilio.authToken,
      WECHAT_TOKEN: SECRETS.wechat.token,
      WECHAT_APP_ID: SECRETS.wechat.appId,
      WECHAT_ENCODING_AES_KEY: SECRETS.wechat.encodingAesKey,
      SMS_GATEWAY_SECRET: GATEWAY_SECRET,
    },
  })
  const stop = () => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const token = await new Promise<string>((found, failed) => {
      let printed = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed = (printed + text).slice(-20_000)
        const [, set] = /#setup=([A-Za-z0-9_-]+)/.exec(printed) ?? []
        if (set !== undefined) found(set)
      })
      child.once('exit', () => {
        failed(new Error(`the server ended:\n${printed}`))
      })
    })
    const director = await setUp(base, token, PEOPLE.director)
    return { base, director, sessionId: await draft(base, director), stop }
  } catch (problem) {
    stop()
    throw problem
  }
}

async function draft(base: string, director: Staff): Promise<SessionId> {
  await director.addPerson(PEOPLE.office)
  await director.addPerson(PEOPLE.auditor)
  const office = await signIn(base, PEOPLE.office.personId, PEOPLE.office.password)
  await director.run({ type: 'ImportUnits', units: [...units] })
  await director.run({ type: 'SetAccessNumbers', numbers: [SMS_NUMBER] })
  await office.run({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, visibility: 'full' } })
  for (const command of thisQuarterCommands(units, createRandom(20_261_123), Date.now()))
    await office.run(command)
  const sessionId = SessionId.parse('2026-q4-2')
  const of = { form: { kind: 'grades' }, groupWeights: null, rules: DEMO_RULES } as const
  await director.run({
    type: 'DraftSession',
    sessionId,
    title: '2026年第四季度电视问政第二场',
    theme: '问服务',
    rehearsal: false,
    ...of,
  })
  await director.run({
    type: 'DraftSession',
    sessionId: SessionId.parse('2026-q4-3'),
    title: '2026年第四季度电视问政第三场',
    theme: '问执法',
    rehearsal: true,
    ...of,
  })
  await director.run({ type: 'SetPanel', sessionId, seats: [...panel(createRandom(4_107))] })
  await director.run({ type: 'EditRundown', sessionId, segments: rundown() })
  return sessionId
}

function rundown(): SegmentPlan[] {
  const film: SegmentPlan = {
    segmentId: SegmentId.parse('film'),
    kind: 'interlude',
    title: '短片：停水的七十二小时',
    question: '',
    unitId: null,
    plannedMs: 180_000,
  }
  const asked = TONIGHT.flatMap((unitId, i): SegmentPlan[] => [
    {
      segmentId: SegmentId.parse(`ask-${i + 1}`),
      kind: 'questioning',
      title: ['停水之后', '历史遗留问题', '夜间占道'][i] ?? '',
      question: QUESTIONS[i] ?? '',
      unitId: units.find((unit) => unit.unitId === unitId)?.unitId ?? null,
      plannedMs: 480_000,
    },
    {
      segmentId: SegmentId.parse(`score-${i + 1}`),
      kind: 'scoring',
      title: '现场打分',
      question: '请对该单位本季度的履职与作风作出评价。',
      unitId: units.find((unit) => unit.unitId === unitId)?.unitId ?? null,
      plannedMs: 240_000,
    },
  ])
  return [film, ...asked]
}
