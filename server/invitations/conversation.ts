// What stands around a message on its way: what it may answer, the one question after 不满意, and whoever wants to be left alone.
//
// Nothing here is waited for before a citizen is answered, and nothing here can make a ballot fail (SAFE3).

import type { PollChannel } from '../../shared/ballot/choices.ts'
import type { Answer, Inbound } from '../ballots/inbound.ts'
import type { Invited as Asked } from '../ballots/message-reading.ts'
import type { OnPeriodBallot } from '../ballots/reception.ts'
import { WORDS_MOST, type Aftermath } from './aftermath.ts'
import type { Invited, Match } from './invited.ts'

export interface Conversation {
  /** For the reader of messages: the unit that this one may be about. */
  readonly invited: Asked
  /** For the reader of messages: which unit it was read for. */
  readonly onPeriodBallot: OnPeriodBallot
  /** The same entrance with the conversation around it. */
  around(submit: (message: Inbound) => Promise<Answer>): (message: Inbound) => Promise<Answer>
}

type BallotAnswer = Extract<Answer, { readonly unitName: string }>
type Subject = Pick<Extract<Aftermath, { kind: 'dissatisfied' }>, 'pollId' | 'unitCode'>

/** Messages answered with the question, for their redelivery. */
const ASKED_IN_MOST = 20_000
const keyOf = ({ channel, messageId }: Inbound) => `${channel} ${messageId}`

/** Their answer goes back with the request; the other SMS channels cannot answer by themselves. */
const ANSWERS_ITSELF: readonly PollChannel[] = ['twilio', 'wechat']

export function createConversation({
  invited,
  nowMs,
  follows,
  lost,
}: {
  readonly invited: Pick<Invited, 'matchOf'>
  readonly nowMs: () => number
  /** What follows from an answer. */
  readonly follows: (said: Aftermath) => void
  /** Something that should follow did not. */
  readonly lost: (error: unknown) => void
}): Conversation {
  /** What the reader was told of a message, and what it said itself, for when it has been answered. */
  const matches = new WeakMap<Inbound, Match>()
  const subjects = new WeakMap<Inbound, Subject>()
  const askedIn = new Set<string>()

  const askWhy = (message: Inbound, subject: Subject, answer: BallotAnswer): Answer => {
    const { identity, channel, accessNumber, content, messageId } = message
    if (content.kind !== 'text') return answer
    const match = matches.get(message)
    const invitation = match?.kind === 'invitation' ? match.invitation : null
    const answersItself = ANSWERS_ITSELF.includes(channel)
    const askFrom = answersItself ? null : (invitation?.from ?? accessNumber)
    follows({
      ...({ kind: 'dissatisfied', identity, ...subject, atMs: nowMs() } as const),
      ...{ messageId: messageId.slice(0, 100), invitation, askFrom },
    })
    if (!answersItself) return answer
    if (askedIn.size >= ASKED_IN_MOST) askedIn.clear()
    askedIn.add(keyOf(message))
    return { ...answer, asksReason: true }
  }

  const after = (message: Inbound, answer: Answer): Answer => {
    const { identity, content } = message
    const match = matches.get(message)
    if (answer.kind === 'invalid') {
      if (answer.reason === 'OPT_OUT') follows({ kind: 'left', identity })
      if (answer.reason === 'REASON_GIVEN' && match?.kind === 'reason' && content.kind === 'text') {
        const { pollId, unitCode } = match.asked
        const text = content.text.slice(0, WORDS_MOST)
        follows({ kind: 'explained', identity, pollId, unitCode, atMs: nowMs(), text })
      }
      return answer
    }
    const subject = subjects.get(message)
    if (answer.kind !== 'received') return answer
    // Delivered again, it is answered as the first time (BAL3).
    if (subject === undefined) return askedIn.has(keyOf(message)) ? { ...answer, asksReason: true } : answer
    if (match?.kind === 'invitation' && match.invitation.unitCode === subject.unitCode)
      follows({ kind: 'replied', invitation: match.invitation })
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
