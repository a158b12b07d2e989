// Who was invited to rate which unit, and who was asked for a reason: in memory by voter key, never by phone (BAL8).
//
// Of several processes one owns this (the home of the private rows) and the others hold a copy: what changes here is told as
// InvitedChange, and what is told is put in here.

import { z } from 'zod'
import { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import { BatchId } from '../../shared/invitation/batch.ts'
import { REASON_WITHIN_MS } from '../../shared/invitation/reasons.ts'
import type { Inbound } from '../ballots/inbound.ts'
import type { VoterKeys } from '../ballots/voter-key.ts'

export const Invitation = z.object({
  pollId: WindowId,
  unitCode: UnitCode,
  batchId: BatchId,
  /** Its row in the private store. */
  id: z.string(),
  /** The number it was sent from. */
  from: z.string(),
  sentAtMs: z.number(),
})
export type Invitation = Readonly<z.infer<typeof Invitation>>

const Asked = z.object({
  pollId: WindowId,
  unitCode: UnitCode,
  untilMs: z.number(),
  /** Answered: kept until then, so that a message delivered again asks nothing anew. */
  done: z.boolean(),
})
export type Asked = Readonly<z.infer<typeof Asked>>

/** One step of what is known here, as JSON. Voters as base64url; whoever leaves is told by name, because each process wipes its own. */
export const InvitedChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('invited'), voter: z.string(), invitation: Invitation }),
  z.object({ kind: z.literal('asked'), voter: z.string(), asked: Asked }),
  z.object({ kind: z.literal('left'), identity: z.string() }),
])
export type InvitedChange = Readonly<z.infer<typeof InvitedChange>>

/** What a text answers: an invitation, or the question for a reason. */
export type Match =
  | { readonly kind: 'invitation'; readonly invitation: Invitation }
  | { readonly kind: 'reason'; readonly asked: Asked }

type Question = Pick<Asked, 'pollId' | 'unitCode'>

export interface Invited {
  add(identity: string, invitation: Invitation): void
  invitationOf(pollId: WindowId, identity: string): Invitation | null
  /** Polls that are over are forgotten. */
  keep(pollIds: ReadonlySet<WindowId>): void
  /** False where that was asked already. */
  ask(identity: string, question: Question, nowMs: number): boolean
  /** The question is answered; false where it was before. */
  answered(identity: string, question: Question, nowMs: number): boolean
  forget(identity: string): void
  /** What this message may be the answer to, if it is one of a person who was asked something. */
  matchOf(message: Inbound): Match | null
  size(): number
  /** Called with what was added, asked, answered or forgotten here, not with what was put in as told. */
  onChange(listener: (change: InvitedChange) => void): void
  /** Puts in what was told. */
  take(change: InvitedChange): void
  /** Everything, while it may change: what is added behind is found, what is gone before is not. */
  whole(): Generator<InvitedChange, void>
  /** Invitations are told anew: what was here until then holds until `done`. Questions stay beside. */
  renew(): { take(change: InvitedChange): void; done(): void }
}

/** Questions that wait for an answer; the oldest go first. */
const ASKED_MOST = 100_000

type ByPoll<T> = Map<WindowId, Map<string, T>>

