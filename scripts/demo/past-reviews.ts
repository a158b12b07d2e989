// A past quarter's review round (业务部门评议): line authorities rate their line, districts and towns the city's departments (EVAL6).

import { dayAfter } from '../../shared/basics/city-day.ts'
import type { ReviewersAdded } from '../../shared/protocol/http-api.ts'
import type { ReviewDeskAnswer } from '../../shared/protocol/reviews-api.ts'
import { PersonId } from '../../shared/basics/ids.ts'
import { RoundId } from '../../shared/review/round.ts'
import { PeriodId } from '../../shared/period/ids.ts'
import { hourOf, type Past, type PastQuarter, type ReviewerAccount } from './past.ts'
import { markFor, type Merit } from './quarter-evidence.ts'
import { signIn } from './staff.ts'
import { organisations } from './whole-city.ts'

const OPENS_ON = 72
const LASTS_DAYS = 7

/** Districts and towns that send a reviewer; of departments each does. */
const GROUNDS_EACH = 2

/** Accounts of all reviewers; first passwords are told once, here. */
export async function makeReviewers(past: Past): Promise<readonly ReviewerAccount[]> {
  const office = await past.as('office')
  const sending = (['department', 'district', 'town'] as const).flatMap((kind) =>
    organisations
      .filter((each) => each.kind === kind)
      .slice(0, kind === 'department' ? undefined : GROUNDS_EACH),
  )
  const plans = sending.map(({ organisationId, name, kind }) => ({
    personId: PersonId.parse(`p-${organisationId}`),
    name: `${name.slice(0, 14)}评议员`.slice(-20),
    standsFor: { organisationId, group: kind === 'department' ? ('line' as const) : kind },
  }))
  const answer = await fetch(`${past.base}/api/people/reviewers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: past.base, cookie: office.cookie },
    body: JSON.stringify({ reviewers: plans }),
  })
  if (!answer.ok) throw new Error(`the reviewers are refused: ${await answer.text()}`)
  return ((await answer.json()) as ReviewersAdded).added
}

export async function playPastReviews(
  { past, quarter, units, reviewers, random }: PastQuarter,
  merit: Merit,
): Promise<void> {
  const roundId = RoundId.parse(`round-${quarter.id}`)
  past.moveTo(dayAfter(quarter.startsOn, OPENS_ON - 1), 9)
  const office = await past.as('office')
  const all = units.map(({ unitId }) => unitId)
  const offices = units.filter(({ category }) => category === 'office').map(({ unitId }) => unitId)
  await office.run({
    type: 'DraftRound',
    roundId,
    settings: {
      title: `${quarter.title}业务部门评议`,
      periodId: PeriodId.parse(quarter.id),
      form: 'marks',
      opensAtMs: hourOf(dayAfter(quarter.startsOn, OPENS_ON), 8),
      closesAtMs: hourOf(dayAfter(quarter.startsOn, OPENS_ON + LASTS_DAYS), 18),
    },
  })
  await office.run({ type: 'SetRoundUnits', roundId, units: { line: all, district: offices, town: offices } })
  await office.run({
    type: 'SetRoundReviewers',
    roundId,
    reviewerIds: reviewers.map(({ personId }) => PersonId.parse(personId)),
  })
  await office.run({ type: 'PlanRound', roundId })
  past.moveTo(dayAfter(quarter.startsOn, OPENS_ON), 9)
  let marks = 0
  for (const { personId, password } of reviewers) {
    const reviewer = await signIn(past.base, personId, password)
    const { rounds } = await reviewer.get<ReviewDeskAnswer>('/api/review-desk')
    const duties = rounds.find((round) => round.roundId === roundId)?.units ?? []
    await past.paced(duties, ({ unitId }) => {
      const mark = markFor(merit.get(unitId) ?? 0.5, random)
      return reviewer.run({ type: 'GiveMark', roundId, unitId, mark, revision: 1 })
    })
    await reviewer.run({ type: 'SubmitReview', roundId })
    marks += duties.length
  }
  past.moveTo(dayAfter(quarter.startsOn, OPENS_ON + LASTS_DAYS), 19)
  past.say(`业务部门评议：${reviewers.length} 名评议员打出 ${marks} 个分。`)
}
