// The server's clock seen from a page whose own clock may be wrong: the offset of the quickest answer of the last minute.

/** Source: Cristian's algorithm; the error is at most half the round trip. */
export interface ClockOffset {
  /** `sentAt` and `answeredAt` on performance.now(), the server's clock in between. */
  measured(sentAt: number, answeredAt: number, serverNowMs: number): void
  /** The server's clock now, ms since 1970; the device's own until something was measured. */
  nowMs(): number
  uncertaintyMs(): number | null
}

const KEEP_MS = 60_000

export function createClockOffset(
  monotonic: () => number = () => performance.now(),
  wall: () => number = () => Date.now(),
): ClockOffset {
  let samples: { readonly at: number; readonly roundTrip: number; readonly offset: number }[] = []
  const best = () =>
    samples.reduce<(typeof samples)[number] | null>(
      (a, b) => (a === null || b.roundTrip < a.roundTrip ? b : a),
      null,
    )
  return {
    measured(sentAt, answeredAt, serverNowMs) {
      const roundTrip = answeredAt - sentAt
      samples = samples.filter((sample) => answeredAt - sample.at < KEEP_MS)
      samples.push({ at: answeredAt, roundTrip, offset: serverNowMs - (sentAt + roundTrip / 2) })
    },
    nowMs() {
      const sample = best()
      return sample === null ? wall() : monotonic() + sample.offset
    },
    uncertaintyMs: () => {
      const sample = best()
      return sample === null ? null : sample.roundTrip / 2
    },
  }
}
