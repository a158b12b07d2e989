// A past quarter's period poll (市民短信微信评议): texts from served citizens in batches, over two weeks (EVAL4).

import { dayAfter } from '../../shared/basics/city-day.ts'
import { WindowId } from '../../shared/basics/ids.ts'
import type { PollsAnswer } from '../../shared/protocol/polls-api.ts'
import { DEFAULT_POLL_RULES } from '../../shared/poll/period-poll.ts'
import { aliyunElement, aliyunPush } from '../requests/aliyun-messages.ts'
import { SMS_NUMBER } from './city.ts'
import { hexOf, hourOf, type Past, type PastQuarter } from './past.ts'
import { ballotsFor, type Merit } from './quarter-evidence.ts'

const CITIZENS = 6_000
const BATCH = 450
const OPENS_ON = 55
const LASTS_DAYS = 14

export async function playPastPoll(
  { past, quarter, units, random }: PastQuarter,
  merit: Merit,
): Promise<void> {
  past.moveTo(dayAfter(quarter.startsOn, OPENS_ON - 1), 9)
  const pollId = WindowId.parse(hexOf(`poll ${quarter.id}`, 12))
  const opensAtMs = hourOf(dayAfter(quarter.startsOn, OPENS_ON), 8)
  const closesAtMs = hourOf(dayAfter(quarter.startsOn, OPENS_ON + LASTS_DAYS), 20)
  let office = await past.as('office')
  await office.run({
    type: 'DraftPoll',
    pollId,
    settings: {
      title: `${quarter.title}市民短信微信评议`,
      rehearsal: false,
      channels: ['aliyun'],
      accessNumbers: [],
      offersUnsure: false,
      visibility: 'hidden',
      ...{ opensAtMs, closesAtMs },
      rules: DEFAULT_POLL_RULES,
      replaces: null,
    },
  })
  await office.run({ type: 'SetPollUnits', pollId, unitIds: units.map(({ unitId }) => unitId) })
  await office.run({ type: 'PlanPoll', pollId })
  past.moveTo(dayAfter(quarter.startsOn, OPENS_ON), 9)

  const texts = random.shuffled(
    units.flatMap(({ unitId, code }) =>
      ballotsFor(merit.get(unitId) ?? 0.5, random).map((choice) => `${code}${choice}`),
    ),
  )
  const pauseMs = ((LASTS_DAYS - 1) * 86_400_000) / Math.ceil(texts.length / BATCH)
  for (let from = 0; from < texts.length; from += BATCH) {
    const sentAtMs = past.clock.nowMs()
    const elements = texts.slice(from, from + BATCH).map((text, i) =>
      aliyunElement({
        from: `138${String(10_000_000 + random.below(CITIZENS))}`,
        text,
        sentAtMs,
        sequenceId: `${BigInt(`0x${hexOf(`sms ${quarter.id}`, 10)}`) * 1_000_000n + BigInt(from + i)}`,
        destCode: SMS_NUMBER,
      }),
    )
    await push(past, elements)
    past.clock.shift(pauseMs)
  }
  past.clock.shiftTo(closesAtMs + 120_000)
  office = await past.as('office')
  await past.until('the poll', async () => {
    const ack = await office.tryRun({ type: 'RevealPoll', pollId })
    return ack.ok ? true : null
  })
  await past.until('the poll’s result', async () => {
    const { polls } = await office.get<PollsAnswer>('/api/polls')
    return polls.some(({ windowId, phase }) => windowId === pollId && phase === 'revealed') ? true : null
  })
  past.say(`市民评议：${texts.length} 条短信分两周送达，评议期已封存、核对并揭晓。`)
}

/** As the carrier would: what was not answered in time is brought again, and counts once (BAL2). */
async function push(past: Past, elements: readonly string[]): Promise<void> {
  const { path, method, headers, body } = aliyunPush(past.aliyunToken, elements)
  for (let again = 0; ; again += 1) {
    const answer = await fetch(past.base + path, { method, headers, body })
    const said = await answer.text()
    if (answer.ok) return
    if (answer.status !== 503 || again === 5) throw new Error(`the texts are refused: ${said}`)
  }
}
