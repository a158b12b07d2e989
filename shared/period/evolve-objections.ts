// A publication's objections after one more was filed or answered (PUB1).

import type { PeriodEvent } from './event.ts'
import type { PublicationId } from './ids.ts'
import type { Objection, Period } from './period.ts'

type Of<T extends PeriodEvent['type']> = Extract<PeriodEvent, { type: T }>

export function withObjection(
  period: Period,
  { publicationId, objectionId, unitId }: Of<'ObjectionFiled'>,
  atMs: number,
): Period {
  const filed: Objection = { objectionId, unitId, filedAtMs: atMs, answer: null }
  return changed(period, publicationId, (objections) => [...objections, filed])
}

export function withAnswer(
  period: Period,
  { publicationId, objectionId, outcome, words, by }: Of<'ObjectionAnswered'>,
  atMs: number,
): Period {
  return changed(period, publicationId, (objections) =>
    objections.map((each) =>
      each.objectionId === objectionId ? { ...each, answer: { outcome, words, by, atMs } } : each,
    ),
  )
}

function changed(
  period: Period,
  publicationId: PublicationId,
  change: (objections: readonly Objection[]) => readonly Objection[],
): Period {
  if (!period.publications.some((each) => each.publicationId === publicationId))
    throw new Error(`publication ${publicationId} was never made`)
  const publications = period.publications.map((each) =>
    each.publicationId === publicationId ? { ...each, objections: change(each.objections) } : each,
  )
  return { ...period, publications }
}
