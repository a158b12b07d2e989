// Plays one evening of three units through the real doors, as a director, sixty examiners and a crowd would.

import { randomBytes } from 'node:crypto'
import { OutputName, SegmentId, SessionId, WindowId } from '../../shared/basics/ids.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import type { Scene } from '../../shared/show/air.ts'
import type { Mark } from '../../shared/show/score.ts'
import type { SegmentPlan } from '../../shared/show/session.ts'
import { DEFAULT_RULES, type SessionRules } from '../../shared/show/session-rules.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import { QUESTIONS, SMS_NUMBER, THEMES, panel } from './city.ts'
import { crowd, type Mood } from './crowd.ts'
import { createDoors, type DoorSecrets } from './doors.ts'
import type { Random } from './random.ts'
import { nowOn, pair, type Staff } from './staff.ts'
import { openTablet, type Tablet } from './tablet.ts'

export interface Evening {
  readonly base: string
  readonly director: Staff
  readonly secrets: DoorSecrets
  readonly random: Random
  /** 1, 2, 3 … */
  readonly number: number
  readonly units: readonly Unit[]
  readonly citizens: number
  readonly say: (line: string) => void
}

/** Shortened so that an evening takes about three minutes; a real one keeps DEFAULT_RULES. */
export const DEMO_RULES: SessionRules = {
  ...DEFAULT_RULES,
  drainMs: { twilio: 5_000, web: 5_000, wechat: 5_000, aliyun: 5_000, tencent: 5_000, gateway: 5_000 },
  smsTransitMs: 5_000,
  pollRevealDelayMs: 3_000,
  rankingRevealDelayMs: 3_000,
}

const EXAMINERS_MS = 14_000
const CITIZENS_MS = 22_000
const PROGRAMME = OutputName.parse('programme')

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)))

/** Resolves with what was counted at the doors. Throws where the server refuses what a show must be able to do. */
export async function playEvening(evening: Evening): Promise<{ sent: number; answered: number }> {
  const { director, random, say } = evening
  const sessionId = SessionId.parse(`yanshi-${evening.number}-${randomBytes(3).toString('hex')}`)
  const theme = THEMES[(evening.number - 1) % THEMES.length] ?? THEMES[0]
  const segments = rundown(evening.units)
  await director.run({
    type: 'DraftSession',
    sessionId,
    title: `电视问政第${evening.number}场（演示）`,
    theme,
    rehearsal: false,
    form: { kind: 'grades' },
    groupWeights: null,
    rules: DEMO_RULES,
  })
  await director.run({ type: 'SetPanel', sessionId, seats: [...panel(random)] })
  await director.run({ type: 'EditRundown', sessionId, segments })
  await director.run({ type: 'MarkReady', sessionId })
  say(`场次已就绪：${theme}，${segments.length} 个环节，60 席考官正在配对平板 …`)
  const tablets = await pairAll(evening, sessionId)
  const take = (scene: Scene) => director.run({ type: 'TakeScene', output: PROGRAMME, scene })
  const total = { sent: 0, answered: 0 }
  try {
    await take({ kind: 'standby' })
    await director.run({ type: 'GoLive', sessionId })
    say('直播开始。')
    await sleep(3_000)
    for (const [i, unit] of evening.units.entries()) {
      const counted = await playUnit({ ...evening, sessionId, tablets, take, unit, segments, index: i })
      total.sent += counted.sent
      total.answered += counted.answered
    }
    await director.run({ type: 'EndSession', sessionId })
    await take({ kind: 'standby' })
    say('本场结束。')
  } finally {
    for (const tablet of tablets) tablet.close()
  }
  return total
}

function rundown(units: readonly Unit[]): SegmentPlan[] {
  return units.flatMap((unit, i) => [
    plan(
      `ask-${i + 1}`,
      'questioning',
      `拷问：${unit.name}`,
      unit,
      QUESTIONS[i % QUESTIONS.length] ?? '',
      5_000,
    ),
    plan(
      `score-${i + 1}`,
      'scoring',
      `打分：${unit.name}`,
      unit,
      '请对该单位本季度的履职与作风作出评价。',
      45_000,
    ),
  ])
}

function plan(
  id: string,
  kind: SegmentPlan['kind'],
  title: string,
  unit: Unit,
  question: string,
  plannedMs: number,
): SegmentPlan {
  return {
    segmentId: SegmentId.parse(id),
    kind,
    title: title.slice(0, 60),
    question,
    unitId: unit.unitId,
    plannedMs,
  }
}

async function pairAll(evening: Evening, sessionId: SessionId): Promise<readonly Tablet[]> {
  const codes = await evening.director.seatCodes(sessionId)
  const tablets: Tablet[] = []
  for (const { code } of codes) tablets.push(await openTablet(evening.base, await pair(evening.base, code)))
  return tablets
}

interface UnitPlay extends Evening {
  readonly sessionId: SessionId
  readonly tablets: readonly Tablet[]
  readonly segments: readonly SegmentPlan[]
  readonly unit: Unit
  readonly index: number
  readonly take: (scene: Scene) => Promise<void>
}

