// GET /api/polls…: what citizens may know of period polls, and for staff the members and counts of one.

import { Router, type Request, type Response } from 'express'
import { WindowId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import type { UnitTally } from '../../shared/ballot/tally.ts'
import type { PeriodPoll } from '../../shared/poll/period-poll.ts'
import type { PeriodPollView, PollMembersAnswer, PollsAnswer } from '../../shared/protocol/polls-api.ts'
import type { House } from '../../shared/show/house.ts'
import type { Clock } from '../clock.ts'
import { pollCountsOf } from '../show/poll-counts.ts'
import { createEtagged } from './etagged.ts'
import type { Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'
import { searchUnitsOf } from './search-units.ts'

/** How long after its close a poll is still told of to citizens: they read the result, or that it is over. */
const TOLD_AFTER_CLOSE_MS = 14 * 86_400_000
const UNITS_MAX_AGE_S = 60

export function pollRoutes(
  { only, limited }: Doorway,
  house: () => House,
  clock: Clock,
  unitTallies: (
    windowId: WindowId,
  ) => Promise<{ readonly units: readonly UnitTally[]; readonly complete: boolean }>,
): Router {
  const router = Router()
  const etagged = createEtagged(clock)

  const pollOf = (request: Request): PeriodPoll | null => {
    const id = WindowId.safeParse(request.params['id'])
    return id.success ? (own(house().polls, id.data) ?? null) : null
  }
  const unknown = (response: Response) => sendRefusal(response, { code: 'period_poll_unknown', detail: {} })

  router.get('/api/polls', (request, response) => {
    const polls = pollsToldOf(house(), clock.nowMs())
    const answerAt = (serverNowMs: number): PollsAnswer => ({ serverNowMs, polls })
    etagged(request, response, { content: JSON.stringify(polls), tag: 'polls' }, (nowMs) =>
      JSON.stringify(answerAt(nowMs)),
    )
  })

  router.get('/api/polls/:id/units', async (request, response) => {
    const poll = pollOf(request)
    // A draft's units are nobody's business yet, and may still change.
    if (poll === null || poll.units.length === 0) return unknown(response)
    const { etag, json, gzipped } = await searchUnitsOf(poll)
    response.set({
      'Cache-Control': `public, max-age=${UNITS_MAX_AGE_S}`,
      ETag: etag,
      Vary: 'Accept-Encoding',
    })
    if (request.headers['if-none-match'] === etag) {
      response.status(304).end()
      return
    }
    const packed = request.acceptsEncodings('gzip') === 'gzip'
    if (packed) response.set('Content-Encoding', 'gzip')
    response.type('application/json').send(packed ? gzipped : json)
  })

  router.get('/api/polls/:id/members', limited(5, 20), only('pollCounts'), (request, response) => {
    const poll = pollOf(request)
    if (poll === null) return unknown(response)
    const answer: PollMembersAnswer = { pollId: poll.id, unitIds: poll.unitIds }
    response.set('Cache-Control', 'no-store').json(answer)
  })

  router.get('/api/polls/:id/counts', limited(2, 10), only('pollCounts'), async (request, response) => {
    const poll = pollOf(request)
    if (poll === null || poll.units.length === 0) return unknown(response)
    const live = poll.outcome === null ? await unitTallies(poll.id) : null
    response.set('Cache-Control', 'no-store').json(pollCountsOf(poll, live))
  })

  return router
}

/** Open, coming, or closed not long ago, the one that closes next first; those that were void before they opened never. */
function pollsToldOf({ polls }: House, nowMs: number): readonly PeriodPollView[] {
  return Object.values<PeriodPoll>(polls)
    .filter(({ units, closesAtMs }) => units.length > 0 && closesAtMs + TOLD_AFTER_CLOSE_MS > nowMs)
    .sort((a, b) => a.closesAtMs - b.closesAtMs || (a.id < b.id ? -1 : 1))
    .flatMap((poll) => viewOf(poll) ?? [])
}

function viewOf(poll: PeriodPoll): PeriodPollView | null {
  const { phase } = poll.stage
  if (phase === 'draft') return null
  const { id, title, rehearsal, opensAtMs, closesAtMs, channels, accessNumbers, offersUnsure, visibility } =
    poll
  return {
    ...{ windowId: id, title, rehearsal, phase, opensAtMs, closesAtMs, channels, accessNumbers },
    ...{ offersUnsure, visibility, unitCount: poll.units.length },
  }
}
