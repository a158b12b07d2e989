// A period in brief, as lists, topics and doors tell it: its days, where it stands, and what was published of it.

import { own } from '../basics/own.ts'
import type { PersonId } from '../basics/ids.ts'
import type { PeriodHead, PublicationHead } from '../protocol/period-api.ts'
import type { House } from '../show/house.ts'
import { upheldIn } from './judge-publication.ts'
import type { Period, Publication } from './period.ts'

export function periodHeadOf(period: Period, house: Pick<House, 'people'>): PeriodHead {
  const { id, title, kind, startsOn, endsOn, evidenceDueOn, rollsUp, stage, units, publications } = period
  return {
    ...{ periodId: id, title, kind, startsOn, endsOn, evidenceDueOn, rollsUp: [...rollsUp] },
    phase: stage.phase,
    sinceMs: stage.phase === 'draft' ? null : stage.sinceMs,
    units: units.length,
    publications: publications.map((publication) => publicationHeadOf(publication, publications, house)),
  }
}

function publicationHeadOf(
  publication: Publication,
  all: readonly Publication[],
  house: Pick<House, 'people'>,
): PublicationHead {
  const { publicationId, replaces, reason, bundleHash, resultHash, objections } = publication
  const { certifiedAtMs, noticeUntilMs, finalAtMs, certifiedBy, uncorrected } = publication
  const open = objections.filter(({ answer }) => answer === null).length
  return {
    ...{ publicationId, replaces, reason, bundleHash, resultHash, certifiedAtMs, noticeUntilMs, finalAtMs },
    number: all.indexOf(publication) + 1,
    replacedBy: all.find((each) => each.replaces === publicationId)?.publicationId ?? null,
    certifiedBy: certifiedBy.map((by) => nameOf(by, house)),
    objectionsOpen: open,
    objectionsAnswered: objections.length - open,
    objectionsUpheld: upheldIn(publication),
    uncorrected,
  }
}

export function nameOf(personId: PersonId, { people }: Pick<House, 'people'>): string {
  return own(people.people, personId)?.name ?? personId
}

/** The latest days first. */
export function periodsInOrder({ periods }: Pick<House, 'periods'>): readonly Period[] {
  return Object.values<Period>(periods).sort((a, b) =>
    a.endsOn === b.endsOn ? (a.id < b.id ? -1 : 1) : a.endsOn < b.endsOn ? 1 : -1,
  )
}
