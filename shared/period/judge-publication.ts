// What may be done to a publication in notice: objections filed and answered, and its end (PUB1).

import type { PersonId } from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { Moment } from '../show/event.ts'
import { against, judged, reason } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import type { PeriodCommand } from './command.ts'
import type { PeriodEvent } from './event.ts'
import { unitsById } from './in-force.ts'
import type { Period, Publication } from './period.ts'
import { againstPhase } from './phase.ts'

type Of<T extends PeriodCommand['type']> = Extract<PeriodCommand, { type: T }>

/** SAFE1: far more than a city files; more are refused with the reason. */
export const OBJECTIONS_MOST = 5_000

export function judgeObjection(
  { periodId, publicationId, objectionId, unitId }: Of<'FileObjection'>,
  period: Period,
  { nowMs }: Moment,
): Judgement<PeriodEvent> {
  const publication = inNotice(period, publicationId)
  return judged(
    [
      ...reasonsNotInNotice(period, publication),
      against(publication !== undefined && nowMs >= publication.noticeUntilMs, 'notice_over'),
      against(unitId !== null && !unitsById(period).has(unitId), 'unit_unknown', { unit: unitId ?? '' }),
      against(
        publication?.objections.some((each) => each.objectionId === objectionId) === true,
        'objection_exists',
      ),
      against((publication?.objections.length ?? 0) >= OBJECTIONS_MOST, 'objections_full', {
        count: OBJECTIONS_MOST,
      }),
    ],
    () => [{ type: 'ObjectionFiled', periodId, publicationId, objectionId, unitId }],
  )
}

/** Whatever became of the publication: one that was open when the period was reopened is answered all the same. */
export function judgeAnswer(
  { periodId, publicationId, objectionId, outcome, words }: Of<'AnswerObjection'>,
  period: Period,
  by: PersonId,
): Judgement<PeriodEvent> {
  const publication = period.publications.find((each) => each.publicationId === publicationId)
  const objection = publication?.objections.find((each) => each.objectionId === objectionId)
  return judged(
    [
      against(publication === undefined, 'publication_unknown'),
      against(publication !== undefined && objection === undefined, 'objection_unknown'),
      against(objection !== undefined && objection.answer !== null, 'objection_answered'),
    ],
    () => [{ type: 'ObjectionAnswered', periodId, publicationId, objectionId, outcome, words, by }],
  )
}

/**
 * Not before its notice is over, and with every objection answered. Where one was upheld, wholly or in part, and no correction
 * took its place, only with a reason that is published.
 */
export function judgeFinal(
  { periodId, publicationId, uncorrected }: Of<'FinalisePublication'>,
  period: Period,
  { nowMs }: Moment,
): Judgement<PeriodEvent> {
  const publication = inNotice(period, publicationId)
  const open = publication?.objections.filter(({ answer }) => answer === null).length ?? 0
  const upheld = publication === undefined ? 0 : upheldIn(publication)
  return judged(
    [
      ...reasonsNotInNotice(period, publication),
      against(publication !== undefined && nowMs < publication.noticeUntilMs, 'notice_running'),
      against(open > 0, 'objections_open', { count: open }),
      against(upheld > 0 && uncorrected === undefined, 'objections_upheld', { count: upheld }),
      against(upheld === 0 && uncorrected !== undefined, 'nothing_upheld'),
    ],
    () => [
      {
        ...{ type: 'PublicationFinalised', periodId, publicationId },
        ...(uncorrected === undefined ? {} : { uncorrected }),
      },
    ],
  )
}

/** Objections that were upheld, wholly or in part. */
export function upheldIn({ objections }: Pick<Publication, 'objections'>): number {
  return objections.filter(({ answer }) => answer !== null && answer.outcome !== 'rejected').length
}

function reasonsNotInNotice(
  period: Period,
  publication: Publication | undefined,
): readonly (Refusal | null)[] {
  return [againstPhase(period, 'notice'), publication === undefined ? reason('publication_unknown') : null]
}

/** The one in notice is always the last. */
function inNotice({ publications }: Period, publicationId: string): Publication | undefined {
  const last = publications.at(-1)
  return last?.publicationId === publicationId ? last : undefined
}
