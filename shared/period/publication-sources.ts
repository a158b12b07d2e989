// Which publications of its quarters a half-year or a year was made of, and whether they still hold (EVAL9, PUB2).

import { own } from '../basics/own.ts'
import type { House } from '../show/house.ts'
import type { ContentHash, PeriodId, PublicationId } from './ids.ts'

export interface PublicationSource {
  /** Of the quarter. */
  readonly title: string
  readonly publicationId: PublicationId
  /** Of this publication in its quarter, from 1. */
  readonly number: number
  /** What corrected it since; null: it holds. */
  readonly replacedBy: PublicationId | null
}

/** `sources`: as the bundle's manifest names them. */
export function publicationSourcesOf(
  sources: readonly { readonly periodId: PeriodId; readonly bundleHash: ContentHash }[],
  { periods }: Pick<House, 'periods'>,
): readonly PublicationSource[] {
  return sources.flatMap(({ periodId, bundleHash }) => {
    const quarter = own(periods, periodId)
    const publications = quarter?.publications ?? []
    const at = publications.findIndex((each) => each.bundleHash === bundleHash)
    const publication = publications[at]
    if (quarter === undefined || publication === undefined) return []
    const { publicationId } = publication
    const replacedBy = publications.find(({ replaces }) => replaces === publicationId)?.publicationId ?? null
    return [{ title: quarter.title, publicationId, number: at + 1, replacedBy }]
  })
}
