// A message that no poll takes here may be for a window another process opened a moment ago: that is asked before it is answered.
//
// Its ballot is not logged first and resolved later: the log keeps a voter only by the key of their poll, and of a message whose
// poll is not known it would have to keep the phone number (BAL8). Where the journal cannot be asked nobody can open a window.

import type { Clock } from '../clock.ts'
import type { Answer, Inbound } from './inbound.ts'
import type { BallotPlane } from './plane.ts'

/** An answer waits no longer for what another process may have done. */
const WITHIN_MS = 300

/** `upToDate`: resolves when everything any process decided is known here too. */
export function confirmFirst(
  plane: Pick<BallotPlane, 'pollOn' | 'submit'>,
  upToDate: () => Promise<void>,
  clock: Clock,
): (message: Inbound) => Promise<Answer> {
  const known = () =>
    new Promise<void>((settle) => {
      const cancel = clock.at(clock.nowMs() + WITHIN_MS, settle)
      upToDate()
        .catch(() => undefined)
        .finally(() => {
          cancel()
          settle()
        })
    })
  return (message) =>
    plane.pollOn(message.channel, message.accessNumber) === null
      ? known().then(() => plane.submit(message))
      : plane.submit(message)
}
