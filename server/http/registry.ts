// GET /api/registry and /api/registry/units/:unitId: all units and organisations whole, made once a change, and one unit's history.

import { createHash } from 'node:crypto'
import { Router } from 'express'
import { UnitId } from '../../shared/basics/ids.ts'
import { refuse } from '../../shared/basics/result.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import type { Registry } from '../../shared/evaluation/registry.ts'
import type { Unit } from '../../shared/evaluation/unit.ts'
import type { PastUnit } from '../../shared/evaluation/unit-history.ts'
import type { RegistryAnswer } from '../../shared/protocol/registry-api.ts'
import type { House } from '../../shared/show/house.ts'
import { unitHistoryOf } from '../show/unit-history-words.ts'
import { sendResult, type Doorway } from './doorway.ts'

export function registryRoutes({ limited, only }: Doorway, house: () => House): Router {
  const router = Router()
  router.get('/api/registry', limited(5, 20), only('registry'), (request, response) => {
    const { json, etag } = answerOf(house().registry)
    response.set({ 'Cache-Control': 'private, no-cache', ETag: etag })
    if (request.headers['if-none-match'] === etag) response.status(304).end()
    else response.type('application/json').send(json)
  })
  router.get('/api/registry/units/:unitId', limited(10, 40), only('registry'), (request, response) => {
    const unitId = UnitId.safeParse(request.params['unitId'])
    const history = unitId.success ? unitHistoryOf(house(), unitId.data) : null
    sendResult(
      response,
      history === null
        ? refuse('unit_unknown', { unit: String(request.params['unitId']).slice(0, 64) })
        : { ok: true, value: history },
    )
  })
  return router
}

interface Made {
  readonly json: Buffer
  readonly etag: string
}
const made = new WeakMap<Registry['units'], Made & Pick<Registry, 'pastUnits' | 'organisations'>>()

/** 10,000 units are a megabyte and a half: the same bytes while they stay the same. */
function answerOf({ units, pastUnits, organisations }: Registry): Made {
  const known = made.get(units)
  if (known?.pastUnits === pastUnits && known.organisations === organisations) return known
  const answer: RegistryAnswer = {
    units: Object.values<Unit>(units).sort((a, b) => a.code - b.code),
    pastUnits: Object.values<PastUnit>(pastUnits).map(({ unit, ending }) => ({ unit, ending })),
    organisations: Object.values<Organisation>(organisations).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
  const json = Buffer.from(JSON.stringify(answer))
  const etag = `"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"`
  const now = { json, etag, pastUnits, organisations }
  made.set(units, now)
  return now
}
