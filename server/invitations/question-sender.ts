// Asks 请回复原因 by SMS where the channel of the reply cannot answer by itself; within a budget, and never twice.

import { own } from '../../shared/basics/own.ts'
import { SENDERS } from '../../shared/invitation/batch.ts'
import type { House } from '../../shared/show/house.ts'
import { createLimit } from '../access/limits.ts'
import type { Clock } from '../clock.ts'
import type { Invitation } from './invited.ts'
import type { OutgoingSms, Senders } from './sender.ts'

/** Questions by number: what is beyond is not asked. */
const BUDGET = { perSecond: 5, burst: 50, keysMost: 64 }

export function createQuestionSender({
  senders,
  house,
  clock,
  onError,
}: {
  readonly senders: Senders
  readonly house: () => House
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): (message: OutgoingSms, invitation: Invitation | null) => boolean {
  const budget = createLimit(BUDGET)
  return (message, invitation) => {
    const plan = invitation === null ? null : own(house().invitations.batches, invitation.batchId)?.plan
    const first = SENDERS.find((each) => senders[each] !== null)
    const name = plan?.sender ?? first
    const sender = name === undefined ? null : senders[name]
    if (sender === null) return false
    if (budget.take(message.from, clock.nowMs()) > 0) return false
    sender.send([message]).catch(onError)
    return true
  }
}
