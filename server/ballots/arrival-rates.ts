// Messages a second by poll and channel over the last ten seconds, for the console.

import { CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'

const SECONDS = 10

export interface ArrivalRates {
  note(windowNumber: number, channelIndex: number, nowMs: number): void
  /** One decimal; only channels that had a message. */
  perSecond(windowNumber: number, nowMs: number): Readonly<Partial<Record<PollChannel, number>>>
}

/** One ring of ten seconds a poll; a poll forgotten by `keep` loses its ring. */
export function createArrivalRates(): ArrivalRates & { keep(windowNumbers: ReadonlySet<number>): void } {
  const rings = new Map<number, { readonly counts: Uint32Array; readonly seconds: Float64Array }>()
  return {
    note(windowNumber, channelIndex, nowMs) {
      let ring = rings.get(windowNumber)
      if (ring === undefined) {
        ring = { counts: new Uint32Array(SECONDS * CHANNELS.length), seconds: new Float64Array(SECONDS) }
        rings.set(windowNumber, ring)
      }
      const second = Math.floor(nowMs / 1_000)
      const at = second % SECONDS
      if (ring.seconds[at] !== second) {
        ring.seconds[at] = second
        ring.counts.fill(0, at * CHANNELS.length, (at + 1) * CHANNELS.length)
      }
      ring.counts[at * CHANNELS.length + channelIndex]! += 1
    },
    perSecond(windowNumber, nowMs) {
      const rates: Partial<Record<PollChannel, number>> = {}
      const ring = rings.get(windowNumber)
      if (ring === undefined) return rates
      const second = Math.floor(nowMs / 1_000)
      for (const [i, channel] of CHANNELS.entries()) {
        let count = 0
        for (let at = 0; at < SECONDS; at++) {
          if (ring.seconds[at]! > second - SECONDS) count += ring.counts[at * CHANNELS.length + i]!
        }
        if (count > 0) rates[channel] = Math.round((count * 10) / SECONDS) / 10
      }
      return rates
    },
    keep(windowNumbers) {
      for (const windowNumber of rings.keys())
        if (!windowNumbers.has(windowNumber)) rings.delete(windowNumber)
    },
  }
}
