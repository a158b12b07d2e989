// GET /api/rules, /api/tonight and /api/ranking/CATEGORY: what the citizens' home page shows beside `now`.

import { Router } from 'express'
import { Category } from '../../shared/evaluation/unit.ts'
import type { TopicMessage } from '../../shared/protocol/socket-events.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import type { LiveFacts } from '../show/live-facts.ts'
import { rulesAnswerOf, tonightOf } from '../show/tonight-of.ts'
import { sendRefusal } from './errors.ts'
import { createEtagged } from './etagged.ts'

/** `board`: the latest message of a topic as everybody sees it (realtime/board.ts). */
export function homeRoutes({
  board,
  house,
  facts,
  clock,
}: {
  readonly board: {
    readonly look: (topic: `ranking/${Category}`) => { readonly message: TopicMessage; readonly json: string }
  }
  readonly house: () => House
  readonly facts: () => LiveFacts
  readonly clock: Clock
}): Router {
  const router = Router()
  const [rules, tonight, ranking] = [createEtagged(clock), createEtagged(clock), createEtagged(clock)]

  const rulesNow = oncePerSecond(clock, () => JSON.stringify(rulesAnswerOf(house())))
  const tonightNow = oncePerSecond(clock, () => JSON.stringify(tonightOf(house(), facts())))

  router.get('/api/rules', (request, response) => {
    const content = rulesNow()
    rules(request, response, { content, tag: 'rules' }, () => content)
  })

  router.get('/api/tonight', (request, response) => {
    const content = tonightNow()
    tonight(request, response, { content, tag: 'tonight' }, () => content)
  })

  router.get('/api/ranking/:category', (request, response) => {
    const category = Category.safeParse(request.params['category'])
    if (!category.success) {
      sendRefusal(response, { code: 'malformed', detail: { field: 'category' } })
      return
    }
    const { json } = board.look(`ranking/${category.data}`)
    ranking(request, response, { content: json, tag: category.data }, () => json)
  })

  return router
}

/** However many ask. */
function oncePerSecond(clock: Clock, make: () => string): () => string {
  let made: { readonly atMs: number; readonly text: string } | null = null
  return () => {
    const nowMs = clock.nowMs()
    if (made === null || nowMs - made.atMs >= 1_000) made = { atMs: nowMs, text: make() }
    return made.text
  }
}
