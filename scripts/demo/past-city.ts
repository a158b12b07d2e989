// What a newcomer finds: the quarter before last corrected and final, the last one in notice, each with its evidence.

import { dayAfter, dayOf, startOfDayMs } from '../../shared/basics/city-day.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import { SMS_NUMBER } from './city.ts'
import type { Past, PastQuarter } from './past.ts'
import { certify, correct, object, playQuarter } from './past-quarter.ts'
import { makeReviewers } from './past-reviews.ts'
import { EVIDENCE_DAYS, quarterBefore, quarterOfDay, type Quarter } from './quarters.ts'
import type { Random } from './random.ts'
import { allUnits, organisations } from './whole-city.ts'

/** The youngest quarter whose evidence is all in stands in notice, the one before it is final. */
export function pastQuartersOf(nowMs: number): readonly [older: Quarter, newer: Quarter] {
  const today = dayOf(nowMs)
  let newer = quarterBefore(quarterOfDay(today))
  // Frozen the day after the last for evidence, certified a day later, and some days of its notice gone.
  if (dayAfter(newer.endsOn, EVIDENCE_DAYS + 4) > today) newer = quarterBefore(newer)
  return [quarterBefore(newer), newer]
}

export function cityStartsMs([older]: readonly [Quarter, Quarter]): number {
  return startOfDayMs(dayAfter(older.startsOn, -7)) + 9 * 3_600_000
}

/** `nowMs`: the true time; nothing here happens later. */
export async function playPastCity(
  past: Past,
  [older, newer]: readonly [Quarter, Quarter],
  random: Random,
  nowMs: number,
): Promise<void> {
  const office = await past.as('office')
  await office.run({ type: 'ImportOrganisations', organisations: [...organisations] })
  await office.run({ type: 'ImportUnits', units: [...allUnits] })
  await office.run({ type: 'SetAccessNumbers', numbers: [SMS_NUMBER] })
  await office.run({ type: 'SetScheme', scheme: past.scheme })
  const reviewers = await makeReviewers(past)
  const playOf = (quarter: Quarter): PastQuarter => ({ past, quarter, units: allUnits, reviewers, random })

  await playQuarter(playOf(older))
  await publishWithCorrection(playOf(older))
  await playQuarter(playOf(newer))
  await putInNotice(playOf(newer), nowMs)
}

async function publishWithCorrection(play: PastQuarter): Promise<void> {
  const { past, quarter, units, random } = play
  const periodId = PeriodId.parse(quarter.id)
  const first = await certify(past, periodId, past.scheme.noticeDays + 1)
  past.clock.shift(2 * 86_400_000)
  const wronged = random.pick(units)
  const words = '热线件数登记有误：两件退回重办的工单被算了两次，请核实。'
  const objectionId = await object(past, first.publicationId, wronged.unitId, words)
  await (
    await past.as('office')
  ).run({
    type: 'AnswerObjection',
    periodId,
    publicationId: first.publicationId,
    objectionId,
    outcome: 'upheld',
    words: '经核对平台原始记录，异议成立，榜单予以更正。',
  })
  const next = await correct(play, first, wronged)
  past.clock.shiftTo(next.noticeUntilMs + 3_600_000)
  await (
    await past.as('office')
  ).run({ type: 'FinalisePublication', periodId, publicationId: next.publicationId })
  past.say(`${quarter.title}：公示期满，榜单定案。`)
}

async function putInNotice({ past, quarter, units, random }: PastQuarter, nowMs: number): Promise<void> {
  const periodId = PeriodId.parse(quarter.id)
  past.clock.shiftTo(nowMs - 2 * 86_400_000)
  const publication = await certify(past, periodId, past.scheme.noticeDays + 3)
  await object(
    past,
    publication.publicationId,
    random.pick(units).unitId,
    '我单位有两件整改已按期上报材料，榜单上仍按逾期计算，请核实。',
  )
  past.say(`${quarter.title}：公示中，有一条异议待答复。`)
}
