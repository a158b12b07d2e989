// GET /api/publications…: published rankings for everybody, as screens, tables, paper and the bundle itself (PUB1–PUB4).

import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { Router, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { Category } from '../../shared/evaluation/unit.ts'
import { asCertified } from '../../shared/period/as-certified.ts'
import { PublicationId } from '../../shared/period/ids.ts'
import { periodHeadOf } from '../../shared/period/head.ts'
import { publicationSourcesOf } from '../../shared/period/publication-sources.ts'
import type { Period, Publication } from '../../shared/period/period.ts'
import type {
  ObjectionsAnswer,
  PublicationAnswer,
  PublicationsAnswer,
} from '../../shared/protocol/publications-api.ts'
import type { House } from '../../shared/show/house.ts'
import { parsed } from '../access/parsed.ts'
import type { Clock } from '../clock.ts'
import type { BulletinOrder } from '../evaluation/bulletin-worker.ts'
import { inThread } from '../evaluation/in-thread.ts'
import { publicCardOf, houseAsPublished } from '../evaluation/public-card.ts'
import type { RankingQuestion, Rankings } from '../evaluation/rankings.ts'
import type { Publications } from '../evaluation/publications.ts'
import type { Published, PublishedRanking } from '../evaluation/published-bundle.ts'
import { rankingAnswerOf } from '../evaluation/ranking-answer.ts'
import { resultsCsvOf } from '../evaluation/results-csv.ts'
import { resultsXlsxOf } from '../evaluation/results-xlsx.ts'
import { createEtagged } from './etagged.ts'
import type { Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

export const PublishedRankingQuery = z.object({
  category: Category,
  list: z.enum(['best', 'worst']).nullable().default(null),
  q: z.string().trim().max(40).default(''),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
})
const YEAR_S = 31_536_000

interface Found {
  readonly period: Period
  readonly publication: Publication
}

export function publicationRoutes(
  { limited }: Doorway,
  {
    publications,
    house,
    rankings,
    clock,
  }: {
    readonly publications: Publications
    readonly rankings: Pick<Rankings, 'card'>
    readonly house: () => House
    readonly clock: Clock
  },
): Router {
  const router = Router()
  const etagged = createEtagged(clock)
  const [often, seldom] = [limited(20, 60), limited(1, 10)]

  /** What is published never changes: whoever has it need not ask again. `tag` tells apart what is made of one bundle. */
  const forever =
    (
      tag: (request: Request) => string,
      send: (found: Found, request: Request, response: Response) => Promise<void> | void,
      maxAgeS = YEAR_S,
    ): RequestHandler =>
    async (request, response) => {
      const id = PublicationId.safeParse(request.params['id'])
      const found = id.success ? publications.find(id.data) : null
      if (found === null) return sendRefusal(response, { code: 'publication_unknown', detail: {} })
      const etag = `"${found.publication.bundleHash.slice(0, 32)}-${tag(request)}"`
      const lasts = maxAgeS === YEAR_S ? `max-age=${YEAR_S}, immutable` : `max-age=${maxAgeS}`
      response.set({ 'Cache-Control': `public, ${lasts}`, ETag: etag })
      if (request.headers['if-none-match'] === etag) {
        response.status(304).end()
        return
      }
      await send(found, request, response)
    }

  router.get('/api/publications', (request, response) => {
    const all = publications.list().map(({ period, publication }) => headsOf(period, publication, house()))
    etagged(request, response, { content: JSON.stringify(all), tag: 'publications' }, (serverNowMs) =>
      JSON.stringify({ serverNowMs, publications: all } satisfies PublicationsAnswer),
    )
  })

  router.get(
    '/api/publications/:id',
    often,
    forever(
      (request) => stateTag(publications, request, house()),
      async ({ period, publication }, _request, response) => {
        const content = await publications.rankingOf(publication)
        response.json(aboutOf(period, publication, content, house()))
      },
      5,
    ),
  )

  router.get(
    '/api/publications/:id/ranking',
    often,
    forever(
      (request) => Buffer.from(request.originalUrl).toString('base64url').slice(-60),
      async ({ publication }, request, response) => {
        const query = parsed(PublishedRankingQuery, { ...request.query })
        if (!query.ok) return sendRefusal(response.set('Cache-Control', 'no-store'), query.refusal)
        const content = await publications.rankingOf(publication)
        response.json(
          rankingAnswerOf(content.ranked, new Map(), houseAsPublished(content, house()), {
            ...query.value,
            organisation: null,
          }),
        )
      },
    ),
  )

  router.get(
    '/api/publications/:id/units/:unitId',
    often,
    forever(
      () => 'card',
      async ({ period, publication }, request, response) => {
        const content = await publications.contentOf(publication)
        const unitId = UnitId.safeParse(request.params['unitId'])
        const unit = unitId.success ? unitId.data : ''
        // In a thread of its own: what would have changed a place takes a while to find.
        const told = unitId.success ? await rankings.card(questionOf(content), unitId.data) : null
        if (told !== null && !told.ok)
          return sendRefusal(response.set('Cache-Control', 'no-store'), told.refusal)
        const card =
          unitId.success && told !== null
            ? publicCardOf(unitId.data, asCertified(period, publication), content, told.value, house())
            : null
        if (card === null)
          sendRefusal(response.set('Cache-Control', 'no-store'), { code: 'unit_unknown', detail: { unit } })
        else response.json(card)
      },
      60,
    ),
  )

  router.get(
    '/api/publications/:id/objections',
    often,
    forever(
      (request) => stateTag(publications, request, house()),
      ({ period, publication }, _request, response) => {
        response.json(objectionsOf(period, publication))
      },
      5,
    ),
  )

  router.get(
    '/api/publications/:id/bundle.zip',
    seldom,
    forever(
      () => 'bundle',
      ({ period, publication }, _request, response) => {
        attach(
          response,
          `${period.title}-公开数据包-${publication.bundleHash.slice(0, 12)}.zip`,
          'application/zip',
        )
        pipeline(createReadStream(publications.fileOf(publication)), response, () => undefined)
      },
    ),
  )
  router.get(
    '/api/publications/:id/results.csv',
    seldom,
    forever(
      () => 'csv',
      async ({ period, publication }, _request, response) => {
        const content = await publications.rankingOf(publication)
        attach(response, `${period.title}-排名.csv`, 'text/csv; charset=utf-8')
        response.send(resultsCsvOf(content))
      },
    ),
  )
  router.get(
    '/api/publications/:id/results.xlsx',
    seldom,
    forever(
      () => 'xlsx',
      async ({ period, publication }, _request, response) => {
        const content = await publications.rankingOf(publication)
        attach(
          response,
          `${period.title}-排名.xlsx`,
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        )
        response.send(await resultsXlsxOf(content))
      },
    ),
  )
  router.get(
    '/api/publications/:id/bulletin.pdf',
    seldom,
    forever(
      (request) => stateTag(publications, request, house()),
      async ({ period, publication }, _request, response) => {
        const number = period.publications.indexOf(publication) + 1
        attach(response, `${period.title}-通报.pdf`, 'application/pdf')
        const worker = new URL('../evaluation/bulletin-worker.ts', import.meta.url)
        const order: BulletinOrder = { file: publications.fileOf(publication), publication, number }
        response.send(Buffer.from(await inThread<Uint8Array>(worker, order)))
      },
      60,
    ),
  )
  return router
}

function headsOf(
  period: Period,
  { publicationId }: Publication,
  house: House,
): PublicationsAnswer['publications'][number] {
  const { publications, ...head } = periodHeadOf(period, house)
  return { period: head, publication: publications.find((each) => each.publicationId === publicationId)! }
}

function aboutOf(
  period: Period,
  publication: Publication,
  { manifest, bundleBytes, ranked }: PublishedRanking,
  house: House,
): PublicationAnswer {
  const { schemeHash, inputsHash, publicKey } = manifest
  const { stage } = period
  return {
    ...headsOf(period, publication, house),
    correcting: 'correcting' in stage && stage.correcting !== null,
    sources: [...publicationSourcesOf(manifest.sources, house)],
    ...{ schemeHash, inputsHash, publicKey, bundleBytes, scheme: ranked.scheme },
    categories: CATEGORIES.map((category) => {
      const { rows, unranked, listN } = ranked.outcome.of(category)
      return { category, ranked: rows.length, unranked: unranked.length, listN }
    }),
  }
}

function objectionsOf({ units }: Period, { objections }: Publication): ObjectionsAnswer {
  const names = new Map(units.map(({ unitId, name }) => [unitId, name]))
  return {
    open: objections.filter(({ answer }) => answer === null).length,
    answered: objections.flatMap(({ objectionId, unitId, filedAtMs, answer }) =>
      answer === null
        ? []
        : [
            {
              ...{ objectionId, filedAtMs, outcome: answer.outcome, words: answer.words, atMs: answer.atMs },
              unitName: unitId === null ? null : (names.get(unitId) ?? null),
            },
          ],
    ),
  }
}

/** Changes where what is said about a publication does: objections, its end, a correction, also of what it is made of. */
function stateTag(publications: Publications, request: Request, { position, periods }: House): string {
  const id = PublicationId.safeParse(request.params['id'])
  const found = id.success ? publications.find(id.data) : null
  if (found === null) return `state-${position}`
  const { period, publication } = found
  const answered = publication.objections.map(({ answer }) => (answer === null ? '0' : '1')).join('')
  const made = [period.id, ...period.rollsUp].map((each) => own(periods, each)?.publications.length ?? 0)
  return ['state', period.stage.phase, answered, String(publication.finalAtMs), ...made].join('-')
}

function questionOf({ inputs, ranked: { scheme, basis } }: Published): RankingQuestion {
  return { inputs, scheme, basis }
}

function attach(response: Response, name: string, type: string): void {
  response.set({
    'Content-Type': type,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'X-Content-Type-Options': 'nosniff',
  })
}
