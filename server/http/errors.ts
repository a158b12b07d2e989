// How a refused or failed request is answered: JSON with a code and a Chinese sentence, and the status that fits it.

import type { ErrorRequestHandler, Response } from 'express'
import type { ApiRefusal } from '../../shared/protocol/http-api.ts'
import { sentenceOf, type Refusal, type RefusalCode } from '../../shared/basics/refusal.ts'
import { VaultFailed } from '../access/vault.ts'
import { RankingRefused } from '../evaluation/past-results.ts'
import { PrivateStoreFailed } from '../private/private-store.ts'
import { PrivateHomeRefused } from '../private/refused.ts'
import { coarseAddress, plainPath, type Log } from '../log.ts'

const STATUSES: Readonly<Partial<Record<RefusalCode, number>>> = {
  not_signed_in: 401,
  wrong_password: 401,
  control_token_invalid: 401,
  source_token_invalid: 401,
  signature_invalid: 403,
  not_allowed: 403,
  setup_link_invalid: 403,
  wechat_state_invalid: 403,
  wechat_code_refused: 403,
  wechat_snapshot: 403,
  wechat_pass_missing: 403,
  wechat_unreachable: 503,
  setup_done: 410,
  unknown_page: 404,
  door_closed: 404,
  person_unknown: 404,
  session_unknown: 404,
  period_poll_unknown: 404,
  period_unknown: 404,
  publication_unknown: 404,
  seat_unknown: 404,
  batch_unknown: 404,
  upload_unknown: 404,
  callback_unknown: 404,
  receipt_unknown: 404,
  evidence_unknown: 404,
  review_round_unknown: 404,
  item_unknown: 404,
  too_slow: 408,
  conflict: 409,
  // What a surface's button meets on air: nothing is wrong with the request, the moment is not right.
  panic_on: 409,
  queued_unknown: 409,
  scene_unavailable: 409,
  scene_changed: 409,
  step_far: 409,
  batch_phase: 409,
  review_report_early: 409,
  upload_running: 409,
  person_exists: 409,
  seat_taken: 409,
  too_large: 413,
  csv_too_large: 413,
  evidence_too_large: 413,
  evidence_disguised: 415,
  evidence_kind: 415,
  locked_out: 429,
  too_many_requests: 429,
  internal_error: 500,
  evidence_damaged: 500,
  not_ready: 503,
  server_stopping: 503,
  accepting_off: 503,
  storage_failed: 503,
  queue_full: 503,
  rankings_waiting: 503,
  evidence_full: 507,
  receipts_behind: 503,
  private_home_unclaimed: 503,
  private_home_away: 503,
  private_home_silent: 504,
}

/** The HTTP status of a refusal; 400 where the table has no other. */
export function statusOf(code: RefusalCode): number {
  return STATUSES[code] ?? 400
}

/** The body of a refused request. */
export function refusalBody(refusal: Refusal): ApiRefusal {
  return { refusal: { ...refusal, sentence: sentenceOf(refusal) } }
}

export function sendRefusal(response: Response, refusal: Refusal, status = statusOf(refusal.code)): void {
  response.status(status).set('Cache-Control', 'no-store').json(refusalBody(refusal))
}

/** The last of express's handlers: what was thrown becomes an answer; only what we did not foresee is logged. */
export function answerErrors(log: Log): ErrorRequestHandler {
  // Four parameters, or express takes it for no handler of errors.
  return (error: unknown, request, response, _next) => {
    const refusal = refusalOf(error)
    if (refusal.code === 'internal_error') {
      const where = {
        method: request.method,
        path: plainPath(request.url),
        client: coarseAddress(request.ip),
      }
      log.error({ ...where, error: error instanceof Error ? error.stack : String(error) }, 'request failed')
    }
    // Half an answer cannot be mended; express's own way to end it would also print a stack.
    if (response.headersSent) request.destroy()
    else sendRefusal(response, refusal)
  }
}

/** body-parser and express say by `type` and `status` what was wrong with a request. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof RankingRefused || error instanceof PrivateHomeRefused) return error.refusal
  if (error instanceof VaultFailed || error instanceof PrivateStoreFailed)
    return { code: 'storage_failed', detail: {} }
  const { type, status } = (error ?? {}) as { readonly type?: unknown; readonly status?: unknown }
  if (type === 'entity.too.large' || status === 413) return { code: 'too_large', detail: {} }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { code: 'malformed', detail: { field: typeof type === 'string' ? type : 'request' } }
  }
  return { code: 'internal_error', detail: {} }
}
