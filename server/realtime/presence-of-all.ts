// Who is connected to any of several processes: what each says of its own sockets, put together.

import type { WindowId } from '../../shared/basics/ids.ts'
import type { PollChannel } from '../../shared/ballot/choices.ts'
import type { TabletState } from '../../shared/protocol/tablet-state.ts'
import type { DisplayPage, LiveFacts } from '../show/live-facts.ts'
import type { Presence } from './presence.ts'

type Rates = Readonly<Partial<Record<PollChannel, number>>>

/** As one process says it, as JSON. */
export interface PresenceNote {
  readonly sockets: number
  readonly tablets: readonly (readonly [seat: string, generation: number])[]
  readonly tabletStates: readonly (readonly [seat: string, state: TabletState])[]
  readonly screens: readonly (readonly [output: string, count: number])[]
  readonly displays: readonly DisplayPage[]
  /** Messages a second of each window, by channel. */
  readonly rates: readonly (readonly [windowId: WindowId, perSecond: Rates])[]
}

export type PresenceOfAll = Pick<
  LiveFacts,
  'sockets' | 'tablets' | 'tabletStates' | 'screens' | 'displays' | 'tallies'
>

export function noteOf(presence: Presence, tallies: LiveFacts['tallies']): PresenceNote {
  return {
    sockets: presence.sockets(),
    tablets: [...presence.tablets()],
    tabletStates: [...presence.tabletStates()],
    screens: [...presence.screens()],
    displays: presence.displays(),
    rates: [...tallies].flatMap(([windowId, { perSecond }]) =>
      Object.keys(perSecond).length === 0 ? [] : [[windowId, perSecond] as const],
    ),
  }
}

/** `tallies` are everybody's already, but for the rates at which messages come here. */
export function presenceOfAll(
  presence: Presence,
  tallies: LiveFacts['tallies'],
  others: readonly PresenceNote[],
): PresenceOfAll {
  if (others.length === 0) {
    return {
      ...{ tallies, sockets: presence.sockets(), tablets: presence.tablets() },
      ...{
        tabletStates: presence.tabletStates(),
        screens: presence.screens(),
        displays: presence.displays(),
      },
    }
  }
  const tablets = new Map(presence.tablets())
  const tabletStates = new Map(presence.tabletStates())
  const screens = new Map(presence.screens())
  const rates = new Map<WindowId, Partial<Record<PollChannel, number>>>()
  for (const other of others) {
    const states = new Map(other.tabletStates)
    for (const [seat, generation] of other.tablets) {
      // The newest device of a seat is the one that counts, wherever it is connected (SCORE4).
      if (generation <= (tablets.get(seat) ?? 0)) continue
      tablets.set(seat, generation)
      const state = states.get(seat)
      if (state === undefined) tabletStates.delete(seat)
      else tabletStates.set(seat, state)
    }
    for (const [output, count] of other.screens) screens.set(output, (screens.get(output) ?? 0) + count)
    for (const [windowId, perSecond] of other.rates)
      rates.set(windowId, sumOf(rates.get(windowId), perSecond))
  }
  return {
    sockets: others.reduce((sum, { sockets }) => sum + sockets, presence.sockets()),
    ...{ tablets, tabletStates, screens },
    displays: [...presence.displays(), ...others.flatMap(({ displays }) => displays)].toSorted(
      (a, b) => a.sinceMs - b.sinceMs,
    ),
    tallies: new Map(
      [...tallies].map(([windowId, tally]) => [
        windowId,
        { ...tally, perSecond: sumOf(tally.perSecond, rates.get(windowId) ?? {}) },
      ]),
    ),
  }
}

function sumOf(a: Rates = {}, b: Rates): Partial<Record<PollChannel, number>> {
  const sum: Partial<Record<PollChannel, number>> = { ...a }
  for (const [channel, rate] of Object.entries(b) as [PollChannel, number][])
    sum[channel] = (sum[channel] ?? 0) + rate
  return sum
}
