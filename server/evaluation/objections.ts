// Objections to a publication in notice (PUB1): filed by anybody, their words kept apart with an end, read by those who answer them.

import { randomBytes } from 'node:crypto'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import { DAY_MS } from '../../shared/basics/city-day.ts'
import type { PublicationId } from '../../shared/period/ids.ts'
import { nameOf } from '../../shared/period/head.ts'
import { unitsById } from '../../shared/period/in-force.ts'
import type { Period, Publication } from '../../shared/period/period.ts'
import type { ObjectionRequest, ObjectionsDeskAnswer } from '../../shared/protocol/publications-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { z } from 'zod'
import { firstRefusal, type Show } from '../access/show.ts'
import type { Clock } from '../clock.ts'
import type { PrivateStore } from '../private/private-store.ts'

const KIND = 'objection'
/** What was written is kept so long after the notice: until a correction and its own notice can be over. */
const KEPT_DAYS = 180

interface Written {
  readonly words: string
  readonly contact: string
}

export interface Objections {
  /** The journal gets its id and its unit, and no word of it. */
  file(objection: z.infer<typeof ObjectionRequest>): Promise<Result<{ readonly objectionId: string }>>
  /** `withContact`: for the office, who may have to answer in person. Null: no such publication. */
  desk(publicationId: PublicationId, withContact: boolean): Promise<ObjectionsDeskAnswer | null>
}

export function createObjections({
  show,
  store,
  clock,
}: {
  readonly show: Pick<Show, 'house' | 'run'>
  readonly store: Pick<PrivateStore, 'put' | 'get' | 'remove'>
  readonly clock: Pick<Clock, 'nowMs'>
}): Objections {
  return {
    async file({ publicationId, unitId, words, contact }) {
      const found = publicationIn(show.house(), publicationId)
      if (found === null || found.period.stage.phase !== 'notice') return refuse('publication_unknown')
      if (clock.nowMs() >= found.publication.noticeUntilMs) return refuse('notice_over')
      const objectionId = `o-${randomBytes(12).toString('hex')}`
      const written: Written = { words, contact }
      const expiresAtMs = found.publication.noticeUntilMs + KEPT_DAYS * DAY_MS
      // Words first: an objection in the journal that nobody can read would have to be answered all the same.
      await store.put([
        { kind: KIND, id: objectionId, identityTag: null, expiresAtMs, json: JSON.stringify(written) },
      ])
      const ran = await show.run(
        { type: 'FileObjection', periodId: found.period.id, publicationId, objectionId, unitId },
        { commandId: `objection-${objectionId}`, by: { role: 'system' } },
      )
      if (ran.ok) return ok({ objectionId })
      await store.remove(KIND, [objectionId])
      return { ok: false, refusal: firstRefusal(ran.refusals) }
    },

    async desk(publicationId, withContact) {
      const house = show.house()
      const found = publicationIn(house, publicationId)
      if (found === null) return null
      const units = unitsById(found.period)
      const rows = await Promise.all(
        found.publication.objections.map(async ({ objectionId, unitId, filedAtMs, answer }) => {
          const written = writtenIn(await store.get(KIND, objectionId))
          return {
            ...{ objectionId, unitId, filedAtMs },
            unitName: unitId === null ? null : (units.get(unitId)?.name ?? unitId),
            words: written?.words ?? null,
            contact: withContact ? (written?.contact ?? null) : null,
            answer: answer === null ? null : { ...answer, by: nameOf(answer.by, house) },
          }
        }),
      )
      return { rows }
    },
  }
}

/** A publication with the period it is of. */
export function publicationIn(
  { periods }: Pick<House, 'periods'>,
  publicationId: PublicationId,
): { readonly period: Period; readonly publication: Publication } | null {
  for (const period of Object.values<Period>(periods)) {
    const publication = period.publications.find((each) => each.publicationId === publicationId)
    if (publication !== undefined) return { period, publication }
  }
  return null
}

function writtenIn(row: { readonly json: string } | null): Written | null {
  return row === null ? null : (JSON.parse(row.json) as Written)
}
