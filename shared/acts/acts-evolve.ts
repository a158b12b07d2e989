// The house's acts after one more event: what waits for a second person, what is set aside, which keys are gone (SHOW7).

import type { WindowId } from '../basics/ids.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import type { ActEvent, Acts, HouseAct, Quarantine } from './act.ts'

export const EMPTY_ACTS: Acts = { requests: [], quarantines: {}, destroyedKeys: {} }

/** Throws where a quarantine is lifted that was never set: a broken journal, never a refusal. */
export function evolveActs(acts: Acts, event: ActEvent, atMs: number): Acts {
  switch (event.type) {
    case 'ActRequested': {
      const { type: _, ...request } = event
      return { ...acts, requests: [...acts.requests, { ...request, atMs }] }
    }
    case 'ActWithdrawn':
    case 'ActLapsed':
      return withoutRequest(acts, event.requestId)
    case 'Quarantined': {
      const { windowId, quarantineId, rule, finding, reason, by } = event
      const quarantine: Quarantine = { quarantineId, rule, finding, reason, by, atMs, lifted: null }
      const all = [...(own(acts.quarantines, windowId) ?? []), quarantine]
      return withQuarantines(withoutRequest(acts, event.requestId), windowId, all)
    }
    case 'QuarantineLifted': {
      const { windowId, quarantineId, reason, by } = event
      const all = own(acts.quarantines, windowId) ?? []
      if (!all.some((each) => each.quarantineId === quarantineId))
        throw new Error(`quarantine ${quarantineId} was never set`)
      return withQuarantines(
        withoutRequest(acts, event.requestId),
        windowId,
        all.map((each) =>
          each.quarantineId === quarantineId ? { ...each, lifted: { reason, by, atMs } } : each,
        ),
      )
    }
    case 'VoterKeyDestroyed': {
      const { voterKeyId, reason, by } = event
      const destroyedKeys = { ...acts.destroyedKeys, [voterKeyId]: { atMs, reason, by } }
      return { ...withoutRequest(acts, event.requestId), destroyedKeys }
    }
    default:
      return unreachable(event)
  }
}

/** A request that is settled, by whichever event. */
export function withoutRequest(acts: Acts, requestId: string): Acts {
  return { ...acts, requests: acts.requests.filter((each) => each.requestId !== requestId) }
}

/** Nothing can be done any more to what is void: requests that concern it are gone with it. */
export function withoutRequestsAbout(acts: Acts, windowId: WindowId): Acts {
  const stays = acts.requests.filter(({ act }) => idOf(act) !== windowId)
  return stays.length === acts.requests.length ? acts : { ...acts, requests: stays }
}

function idOf(act: HouseAct): WindowId | null {
  if ('windowId' in act) return act.windowId
  return 'pollId' in act ? act.pollId : null
}

function withQuarantines(acts: Acts, windowId: WindowId, all: readonly Quarantine[]): Acts {
  return { ...acts, quarantines: { ...acts.quarantines, [windowId]: all } }
}

/** What is in force for a window or poll, and how often that has changed (BAL9). */
export function quarantineStateOf(
  acts: Acts,
  windowId: WindowId,
): { readonly quarantines: readonly Quarantine['rule'][]; readonly generation: number } {
  const all = own(acts.quarantines, windowId) ?? []
  return {
    quarantines: all.filter(({ lifted }) => lifted === null).map(({ rule }) => rule),
    generation: all.length + all.filter(({ lifted }) => lifted !== null).length,
  }
}
