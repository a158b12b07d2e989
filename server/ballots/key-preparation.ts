// Makes the voter keys that will be needed soon ready before they are (BAL8).

import { sentenceOf } from '../../shared/basics/refusal.ts'
import { voterKeyIdOf, type PeriodPoll } from '../../shared/poll/period-poll.ts'
import { isPending } from '../../shared/poll/poll-times.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session } from '../../shared/show/session.ts'
import type { VoterKeys } from './voter-key.ts'

/**
 * A show's key is made when it is ready, a poll's when it is planned:
 * opening a window on air then waits for no disk but the journal's.
 */
export async function prepareVoterKeys(house: House, voterKeys: VoterKeys): Promise<void> {
  const ready = Object.values<Session>(house.sessions).filter(
    ({ phase }) => phase === 'ready' || phase === 'live',
  )
  const pending = Object.values<PeriodPoll>(house.polls).filter(isPending)
  const ids = [...ready.map(({ id }) => id), ...pending.map(({ id }) => voterKeyIdOf(id))]
  const missing = ids.filter((id) => !voterKeys.isReady(id))
  for (const prepared of await Promise.all(missing.map((id) => voterKeys.prepare(id)))) {
    if (!prepared.ok) throw new Error(sentenceOf(prepared.refusal))
  }
}
