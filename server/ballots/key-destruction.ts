// Deletes the voter keys that two persons have destroyed, and tries again until none is left in the vault (BAL8).

import type { Clock } from '../clock.ts'
import type { VoterKeys } from './voter-key.ts'

/** A vault that fails is tried again this often; so is it at every start, by the journal. */
const AGAIN_MS = 30_000

export interface KeyDestruction {
  /** Resolves when these are gone, or have been tried in vain: what went wrong is told to `onError`. */
  destroy(ids: readonly string[]): Promise<void>
  stop(): void
}

export function createKeyDestruction({
  voterKeys,
  clock,
  onError,
}: {
  readonly voterKeys: Pick<VoterKeys, 'destroy'>
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): KeyDestruction {
  let stopped = false
  let cancel: () => void = () => undefined

  const destroy = async (ids: readonly string[]) => {
    const tried = await Promise.allSettled(ids.map((id) => voterKeys.destroy(id)))
    const left = ids.filter((_, i) => tried[i]!.status === 'rejected')
    for (const one of tried) if (one.status === 'rejected') onError(one.reason)
    cancel()
    if (left.length > 0 && !stopped) cancel = clock.at(clock.nowMs() + AGAIN_MS, () => void destroy(left))
  }

  return {
    destroy,
    stop() {
      stopped = true
      cancel()
    },
  }
}
