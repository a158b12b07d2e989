// Binds a tablet to a seat: a one-time code or QR token is traded for a device token, and replaced tablets are still known.

import type { SeatId, SessionId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { Paired, SeatCode } from '../../shared/protocol/http-api.ts'
import type { Identity } from '../../shared/protocol/socket-events.ts'
import type { Seat } from '../../shared/show/panel.ts'
import type { Clock } from '../clock.ts'
import { createLimit } from './limits.ts'
import { hashOf, newCode, newId, newQrToken, newToken } from './secrets.ts'
import { firstRefusal, type Show } from './show.ts'
import type { Vault } from './vault.ts'

const CODE_MS = 10 * 60_000
const DRAWS_MOST = 20

export type SeatIdentity = Extract<Identity, { kind: 'seat' }>

export interface Pairing {
  /** A new code for one seat; its earlier one is void. Refuses session_unknown, session_ended, seat_unknown, seat_taken. */
  codeOf(sessionId: SessionId, seatId: SeatId): Promise<Result<SeatCode>>
  /** Codes for all seats that no device holds, in the panel's order. */
  codesOf(sessionId: SessionId): Promise<Result<readonly SeatCode[]>>
  /** Trades a code (spaces and full-width digits allowed) or QR token, once. Refuses pairing_code_invalid, too_many_requests, seat_taken. */
  pair(code: string, address: string): Promise<Result<Paired>>
  /** Whose a device token is, replaced devices included; null for an unknown one. */
  identityOf(seatToken: string): SeatIdentity | null
  /** Whether this device holds its seat now; false after the director's release. */
  holds(identity: SeatIdentity): boolean
}

export function createPairing({
  vault,
  show,
  clock,
  address: baseUrl,
}: {
  readonly vault: Vault
  readonly show: Show
  readonly clock: Clock
  /** The address tablets use, such as `http://192.168.1.5:8080`. */
  readonly address: () => string
}): Pairing {
  // Of 10⁸ codes 500 may be open at once: 60 wrong ones a minute find one of them in ten minutes with odds of 1 : 300.
  const wrongByAddress = createLimit({ perSecond: 0.1, burst: 10, keysMost: 2_000 })
  const wrongByAll = createLimit({ perSecond: 1, burst: 60, keysMost: 1 })
  const generations = new Map<string, number>()

  show.onChange((_, recorded) => {
    for (const { commandId, by, event } of recorded) {
      if (event.type === 'SeatSignedIn' && by.role === 'system' && generations.has(commandId)) {
        generations.set(commandId, event.generation)
      }
    }
  })

  const seatsOf = (sessionId: SessionId): Result<readonly Seat[]> => {
    const session = own(show.house().sessions, sessionId)
    if (session === undefined) return refuse('session_unknown')
    return session.phase === 'ended' ? refuse('session_ended') : ok(session.seats)
  }

  const newCodeOf = async (sessionId: SessionId, seatId: SeatId): Promise<SeatCode> => {
    const nowMs = clock.nowMs()
    for (let draws = 0; draws < DRAWS_MOST; draws += 1) {
      const code = newCode()
      const qrToken = newQrToken()
      const expiresAtMs = nowMs + CODE_MS
      const pairing = { codeHash: hashOf(code), qrHash: hashOf(qrToken), sessionId, seatId, expiresAtMs }
      if (await vault.addPairing(pairing, nowMs)) {
        return { seatId, code, url: `${baseUrl()}/examiner#pair=${qrToken}`, expiresAtMs }
      }
    }
    throw new Error('no free pairing code was found')
  }

  /** Only eight digits can be guessed; a QR token is 128 random bits. 0, or in how many ms another wrong one may come. */
  const countAttempt = (isCode: boolean, address: string): number => {
    const nowMs = clock.nowMs()
    const ofAddress = wrongByAddress.take(address, nowMs)
    if (ofAddress > 0 || !isCode) return ofAddress
    const ofAll = wrongByAll.take('all', nowMs)
    if (ofAll > 0) wrongByAddress.giveBack(address)
    return ofAll
  }

  return {
    async codeOf(sessionId, seatId) {
      const seats = seatsOf(sessionId)
      if (!seats.ok) return seats
      const seat = seats.value.find((one) => one.seatId === seatId)
      if (seat === undefined) return refuse('seat_unknown', { seat: seatId })
      return seat.held ? refuse('seat_taken', { seat: seat.label }) : ok(await newCodeOf(sessionId, seatId))
    },
    async codesOf(sessionId) {
      const seats = seatsOf(sessionId)
      if (!seats.ok) return seats
      const free = seats.value.filter(({ held }) => !held)
      return ok(await Promise.all(free.map(({ seatId }) => newCodeOf(sessionId, seatId))))
    },
    async pair(typed, address) {
      const digits = typed.normalize('NFKC').replace(/[\s-]/g, '')
      const isCode = /^\d{8}$/.test(digits)
      const waitMs = countAttempt(isCode, address)
      if (waitMs > 0) return refuse('too_many_requests', { seconds: Math.ceil(waitMs / 1_000) })
      const pairing = await vault.takePairing(hashOf(isCode ? digits : typed), clock.nowMs())
      if (pairing === null) return refuse('pairing_code_invalid')
      wrongByAddress.giveBack(address)
      if (isCode) wrongByAll.giveBack('all')
      const { sessionId, seatId } = pairing
      const commandId = newId()
      generations.set(commandId, 0)
      try {
        const answer = await show.run(
          { type: 'SignInSeat', sessionId, seatId },
          { commandId, by: { role: 'system' } },
        )
        if (!answer.ok) {
          await vault.putBackPairing(pairing)
          return { ok: false, refusal: firstRefusal(answer.refusals) }
        }
        const generation = generations.get(commandId) ?? 0
        if (generation === 0) throw new Error('a seat was signed in without an event')
        const seatToken = newToken()
        await vault.addSeatDevice(hashOf(seatToken), { sessionId, seatId, generation }, clock.nowMs())
        return ok({ sessionId, seatId, generation, seatToken })
      } finally {
        generations.delete(commandId)
      }
    },
    identityOf(seatToken) {
      const device = vault.seatDeviceOf(hashOf(seatToken))
      return device === null ? null : { kind: 'seat', ...device }
    },
    holds({ sessionId, seatId, generation }) {
      const seat = own(show.house().sessions, sessionId)?.seats.find((one) => one.seatId === seatId)
      return seat !== undefined && seat.held && seat.generation === generation
    },
  }
}
