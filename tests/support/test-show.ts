// A small evening on a live server: people, units, one session with short drains, its seats paired.

import { SegmentId, SessionId, type WindowId } from '../../shared/basics/ids.ts'
import type { PollVisibility } from '../../shared/ballot/poll.ts'
import type { SeatCode } from '../../shared/protocol/http-api.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import { SeatPlan } from '../../shared/show/panel.ts'
import { DEFAULT_RULES, type SessionRules } from '../../shared/show/session-rules.ts'
import { SMS_NUMBER, units } from '../../scripts/demo/city.ts'
import { createRandom } from '../../scripts/demo/random.ts'
import { setUp, signIn, type Staff } from '../../scripts/demo/staff.ts'
import { thisQuarterCommands } from '../../scripts/demo/this-quarter.ts'
import type { LiveServer } from './live-server.ts'
import type { Watcher } from './watcher.ts'

export const DIRECTOR = {
  personId: 'daoyan',
  name: '导演',
  role: 'director',
  password: 'test-daoyan-1',
} as const
export const OFFICE = {
  personId: 'pingyi',
  name: '评议办',
  role: 'office',
  password: 'test-pingyi-1',
} as const
export const AUDITOR = {
  personId: 'shenji',
  name: '审计',
  role: 'auditor',
  password: 'test-shenji-1',
} as const

const drain = 2_000
export const SHORT_RULES: SessionRules = {
  ...DEFAULT_RULES,
  drainMs: { twilio: drain, web: drain, wechat: drain, aliyun: drain, tencent: drain, gateway: drain },
  smsTransitMs: 3_000,
  pollRevealDelayMs: 1_000,
  rankingRevealDelayMs: 1_000,
}

/** A window opened on cue may be closed at once: the cue's 5 s are long enough for SMS (POLL2). */
export const CUE_RULES: SessionRules = { ...SHORT_RULES, smsTransitMs: 1_000 }

export interface TestShow {
  readonly director: Staff
  readonly office: Staff
  readonly auditor: Staff
  readonly sessionId: SessionId
  readonly scoring: SegmentId
  /** The unit questioned: of the category `utility`. */
  readonly unit: (typeof units)[number]
  /** Of seats s01 … in order; none is used yet. */
  readonly codes: readonly SeatCode[]
}

/** Three accounts, and nothing else in the house yet. */
export async function setUpStaff(
  base: string,
  token: string,
): Promise<{ readonly director: Staff; readonly office: Staff }> {
  const director = await setUp(base, token, DIRECTOR)
  await director.addPerson(OFFICE)
  await director.addPerson(AUDITOR)
  return { director, office: await signIn(base, OFFICE.personId, OFFICE.password) }
}

/** Ends with the session live and its scoring segment planned. */
export async function prepareShow(
  server: Pick<LiveServer, 'base' | 'setUpToken'>,
  seats: number,
  rules: SessionRules = SHORT_RULES,
): Promise<TestShow> {
  const { director, office } = await setUpStaff(server.base, server.setUpToken())
  const auditor = await signIn(server.base, AUDITOR.personId, AUDITOR.password)
  await office.run({ type: 'ImportUnits', units: [...units] })
  await office.run({ type: 'SetAccessNumbers', numbers: [SMS_NUMBER] })
  await office.run({ type: 'SetScheme', scheme: { ...DEFAULT_SCHEME, visibility: 'full' } })
  for (const command of thisQuarterCommands(units, createRandom(20261123), Date.now()))
    await office.run(command)
  const unit = units.find((each) => each.category === 'utility')
  if (unit === undefined) throw new Error('the city has no such unit')
  const sessionId = SessionId.parse('evening')
  const scoring = SegmentId.parse('score-1')
  const set = { sessionId, title: '电视问政测试场', theme: '问服务', rehearsal: false } as const
  await director.run({
    type: 'DraftSession',
    ...set,
    form: { kind: 'grades' },
    groupWeights: null,
    rules,
  })
  await director.run({
    type: 'SetPanel',
    sessionId,
    seats: Array.from({ length: seats }, (_, i) => {
      const label = String(i + 1).padStart(2, '0')
      return SeatPlan.parse({ seatId: `s${label}`, label, group: 'citizen', name: `考官${label}` })
    }),
  })
  await director.run({
    type: 'EditRundown',
    sessionId,
    segments: [
      {
        segmentId: scoring,
        kind: 'scoring',
        title: `打分：${unit.name}`,
        question: '请对该单位的服务作出评价。',
        unitId: unit.unitId,
        plannedMs: 60_000,
      },
    ],
  })
  await director.run({ type: 'MarkReady', sessionId })
  const codes = await director.seatCodes(sessionId)
  await director.run({ type: 'GoLive', sessionId })
  return { director, office, auditor, sessionId, scoring, unit, codes }
}

/** Takes the scoring segment where it is not on air, opens a citizens' window and gives the poll as the console has it. */
export async function openPoll(
  { director, sessionId, scoring }: TestShow,
  staff: Watcher,
  windowId: WindowId,
  {
    closesAtMs = null,
    visibility = 'live',
  }: { readonly closesAtMs?: number | null; readonly visibility?: PollVisibility } = {},
): Promise<PollView> {
  const console = await staff.until('console', (snapshot) => snapshot.session && snapshot)
  if (console.segments.find(({ segmentId }) => segmentId === scoring)?.state !== 'on_air')
    await director.run({ type: 'TakeSegment', sessionId, segmentId: scoring })
  await director.run({
    type: 'OpenCitizensWindow',
    ...{ sessionId, segmentId: scoring, windowId, closesAtMs, visibility },
    channels: ['twilio', 'wechat', 'web'],
    offersUnsure: false,
    replaces: null,
  })
  return staff.until(
    'console',
    (snapshot) => snapshot.windows.find((each) => each.windowId === windowId)?.poll,
    10_000,
  )
}
