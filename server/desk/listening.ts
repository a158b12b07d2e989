// What the message desk is told of a message behind its answer: the words that were no ballot, and why.

import { hash } from 'node:crypto'
import { z } from 'zod'
import { PollChannel, type VotingWindow } from '../../shared/ballot/poll.ts'
import { DeskReason } from '../../shared/protocol/desk-api.ts'
import type { Answer, Inbound } from '../ballots/inbound.ts'

/** Of what is longer only the beginning is shown. */
const TEXT_MOST = 2_000

export const DeskNote = z.object({
  /** The same when it is delivered again. */
  id: z.string(),
  identity: z.string(),
  /** As it was written; the desk masks it. */
  text: z.string(),
  reason: DeskReason,
  channel: PollChannel,
  unit: z.string().nullable(),
  atMs: z.number(),
})
export type DeskNote = Readonly<z.infer<typeof DeskNote>>

/** Null: it was a ballot, or is no message of the desk's. `pollOn`: the poll that took text there, for the unit it may be about. */
export function deskNoteOf(
  { channel, messageId, identity, content, accessNumber, receivedAtMs }: Inbound,
  answer: Answer,
  pollOn: (channel: PollChannel, accessNumber: string | null) => VotingWindow | null,
): DeskNote | null {
  const reason = reasonOf(answer)
  if (reason === null || content.kind !== 'text') return null
  const window = reason === 'NO_POLL' ? null : pollOn(channel, accessNumber)
  const [unit] = window?.units.length === 1 ? window.units : []
  return {
    ...{ id: hash('sha256', `${channel}\0${messageId}`).slice(0, 16), identity, reason, channel },
    ...{ text: content.text.slice(0, TEXT_MOST), unit: unit?.name ?? null, atMs: receivedAtMs },
  }
}

/** Elsewhere: who wants to be left alone, and why somebody was dissatisfied, which the office's call-backs hold. */
const NOT_HERE: readonly DeskReason[] = ['OPT_OUT', 'REASON_GIVEN']

function reasonOf(answer: Answer): DeskReason | null {
  if (answer.kind === 'no_poll') return 'NO_POLL'
  return answer.kind === 'invalid' && !NOT_HERE.includes(answer.reason) ? answer.reason : null
}
