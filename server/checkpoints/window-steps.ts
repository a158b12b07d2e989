// At which events a checkpoint is made (LOG2): every one that changes the state of a window or of a period poll.

import type { HouseEvent } from '../../shared/show/house.ts'

const STEPS = {
  CitizensWindowOpened: 'opened',
  ExaminersWindowOpened: 'opened',
  WindowCued: 'cued',
  WindowExtended: 'extended',
  WindowWithdrawn: 'withdrawn',
  WindowClosed: 'closed',
  LogSealed: 'log-sealed',
  LogExcluded: 'log-excluded',
  WindowFrozen: 'frozen',
  WindowVerified: 'verified',
  WindowMismatched: 'mismatched',
  WindowRevealed: 'revealed',
  WindowVoided: 'void',
  PollPlanned: 'planned',
  PollOpened: 'opened',
  PollExtended: 'extended',
  PollClosed: 'closed',
  PollLogSealed: 'log-sealed',
  PollLogExcluded: 'log-excluded',
  PollFrozen: 'frozen',
  PollVerified: 'verified',
  PollMismatched: 'mismatched',
  PollRevealed: 'revealed',
  PollVoided: 'void',
} as const satisfies Partial<Record<HouseEvent['type'], string>>

/** As a line of the checkpoint, `window ID STEP`; null: the event changes no window's state. */
export function stepLineOf(event: HouseEvent): string | null {
  if (!(event.type in STEPS)) return null
  const step = event as Extract<HouseEvent, { readonly type: keyof typeof STEPS }>
  const id = 'windowId' in step ? step.windowId : step.pollId
  return `window ${id} ${STEPS[step.type]}`
}