async function playUnit(play: UnitPlay): Promise<{ sent: number; answered: number }> {
  const { director, sessionId, random, say, take, unit } = play
  const [asking, scoring] = [play.segments[play.index * 2], play.segments[play.index * 2 + 1]]
  if (asking === undefined || scoring === undefined) throw new Error('the rundown misses a unit')
  say(`第 ${play.index + 1} 个单位：${unit.name}`)
  await director.run({ type: 'TakeSegment', sessionId, segmentId: asking.segmentId })
  await take({ kind: 'unit_title', sessionId, segmentId: asking.segmentId })
  await sleep(5_000)

  await director.run({ type: 'TakeSegment', sessionId, segmentId: scoring.segmentId })
  const panelWindow = newWindowId()
  const pollWindow = newWindowId()
  const openedAtMs = (await nowOn(play.base)).serverNowMs
  const opening = { sessionId, segmentId: scoring.segmentId, replaces: null }
  await director.run({
    type: 'OpenCitizensWindow',
    ...opening,
    windowId: pollWindow,
    closesAtMs: openedAtMs + CITIZENS_MS,
    channels: ['twilio', 'wechat', 'web'],
    visibility: 'live',
    offersUnsure: false,
  })
  await director.run({
    type: 'OpenExaminersWindow',
    ...opening,
    windowId: panelWindow,
    closesAtMs: openedAtMs + EXAMINERS_MS,
    form: null,
  })
  const ofPanel = { sessionId, windowId: panelWindow }
  const ofPoll = { sessionId, windowId: pollWindow }
  await take({ kind: 'how_to_vote', ...ofPoll })
  const mood = moodOf(random)
  const voting = sendCrowd(play, pollWindow, mood)
  const scoringDone = score(play, panelWindow, mood)
  const onStage = (async () => {
    await sleep(5_000)
    await take({ kind: 'lock_board', ...ofPanel })
    await sleep(openedAtMs + EXAMINERS_MS - (await nowOn(play.base)).serverNowMs)
  })()
  // Awaited together: whichever fails first ends the evening, and nothing fails unseen.
  await Promise.all([onStage, scoringDone, Promise.race([voting, onStage])])
  await take({ kind: 'live_tally', ...ofPoll })
  await reveal(play, panelWindow)
  say('考官打分揭晓。')
  await take({ kind: 'score_reveal', ...ofPanel })
  await sleep(6_000)
  await take({ kind: 'live_tally', ...ofPoll })
  const counted = await voting
  await reveal(play, pollWindow)
  say(`市民评议揭晓：三个通道共送出 ${counted.sent} 条，${counted.answered} 条得到受理答复。`)
  await take({ kind: 'poll_reveal', ...ofPoll })
  await sleep(6_000)
  await take({ kind: 'ranking', category: unit.category })
  await sleep(7_000)
  return counted
}

function newWindowId(): WindowId {
  return WindowId.parse(randomBytes(6).toString('hex'))
}

function moodOf(random: Random): Mood {
  const satisfied = 0.2 + random.next() * 0.6
  const fair = (1 - satisfied) * (0.3 + random.next() * 0.4)
  return { satisfied, fair, dissatisfied: 1 - satisfied - fair }
}

async function sendCrowd(
  play: UnitPlay,
  windowId: WindowId,
  mood: Mood,
): Promise<{ sent: number; answered: number }> {
  const { poll, serverNowMs } = await pollOn(play.base, windowId)
  const skewMs = serverNowMs - Date.now()
  const doors = createDoors(
    play.base,
    SMS_NUMBER,
    play.secrets,
    `${play.sessionId}-${play.index}`,
    () => Date.now() + skewMs,
  )
  const messages = crowd(play.random, play.citizens, CITIZENS_MS, mood)
  const startedAt = Date.now() - (serverNowMs - poll.opensAtMs)
  let answered = 0
  const answers: Promise<void>[] = []
  for (const message of messages) {
    await sleep(startedAt + message.afterMs - Date.now())
    answers.push(
      doors.send(message, poll).then(
        (status) => {
          if (status < 300) answered += 1
        },
        () => undefined,
      ),
    )
  }
  await Promise.all(answers)
  return { sent: messages.length, answered }
}

/** The poll as citizens see it; what is on now is served from a cache, a second old at the most. */
async function pollOn(base: string, windowId: WindowId): Promise<{ poll: PollView; serverNowMs: number }> {
  for (let tries = 0; tries < 30; tries += 1) {
    const { now, serverNowMs } = await nowOn(base)
    if (now.poll?.windowId === windowId) return { poll: now.poll, serverNowMs }
    await sleep(100)
  }
  throw new Error('the poll that was opened is not shown to citizens')
}

async function score(play: UnitPlay, windowId: WindowId, mood: Mood): Promise<void> {
  const random = play.random
  const plans = play.tablets.map((tablet) => {
    const grade =
      random.next() < 0.03 ? 'abstain' : random.weighted<'satisfied' | 'fair' | 'dissatisfied'>({ ...mood })
    const mark: Mark = { kind: 'grade', grade }
    return {
      tablet,
      mark,
      afterMs: 1_000 + random.below(EXAMINERS_MS - 4_000),
      changes: random.next() < 0.1,
      locks: random.next() < 0.9,
    }
  })
  await Promise.all(
    plans.map(async ({ tablet, mark, afterMs, changes, locks }) => {
      await sleep(afterMs)
      if (changes) await tablet.cast(windowId, { kind: 'grade', grade: 'fair' })
      await tablet.cast(windowId, mark)
      if (locks) await tablet.lock(windowId)
    }),
  )
}

/** Tries until the window may be revealed: closing, draining, sealing and verifying take their time. */
async function reveal(play: UnitPlay, windowId: WindowId): Promise<void> {
  const patience = Date.now() + 60_000
  for (;;) {
    const ack = await play.director.tryRun({ type: 'Reveal', sessionId: play.sessionId, windowId })
    if (ack.ok) return
    const codes = 'refusals' in ack ? ack.refusals.map((refusal) => refusal.code) : []
    const waits = codes.every((code) => code === 'window_not_verified' || code === 'reveal_too_early')
    if (!waits || Date.now() > patience)
      throw new Error(`window ${windowId} is not revealed: ${codes.join(' ')}`)
    await sleep(300)
  }
}
