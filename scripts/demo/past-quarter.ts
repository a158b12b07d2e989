// Plays one quarter's whole evaluation through the doors: frozen scheme, evidence by five methods, freeze, two persons, notice.

import { randomBytes } from 'node:crypto'
import { dayAfter, dayOf } from '../../shared/basics/city-day.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import type { EvidenceStored } from '../../shared/protocol/evidence-api.ts'
import type { PeriodAnswer, PublicationHead } from '../../shared/protocol/period-api.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import type { Past, PastQuarter } from './past.ts'
import { playPastItems } from './past-items.ts'
import { playPastPoll } from './past-poll.ts'
import { playPastReviews } from './past-reviews.ts'
import { playPastShow } from './past-show.ts'
import { indicatorRowsOf, meritOf } from './quarter-evidence.ts'
import { draftOf, EVIDENCE_DAYS } from './quarters.ts'

/** From the scheme to a frozen period whose three tallies agree. */
export async function playQuarter(play: PastQuarter): Promise<void> {
  const { past, quarter, units, random } = play
  const { say } = past
  const merit = meritOf(units, random)
  const periodId = PeriodId.parse(quarter.id)
  past.moveTo(dayAfter(quarter.startsOn, -1), 10)
  let office = await past.as('office')
  await office.run(draftOf(quarter))
  await office.run({ type: 'OpenPeriod', periodId })
  say(`${quarter.title}：评分方案和 ${units.length} 个单位已冻结。`)

  const playLateItems = await playPastItems(play, merit)
  await playPastShow(play, merit)
  await playLateItems()
  await playPastPoll(play, merit)
  await playPastReviews(play, merit)

  past.moveTo(dayAfter(quarter.endsOn, 3), 9)
  office = await past.as('office')
  // Two units never hand in their counts, and are named for it (EVAL3); one has no hotline at all.
  const silent = new Set<string>(
    random
      .shuffled(units)
      .slice(0, 2)
      .map(({ unitId }) => unitId),
  )
  const rows = indicatorRowsOf(units, past.scheme.indicators, merit, silent, random)
  const fileHash = await keepEvidence(past, office.cookie, `${quarter.id}-热线与好差评.csv`, csvOf(rows))
  await office.run({
    type: 'AcceptIndicatorCounts',
    periodId,
    source: { importId: `${quarter.id}-counts`, words: '12345热线与好差评平台导出（演示）', fileHash },
    replaces: false,
    rows: [...rows],
  })
  const vetoed = random.pick(units)
  await office.run({
    type: 'SetVeto',
    periodId,
    vetoId: randomBytes(9).toString('hex'),
    unitId: vetoed.unitId,
    kind: past.scheme.vetoKinds[0] ?? '',
    reason: '演示：本季度内有人员被立案审查',
    files: [],
  })
  say(`大数据评议：${rows.length} 条计数，2 个单位应报未报；${vetoed.name}被一票否决。`)

  past.moveTo(dayAfter(quarter.endsOn, EVIDENCE_DAYS + 1), 9)
  await freezeAndCompare(past, periodId)
}

/** Freezes and waits until live index, SQL and verifier have been compared. Throws where they differ. */
export async function freezeAndCompare(past: Past, periodId: PeriodId): Promise<void> {
  const office = await past.as('office')
  await office.run({ type: 'FreezeInputs', periodId })
  const { agreement, differences } = await past.until('the comparison of the three tallies', async () => {
    const answer = await office.get<PeriodAnswer>(`/api/periods/${periodId}`)
    return answer.agreement !== null || (answer.differences?.length ?? 0) > 0 ? answer : null
  })
  if (agreement === null) throw new Error((differences ?? []).join('\n'))
  past.say(`输入已冻结，三方核对一致，结果包 ${agreement.bundleHash.slice(0, 12)}…`)
}

/** The office asks, the auditor confirms; the publication that stands in notice. */
export async function certify(past: Past, periodId: PeriodId, noticeDays: number): Promise<PublicationHead> {
  const [office, auditor] = [await past.as('office'), await past.as('auditor')]
  const before = await office.get<PeriodAnswer>(`/api/periods/${periodId}`)
  const requestId = randomBytes(9).toString('hex')
  await office.run({
    type: 'RequestAct',
    requestId,
    reason: '本季度排名经三方核对一致，提请公示',
    act: {
      type: 'CertifyRanking',
      periodId,
      bundleHash: before.agreement?.bundleHash ?? '',
      noticeUntilMs: past.clock.nowMs() + noticeDays * 86_400_000,
    },
  })
  await auditor.run({ type: 'ConfirmAct', requestId })
  const { head } = await office.get<PeriodAnswer>(`/api/periods/${periodId}`)
  past.say(`评议办与审计两人签发，公示 ${noticeDays} 天。`)
  return head.publications.at(-1)!
}

/** As somebody at the public page would. */
export async function object(
  past: Past,
  publicationId: string,
  unitId: UnitId | null,
  words: string,
): Promise<string> {
  const answer = await fetch(`${past.base}/api/objections`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: past.base },
    body: JSON.stringify({ publicationId, unitId, words, contact: '' }),
  })
  if (!answer.ok) throw new Error(`the objection is refused: ${await answer.text()}`)
  return ((await answer.json()) as { objectionId: string }).objectionId
}

/** One count was wrong: two persons reopen the period, it is mended with a reason, and the next publication replaces the first. */
export async function correct(
  play: PastQuarter,
  publication: PublicationHead,
  unit: Unit,
): Promise<PublicationHead> {
  const { past, quarter } = play
  const periodId = PeriodId.parse(quarter.id)
  const [office, auditor] = [await past.as('office'), await past.as('auditor')]
  const requestId = randomBytes(9).toString('hex')
  await office.run({
    type: 'RequestAct',
    requestId,
    reason: `异议成立：${unit.name}的热线件数登记有误`,
    act: { type: 'ReopenPeriod', periodId },
  })
  await auditor.run({ type: 'ConfirmAct', requestId })
  const today = dayOf(past.clock.nowMs())
  await office.run({
    type: 'ExtendEvidence',
    periodId,
    evidenceDueOn: today,
    reason: '异议成立，补交核实后的件数',
  })
  const indicator = past.scheme.indicators.find(({ categories }) => categories.includes(unit.category))!
  await office.run({
    type: 'AcceptIndicatorCounts',
    periodId,
    source: { importId: `${quarter.id}-fix`, words: '异议核实后更正的热线件数（演示）', fileHash: null },
    replaces: true,
    rows: [
      {
        unitId: unit.unitId,
        indicatorId: indicator.indicatorId,
        count: { numerator: 412, denominator: 418 },
      },
    ],
  })
  past.moveTo(dayAfter(today, 1), 9)
  await freezeAndCompare(past, periodId)
  const next = await certify(past, periodId, past.scheme.noticeDays + 1)
  past.say(`更正榜单替换了第 ${publication.number} 次发布。`)
  return next
}

async function keepEvidence(past: Past, cookie: string, name: string, text: string): Promise<string> {
  const answer = await fetch(`${past.base}/api/evidence?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', origin: past.base, cookie },
    body: text,
  })
  if (!answer.ok) throw new Error(`the file is refused: ${await answer.text()}`)
  return ((await answer.json()) as EvidenceStored).hash
}

function csvOf(rows: ReturnType<typeof indicatorRowsOf>): string {
  const lines = rows.map(
    ({ unitId, indicatorId, count }) => `${unitId},${indicatorId},${count.numerator},${count.denominator}`,
  )
  return `﻿单位编号,指标,分子,分母\r\n${lines.join('\r\n')}\r\n`
}
