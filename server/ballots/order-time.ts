// The time that orders a ballot: the carrier's where it can be trusted, else the receipt (BAL4).

/** How far a carrier's clock may be from ours. */
const CARRIER_SKEW_MS = 2_000

/** BAL4: within [receipt − drain − 2 s, receipt + 2 s]. */
export function isTrustedCarrierTime(carrierMs: number | null, receivedMs: number, drainMs: number): boolean {
  if (carrierMs === null) return false
  return carrierMs >= receivedMs - drainMs - CARRIER_SKEW_MS && carrierMs <= receivedMs + CARRIER_SKEW_MS
}

/**
 * The carrier's time where it lies within [receipt − drain − 2 s, receipt + 2 s] and is not after the receipt, else null: the
 * receipt is the order time. A carrier time in whole seconds stands for its whole second (WeChat's CreateTime): where the
 * poll opened within that second it is read as the opening, so that the first second's ballots are not stale.
 */
export function carrierOrderMs(
  carrierMs: number | null,
  receivedMs: number,
  drainMs: number,
  opensAtMs: number,
): number | null {
  if (carrierMs === null || carrierMs > receivedMs) return null
  if (!isTrustedCarrierTime(carrierMs, receivedMs, drainMs)) return null
  const openedWithin = carrierMs % 1_000 === 0 && carrierMs < opensAtMs && carrierMs + 1_000 > opensAtMs
  return openedWithin ? Math.min(opensAtMs, receivedMs) : carrierMs
}
