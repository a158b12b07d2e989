// What stands around a message on its way: what it may answer, the one question after 不满意, and whoever wants to be left alone.
//
// Nothing here is waited for before a citizen is answered, and nothing here can make a ballot fail (SAFE3).

import type { PollChannel } from '../../shared/ballot/choices.ts'
import { own } from '../../shared/basics/own.ts'
import type { House } from '../../shared/show/house.ts'
import { REASON_QUESTION } from '../../shared/invitation/reasons.ts'
import type { Answer, Inbound } from '../ballots/inbound.ts'
import type { Invited as Asked } from '../ballots/message-reading.ts'
import type { OnPeriodBallot } from '../ballots/reception.ts'
import type { Clock } from '../clock.ts'
import type { Invitation, Invited, Match } from './invited.ts'
import type { Complaint, ReasonBook } from './reason-book.ts'
import { KEPT_AFTER_CLOSE_MS } from './private-rows.ts'
import type { OutgoingSms } from './sender.ts'

export interface Conversation {
  /** For the reader of messages: the unit that this one may be about. */
  readonly invited: Asked
  /** For the reader of messages: which unit it was read for. */
  readonly onPeriodBallot: OnPeriodBallot
  /** The same entrance with the conversation around it. */
  around(submit: (message: Inbound) => Promise<Answer>): (message: Inbound) => Promise<Answer>
}

type BallotAnswer = Extract<Answer, { readonly unitName: string }>
type Subject = Pick<Complaint, 'pollId' | 'unitCode'>

/** Messages answered with the question, for their redelivery. */
const ASKED_IN_MOST = 20_000
const keyOf = ({ channel, messageId }: Inbound) => `${channel} ${messageId}`

/** Their answer goes back with the request; the other SMS channels cannot answer by themselves. */
const ANSWERS_ITSELF: readonly PollChannel[] = ['twilio', 'wechat']

export function createConversation({
  invited,
  reasons,
  house,
  clock,
  replied,
  leave,
  sendQuestion,
  lost,
}: {
  readonly invited: Invited
  readonly reasons: ReasonBook
  readonly house: () => House
  readonly clock: Clock
  readonly replied: (invitation: Invitation) => void
  /** Everything of this person goes. */
  readonly leave: (identity: string) => void
  /** Within its budget, through whatever sent the invitation; false: it cannot. */
  readonly sendQuestion: (message: OutgoingSms, invitation: Invitation | null) => boolean
  /** A reason or a call-back could not be kept. */
  readonly lost: (error: unknown) => void
}): Conversation {
  /** What the reader was told of a message, and what it said itself, for when it has been answered. */
  const matches = new WeakMap<Inbound, Match>()
  const subjects = new WeakMap<Inbound, Subject>()
  const askedIn = new Set<string>()

  const complaintOf = (identity: string, { pollId, unitCode }: Subject): Complaint => {
    const atMs = clock.nowMs()
    const closesAtMs = own(house().polls, pollId)?.closesAtMs ?? atMs
    return { identity, pollId, unitCode, atMs, expiresAtMs: closesAtMs + KEPT_AFTER_CLOSE_MS }
  }

  const askWhy = (message: Inbound, subject: Subject, answer: BallotAnswer): Answer => {
    const { identity, channel, accessNumber, content, messageId } = message
    if (content.kind !== 'text') return answer
    const match = matches.get(message)
    const invitation = match?.kind === 'invitation' ? match.invitation : null
    const answersItself = ANSWERS_ITSELF.includes(channel)
    if (invited.ask(identity, subject, clock.nowMs())) {
      // Who was invited is to be called back; of others a phone is kept only once they explain themselves.
      if (invitation !== null) reasons.complained(complaintOf(identity, subject)).catch(lost)
      const from = invitation?.from ?? accessNumber
      if (!answersItself && from !== null) {
        const to = identity.slice('phone:'.length)
        sendQuestion({ id: `why-${messageId}`.slice(0, 100), to, from, text: REASON_QUESTION }, invitation)
      }
    }
    if (!answersItself) return answer
    if (askedIn.size >= ASKED_IN_MOST) askedIn.clear()
    askedIn.add(keyOf(message))
    return { ...answer, asksReason: true }
  }

  const after = (message: Inbound, answer: Answer): Answer => {
    if (answer.kind === 'invalid') {
      if (answer.reason === 'OPT_OUT') leave(message.identity)
      const match = matches.get(message)
      if (answer.reason === 'REASON_GIVEN' && match?.kind === 'reason' && message.content.kind === 'text') {
        invited.answered(message.identity, match.asked)
        reasons.explained(complaintOf(message.identity, match.asked), message.content.text).catch(lost)
      }
      return answer
    }
    const subject = subjects.get(message)
    if (answer.kind !== 'received') return answer
    // Delivered again, it is answered as the first time (BAL3).
    if (subject === undefined) return askedIn.has(keyOf(message)) ? { ...answer, asksReason: true } : answer
    const match = matches.get(message)
    if (match?.kind === 'invitation' && match.invitation.unitCode === subject.unitCode)
      replied(match.invitation)
    return answer.choice === 'dissatisfied' ? askWhy(message, subject, answer) : answer
  }

  return {
    invited(message) {
      const match = invited.matchOf(message)
      if (match === null) return null
      matches.set(message, match)
      const { pollId: windowId, unitCode } = match.kind === 'reason' ? match.asked : match.invitation
      return match.kind === 'reason' ? { windowId, unitCode, asksWhy: true } : { windowId, unitCode }
    },
    onPeriodBallot(message, pollId, unitCode) {
      subjects.set(message, { pollId, unitCode })
    },
    around: (submit) => async (message) => {
      const answer = await submit(message)
      try {
        return after(message, answer)
      } catch (error) {
        lost(error)
        return answer
      }
    },
  }
}
