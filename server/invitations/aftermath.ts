// What follows from a citizen's answer: said by the process that was answered, done once where the private rows are.

import { z } from 'zod'
import { own } from '../../shared/basics/own.ts'
import { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import { REASON_QUESTION } from '../../shared/invitation/reasons.ts'
import type { House } from '../../shared/show/house.ts'
import { Invitation, type Invited } from './invited.ts'
import type { ReasonBook, Complaint } from './reason-book.ts'
import { KEPT_AFTER_CLOSE_MS } from './private-rows.ts'
import type { OutgoingSms } from './sender.ts'

/** Words of a reason that are passed on; of what is longer only the beginning is kept anyway. */
export const WORDS_MOST = 2_000

const about = { identity: z.string(), pollId: WindowId, unitCode: UnitCode, atMs: z.number() }

export const Aftermath = z.discriminatedUnion('kind', [
  /** A ballot that answers an invitation. */
  z.object({ kind: z.literal('replied'), invitation: Invitation }),
  /** 不满意: to be asked why; by an SMS from `askFrom` where the answer to the ballot could not do so. */
  z.object({
    kind: z.literal('dissatisfied'),
    ...about,
    messageId: z.string(),
    invitation: Invitation.nullable(),
    askFrom: z.string().nullable(),
  }),
  /** The answer to 请回复原因. */
  z.object({ kind: z.literal('explained'), ...about, text: z.string() }),
  /** Wants to be left alone. */
  z.object({ kind: z.literal('left'), identity: z.string() }),
])
export type Aftermath = Readonly<z.infer<typeof Aftermath>>

/** Notes it among what is known of people; false where it was known, so that nothing follows a second time. */
export function noteAftermath(invited: Invited, said: Aftermath): boolean {
  switch (said.kind) {
    case 'replied':
      return true
    case 'dissatisfied':
      return invited.ask(said.identity, said, said.atMs)
    case 'explained':
      return invited.answered(said.identity, said, said.atMs)
    case 'left':
      invited.forget(said.identity)
      return true
  }
}

/** Resolves when whoever left is wiped; nothing else is waited for. What cannot be kept is told to `lost`. */
export function createAftermath({
  reasons,
  house,
  replied,
  leave,
  sendQuestion,
  lost,
}: {
  readonly reasons: Pick<ReasonBook, 'complained' | 'explained'>
  readonly house: () => House
  readonly replied: (invitation: Invitation) => void
  /** Everything of this person goes. */
  readonly leave: (identity: string) => Promise<void>
  /** Within its budget, through whatever sent the invitation; false: it cannot. */
  readonly sendQuestion: (message: OutgoingSms, invitation: Invitation | null) => boolean
  /** A reason or a call-back could not be kept. */
  readonly lost: (error: unknown) => void
}): (said: Aftermath) => Promise<void> {
  const complaintOf = ({ identity, pollId, unitCode, atMs }: Omit<Complaint, 'expiresAtMs'>): Complaint => {
    const closesAtMs = own(house().polls, pollId)?.closesAtMs ?? atMs
    return { identity, pollId, unitCode, atMs, expiresAtMs: closesAtMs + KEPT_AFTER_CLOSE_MS }
  }
  return async (said) => {
    switch (said.kind) {
      case 'replied':
        replied(said.invitation)
        return
      case 'dissatisfied': {
        const { identity, invitation, askFrom: from, messageId } = said
        // Who was invited is to be called back; of others a phone is kept only once they explain themselves.
        if (invitation !== null) reasons.complained(complaintOf(said)).catch(lost)
        if (from === null) return
        const to = identity.slice('phone:'.length)
        sendQuestion({ id: `why-${messageId}`.slice(0, 100), to, from, text: REASON_QUESTION }, invitation)
        return
      }
      case 'explained':
        reasons.explained(complaintOf(said), said.text).catch(lost)
        return
      case 'left':
        await leave(said.identity)
    }
  }
}
