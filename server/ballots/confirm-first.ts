// A message that no poll takes here may be for a window another process opened a moment ago: that is asked before it is answered.
//
// Its ballot is not logged first and resolved later: the log keeps a voter only by the key of their poll, and of a message whose
// poll is not known it would have to keep the phone number (BAL8). Where the journal cannot be asked nobody can open a window.

import type { InStep } from '../in-step.ts'
import type { Answer, Inbound } from './inbound.ts'
import type { BallotPlane } from './plane.ts'

export function confirmFirst(
  plane: Pick<BallotPlane, 'pollOn' | 'submit'>,
  inStep: InStep,
): (message: Inbound) => Promise<Answer> {
  return (message) =>
    plane.pollOn(message.channel, message.accessNumber) === null
      ? inStep().then(() => plane.submit(message))
      : plane.submit(message)
}
