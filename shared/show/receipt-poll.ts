// What a receipt has to know of the poll its message belongs to: how it judges, and how far it is (BAL10).

import { quarantineStateOf } from '../acts/acts-evolve.ts'
import type { AdmissionRules } from '../ballot/admission.ts'
import type { ReceiptStage } from '../ballot/receipt-standing.ts'
import type { LogId, WindowId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { voterKeyIdOf, type PollPhase } from '../poll/period-poll.ts'
import type { House } from './house.ts'
import type { Session } from './session.ts'

export interface ReceiptPoll {
  readonly rules: AdmissionRules
  readonly stage: Exclude<ReceiptStage, 'none'>
  /** LOG3: what these hold counts nowhere in this poll. */
  readonly excludedLogs: readonly LogId[]
  /** BAL8: nobody can be recognised any more; what was counted can still be looked up. */
  readonly keyDestroyed: boolean
}

const STAGES: Readonly<Record<PollPhase, ReceiptPoll['stage']>> = {
  draft: 'open',
  planned: 'open',
  open: 'open',
  closing: 'closed',
  frozen: 'closed',
  verified: 'closed',
  revealed: 'published',
  void: 'void',
}

/** A window of any session there ever was, or a period poll; null where none has this id. */
export function receiptPollOf(house: House, windowId: WindowId): ReceiptPoll | null {
  const { quarantines } = quarantineStateOf(house.acts, windowId)
  const keyDestroyed = (id: string) => own(house.acts.destroyedKeys, id) !== undefined
  const poll = own(house.polls, windowId)
  if (poll !== undefined) {
    const { opensAtMs, closesAtMs, excludedLogs } = poll
    return {
      rules: { opensAtMs, closesAtMs, drainMs: poll.rules.drainMs, quarantines },
      stage: STAGES[poll.stage.phase],
      excludedLogs,
      keyDestroyed: keyDestroyed(voterKeyIdOf(windowId)),
    }
  }
  for (const session of Object.values<Session>(house.sessions)) {
    const window = session.windows.find((each) => each.id === windowId)
    if (window?.kind !== 'citizens') continue
    const { openedAtMs: opensAtMs, closesAtMs, excludedLogs } = window
    return {
      rules: { opensAtMs, closesAtMs, drainMs: session.rules.drainMs, quarantines },
      stage: STAGES[window.stage.phase],
      excludedLogs,
      keyDestroyed: keyDestroyed(session.id),
    }
  }
  return null
}
