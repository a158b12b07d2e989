// Who was invited to rate which unit, and who was asked for a reason: in memory by voter key, never by phone (BAL8).

import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import type { BatchId } from '../../shared/invitation/batch.ts'
import { REASON_WITHIN_MS } from '../../shared/invitation/reasons.ts'
import type { Inbound } from '../ballots/inbound.ts'
import type { VoterKeys } from '../ballots/voter-key.ts'

export interface Invitation {
  readonly pollId: WindowId
  readonly unitCode: UnitCode
  readonly batchId: BatchId
  /** Its row in the private store. */
  readonly id: string
  /** The number it was sent from. */
  readonly from: string
  readonly sentAtMs: number
}

export interface Asked {
  readonly pollId: WindowId
  readonly unitCode: UnitCode
  readonly untilMs: number
  /** Answered: kept until then, so that a message delivered again asks nothing anew. */
  readonly done: boolean
}

/** What a text answers: an invitation, or the question for a reason. */
export type Match =
  | { readonly kind: 'invitation'; readonly invitation: Invitation }
  | { readonly kind: 'reason'; readonly asked: Asked }

export interface Invited {
  add(identity: string, invitation: Invitation): void
  invitationOf(pollId: WindowId, identity: string): Invitation | null
  /** Polls that are over are forgotten. */
  keep(pollIds: ReadonlySet<WindowId>): void
  /** False where that was asked already. */
  ask(identity: string, question: Pick<Asked, 'pollId' | 'unitCode'>, nowMs: number): boolean
  /** The question is answered. */
  answered(identity: string, asked: Asked): void
  forget(identity: string): void
  /** What this message may be the answer to, if it is one of a person who was asked something. */
  matchOf(message: Inbound): Match | null
  size(): number
}

/** Questions that wait for an answer; the oldest go first. */
const ASKED_MOST = 100_000

export function createInvited(
  voterKeys: Pick<VoterKeys, 'isReady' | 'voterKeyOf'>,
  keyIdOf: (pollId: WindowId) => string,
): Invited {
  const invitations = new Map<WindowId, Map<string, Invitation>>()
  const questions = new Map<WindowId, Map<string, Asked>>()

  /** Null where the poll's key is gone (destroyed) or not there yet: nobody can be recognised. */
  const voterOf = (pollId: WindowId, identity: string): string | null => {
    const keyId = keyIdOf(pollId)
    if (!voterKeys.isReady(keyId)) return null
    return Buffer.from(voterKeys.voterKeyOf(keyId, identity)).toString('latin1')
  }
  const inPoll = <T>(of: Map<WindowId, Map<string, T>>, pollId: WindowId): Map<string, T> => {
    const known = of.get(pollId)
    if (known !== undefined) return known
    const fresh = new Map<string, T>()
    of.set(pollId, fresh)
    return fresh
  }

  return {
    add(identity, invitation) {
      const voter = voterOf(invitation.pollId, identity)
      if (voter !== null) inPoll(invitations, invitation.pollId).set(voter, invitation)
    },
    invitationOf(pollId, identity) {
      const voter = voterOf(pollId, identity)
      return voter === null ? null : (invitations.get(pollId)?.get(voter) ?? null)
    },
    keep(pollIds) {
      for (const kept of [invitations, questions])
        for (const pollId of kept.keys()) if (!pollIds.has(pollId)) kept.delete(pollId)
    },
    ask(identity, question, nowMs) {
      const voter = voterOf(question.pollId, identity)
      if (voter === null) return false
      const ofPoll = inPoll(questions, question.pollId)
      const before = ofPoll.get(voter)
      if (before?.unitCode === question.unitCode && nowMs <= before.untilMs) return false
      ofPoll.delete(voter)
      if (ofPoll.size >= ASKED_MOST) for (const oldest of ofPoll.keys()) if (ofPoll.delete(oldest)) break
      ofPoll.set(voter, { ...question, untilMs: nowMs + REASON_WITHIN_MS, done: false })
      return true
    },
    answered(identity, asked) {
      const voter = voterOf(asked.pollId, identity)
      if (voter !== null) questions.get(asked.pollId)?.set(voter, { ...asked, done: true })
    },
    forget(identity) {
      for (const kept of [invitations, questions]) {
        for (const [pollId, ofPoll] of kept) {
          const voter = voterOf(pollId, identity)
          if (voter !== null) ofPoll.delete(voter)
        }
      }
    },
    matchOf({ identity, accessNumber, receivedAtMs }) {
      let newest: Invitation | null = null
      for (const pollId of new Set([...questions.keys(), ...invitations.keys()])) {
        const voter = voterOf(pollId, identity)
        if (voter === null) continue
        const asked = questions.get(pollId)?.get(voter)
        if (asked !== undefined && !asked.done && receivedAtMs <= asked.untilMs)
          return { kind: 'reason', asked }
        const invitation = invitations.get(pollId)?.get(voter)
        if (invitation === undefined) continue
        // The reply comes to the number it was sent from; a carrier that names none is believed (POLL3).
        if (accessNumber !== null && accessNumber !== invitation.from) continue
        if (newest === null || newest.sentAtMs < invitation.sentAtMs) newest = invitation
      }
      return newest === null ? null : { kind: 'invitation', invitation: newest }
    },
    size: () => [...invitations.values()].reduce((sum, ofPoll) => sum + ofPoll.size, 0),
  }
}