export function createInvited(
  voterKeys: Pick<VoterKeys, 'isReady' | 'voterKeyOf'>,
  keyIdOf: (pollId: WindowId) => string,
): Invited {
  let invitations: ByPoll<Invitation> = new Map()
  const questions: ByPoll<Asked> = new Map()
  let tell: (change: InvitedChange) => void = () => {}

  /** Null where the poll's key is gone (destroyed) or not there yet: nobody can be recognised. */
  const voterOf = (pollId: WindowId, identity: string): string | null => {
    const keyId = keyIdOf(pollId)
    if (!voterKeys.isReady(keyId)) return null
    return Buffer.from(voterKeys.voterKeyOf(keyId, identity)).toString('latin1')
  }
  const putQuestion = (voter: string, asked: Asked) => {
    const ofPoll = inPoll(questions, asked.pollId)
    ofPoll.delete(voter)
    if (ofPoll.size >= ASKED_MOST) for (const oldest of ofPoll.keys()) if (ofPoll.delete(oldest)) break
    ofPoll.set(voter, asked)
  }
  const noteQuestion = (voter: string, asked: Asked) => {
    putQuestion(voter, asked)
    tell({ kind: 'asked', voter: writtenOf(voter), asked })
  }
  const drop = (identity: string) => {
    for (const kept of [invitations, questions]) {
      for (const [pollId, ofPoll] of kept) {
        const voter = voterOf(pollId, identity)
        if (voter !== null) ofPoll.delete(voter)
      }
    }
  }

  return {
    add(identity, invitation) {
      const voter = voterOf(invitation.pollId, identity)
      if (voter === null) return
      inPoll(invitations, invitation.pollId).set(voter, invitation)
      tell({ kind: 'invited', voter: writtenOf(voter), invitation })
    },
    invitationOf(pollId, identity) {
      const voter = voterOf(pollId, identity)
      return voter === null ? null : (invitations.get(pollId)?.get(voter) ?? null)
    },
    keep(pollIds) {
      for (const kept of [invitations, questions])
        for (const pollId of kept.keys()) if (!pollIds.has(pollId)) kept.delete(pollId)
    },
    ask(identity, { pollId, unitCode }, nowMs) {
      const voter = voterOf(pollId, identity)
      if (voter === null) return false
      const before = questions.get(pollId)?.get(voter)
      if (before?.unitCode === unitCode && nowMs <= before.untilMs) return false
      noteQuestion(voter, { pollId, unitCode, untilMs: nowMs + REASON_WITHIN_MS, done: false })
      return true
    },
    answered(identity, { pollId, unitCode }, nowMs) {
      const voter = voterOf(pollId, identity)
      if (voter === null) return false
      const asked = questions.get(pollId)?.get(voter)
      const same = asked?.unitCode === unitCode
      if (same && asked.done) return false
      // One that is not known was asked before this process began.
      const untilMs = same ? asked.untilMs : nowMs + REASON_WITHIN_MS
      noteQuestion(voter, { pollId, unitCode, untilMs, done: true })
      return true
    },
    forget(identity) {
      drop(identity)
      tell({ kind: 'left', identity })
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

    onChange(listener) {
      tell = listener
    },
    take(change) {
      if (change.kind === 'left') drop(change.identity)
      else if (change.kind === 'asked') putQuestion(voterIn(change), change.asked)
      else inPoll(invitations, change.invitation.pollId).set(voterIn(change), change.invitation)
    },
    *whole() {
      for (const ofPoll of invitations.values())
        for (const [voter, invitation] of ofPoll)
          yield { kind: 'invited', voter: writtenOf(voter), invitation }
      for (const ofPoll of questions.values())
        for (const [voter, asked] of ofPoll) yield { kind: 'asked', voter: writtenOf(voter), asked }
    },
    renew() {
      const fresh: ByPoll<Invitation> = new Map()
      return {
        take(change) {
          if (change.kind === 'asked') putQuestion(voterIn(change), change.asked)
          if (change.kind === 'invited')
            inPoll(fresh, change.invitation.pollId).set(voterIn(change), change.invitation)
        },
        done() {
          invitations = fresh
        },
      }
    },
  }
}

function inPoll<T>(of: ByPoll<T>, pollId: WindowId): Map<string, T> {
  const known = of.get(pollId)
  if (known !== undefined) return known
  const fresh = new Map<string, T>()
  of.set(pollId, fresh)
  return fresh
}

const writtenOf = (voter: string) => Buffer.from(voter, 'latin1').toString('base64url')
const voterIn = ({ voter }: { readonly voter: string }) => Buffer.from(voter, 'base64url').toString('latin1')
