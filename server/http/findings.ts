// GET /api/findings and what staff ask of the detectors: a look now, and what setting ballots aside would change (BAL9).

import { Router } from 'express'
import { ok, refuse } from '../../shared/basics/result.ts'
import { LookRequest, WeighRequest, type FindingsAnswer } from '../../shared/protocol/findings-api.ts'
import type { House } from '../../shared/show/house.ts'
import { votingWindowsOf } from '../../shared/show/voting-windows.ts'
import type { Findings } from '../ballots/findings.ts'
import type { Clock } from '../clock.ts'
import { consequenceViewOf, polledOf, windowFindingsOf } from '../show/findings-view.ts'
import type { LiveFacts } from '../show/live-facts.ts'
import { bodyOf, jsonUpTo, sendResult, type Doorway } from './doorway.ts'
import { sendRefusal } from './errors.ts'

const BODY_MOST = '16kb'
const WINDOWS_MOST = 60

export function findingsRoutes(
  { ours, limited, only }: Doorway,
  {
    findings,
    house,
    tallies,
    clock,
  }: {
    readonly findings: Findings
    readonly house: () => House
    readonly tallies: () => LiveFacts['tallies']
    readonly clock: Clock
  },
): Router {
  const router = Router()
  const viewsOf = (ids: ((windowId: string) => boolean) | null) =>
    votingWindowsOf(house())
      .filter(({ windowId }) => ids === null || ids(windowId))
      .toSorted((a, b) => b.opensAtMs - a.opensAtMs)
      .slice(0, WINDOWS_MOST)
      .flatMap((window) => {
        const paused = window.phase !== 'shut' && tallies().get(window.windowId)?.complete === false
        const view = windowFindingsOf(house(), window, findings.standing(window.windowId), paused)
        return view === null ? [] : [view]
      })
  const asking = [ours('application/json'), limited(5, 20), only('findings'), jsonUpTo(BODY_MOST)] as const

  router.get('/api/findings', limited(5, 20), only('findings'), (_request, response) => {
    const answer: FindingsAnswer = { serverNowMs: clock.nowMs(), windows: viewsOf(null) }
    sendResult(response, ok(answer))
  })

  router.post('/api/findings/look', ...asking, async (request, response) => {
    const body = bodyOf(LookRequest, request)
    if (!body.ok) return sendRefusal(response, body.refusal)
    const { windowId } = body.value
    const looked = await findings.lookNow(windowId)
    if (!looked.ok) return sendRefusal(response, looked.refusal)
    const [view] = viewsOf((id) => id === windowId)
    sendResult(response, view === undefined ? refuse('window_unknown') : ok(view))
  })

  router.post('/api/findings/weigh', ...asking, async (request, response) => {
    const body = bodyOf(WeighRequest, request)
    if (!body.ok) return sendRefusal(response, body.refusal)
    const { windowId, rules } = body.value
    const window = votingWindowsOf(house()).find((each) => each.windowId === windowId)
    const polled = window === undefined ? null : polledOf(house(), window)
    if (polled === null) return sendRefusal(response, { code: 'window_unknown', detail: {} })
    const weighed = await findings.weigh(windowId, rules, rules[0]?.unitCode ?? null)
    if (!weighed.ok) return sendRefusal(response, weighed.refusal)
    sendResult(response, ok(consequenceViewOf(weighed.value, polled.hidden)))
  })
  return router
}
