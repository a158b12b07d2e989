// A published ranking on disk and a house that names it: what public doors and the results page are tested with.

import { join } from 'node:path'
import express from 'express'
import { ok } from '../../shared/basics/result.ts'
import { explain } from '../../shared/evaluation/explain.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import { DEFAULT_SCHEME } from '../../shared/evaluation/scheme.ts'
import { standingWords } from '../../shared/evaluation/standing-words.ts'
import { whatIfWords } from '../../shared/evaluation/what-if.ts'
import type { Period, PeriodStage, Publication } from '../../shared/period/period.ts'
import type { House } from '../../shared/show/house.ts'
import type { BundleOrder } from '../../server/evaluation/bundle-write.ts'
import { writeBundle } from '../../server/evaluation/bundle-write.ts'
import { createKeptFiles } from '../../server/evaluation/kept-files.ts'
import { createPublications } from '../../server/evaluation/publications.ts'
import type { Rankings } from '../../server/evaluation/rankings.ts'
import type { Doorway } from '../../server/http/doorway.ts'
import { publicationRoutes } from '../../server/http/publications.ts'
import { rowsOfFiles } from '../../server/storage/sqlite-poll-rows-file.ts'
import { givenBundle, SIGNING_KEY } from './given-bundle.ts'
import { EMPTY_HOUSE } from '../../shared/show/house-evolve.ts'

export const NOTICE_UNTIL_MS = 1_815_000_000_000

export interface GivenPublication {
  readonly folder: string
  readonly order: BundleOrder
  readonly publication: Publication
  /** What the doors read; a test may put another in. */
  house: House
  readonly app: express.Express
}

/** In notice, with one objection answered and one open. */
export function givenPublication(
  change: (order: BundleOrder) => BundleOrder = (order) => order,
): GivenPublication {
  const bundle = givenBundle()
  const order = change(bundle.order)
  const rows = order.polls.length === 0 ? [] : rowsOfFiles([bundle.logFile], order.polls)
  const made = writeBundle(order, rows, { folder: bundle.folder, signingKey: SIGNING_KEY })
  const answer = { outcome: 'partly', words: '已核对，整改事项一项改记。', by: 'office', atMs: 3 } as const
  const publication = {
    ...{ publicationId: 'q2-1', replaces: null, reason: '', certifiedBy: ['office', 'auditor'] },
    ...{ bundleHash: made.bundleHash, resultHash: made.resultHash, certifiedAtMs: 1_814_000_000_000 },
    ...{ noticeUntilMs: NOTICE_UNTIL_MS, finalAtMs: null, uncorrected: null },
    objections: [
      { objectionId: 'obj-answered', unitId: 'u3', filedAtMs: 1_814_100_000_000, answer },
      { objectionId: 'obj-open', unitId: null, filedAtMs: 1_814_200_000_000, answer: null },
    ],
  } as unknown as Publication
  const given: { house: House } = { house: houseWith(order, [publication], inNotice(made)) }
  const app = express()
  const through: express.RequestHandler = (_request, _response, next) => next()
  const doorway: Doorway = {
    ours: () => through,
    limited: () => through,
    only: () => through,
    accountOf: () => null,
  }
  const clock = { nowMs: () => 1_814_300_000_000, at: () => () => undefined }
  const routes = publicationRoutes(doorway, {
    publications: createPublications(
      bundle.folder,
      () => given.house,
      createKeptFiles(join(bundle.folder, 'kept'), SIGNING_KEY),
    ),
    rankings: { card: cardHere },
    house: () => given.house,
    clock,
  })
  app.use(routes)
  return Object.assign(given, { folder: bundle.folder, order, publication, app })
}

/** A card without the thread that makes it elsewhere. */
const cardHere: Rankings['card'] = async ({ inputs, scheme, basis }, unitId) => {
  if ('frozen' in inputs) throw new Error('what is published is not frozen here')
  const ranking = rankPeriod(inputs, scheme, basis)
  return ok({
    parts: explain(unitId, inputs, scheme, ranking),
    standing: standingWords(unitId, inputs, scheme, ranking),
    whatIf: whatIfWords(unitId, inputs, scheme, basis),
  })
}

export function houseWith(
  order: BundleOrder,
  publications: readonly Publication[],
  stage: PeriodStage,
): House {
  const period: Period = {
    id: order.period.periodId,
    ...{ title: order.period.title, kind: order.period.kind, rollsUp: [], evidenceDueOn: '2027-07-10' },
    ...{ startsOn: order.period.startsOn, endsOn: order.period.endsOn, stage, publications },
    schemes: [{ version: 1, scheme: order.scheme ?? DEFAULT_SCHEME, reason: '', by: [], atMs: 1 }],
    ...{ units: order.inputs.units, imports: [], notApplicable: [], vetoes: [], reliefs: [] },
    ...{ evidence: [], inputs: null },
  }
  return { ...EMPTY_HOUSE, periods: { [period.id]: period } }
}

/** Three tallies had agreed on it. */
export function inNotice(made: { readonly bundleHash: string; readonly resultHash: string }): PeriodStage {
  const { bundleHash, resultHash } = made
  return { phase: 'notice', sinceMs: 2, agreement: { bundleHash, resultHash, polls: [], atMs: 1 } }
}
