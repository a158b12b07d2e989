// One outside holder of checkpoints: is sent each note in its order, and again until it has it (LOG2).

import type { Clock } from '../clock.ts'
import type { LogTrees } from '../storage/log-trees.ts'

export interface Holder {
  /** How staff know it: the address without its secret parts. */
  readonly name: string
  /** There are new notes. */
  kick(): void
  /** The last note it has, since this process started or as kept; 0: none. */
  heldTo(): number
  heldAtMs(): number | null
  /** Why it did not take the last one, as a Chinese sentence; null: it did. */
  failing(): string | null
  stop(): Promise<void>
}

/** Sends one note; rejects where it is not known to be held. */
export type Send = (note: string, stop: AbortSignal) => Promise<void>

const PAGE = 50
const AGAIN_FIRST_MS = 2_000
const AGAIN_LONGEST_MS = 60_000

export function createHolder({
  name,
  send,
  trees,
  from,
  clock,
}: {
  readonly name: string
  readonly send: Send
  readonly trees: Pick<LogTrees, 'notes' | 'held'>
  /** The last note it was known to have. */
  readonly from: number
  readonly clock: Clock
}): Holder {
  const stopping = new AbortController()
  let heldTo = from
  let heldAtMs: number | null = null
  let failing: string | null = null
  let againMs = AGAIN_FIRST_MS
  let working: Promise<void> | null = null
  let kicked = false
  let cancel = () => {}

  const deliver = async () => {
    for (;;) {
      const page = await trees.notes(heldTo, PAGE)
      if (page.length === 0) return
      for (const { id, note } of page) {
        await send(note, stopping.signal)
        heldTo = id
        heldAtMs = clock.nowMs()
        failing = null
        againMs = AGAIN_FIRST_MS
        await trees.held(name, id)
      }
    }
  }
  const work = () => {
    if (working !== null || stopping.signal.aborted) return
    kicked = false
    cancel()
    working = deliver()
      .catch((error: unknown) => {
        if (stopping.signal.aborted) return
        failing = error instanceof Error ? error.message : String(error)
        cancel = clock.at(clock.nowMs() + againMs, work)
        againMs = Math.min(againMs * 2, AGAIN_LONGEST_MS)
      })
      .finally(() => {
        working = null
        if (kicked && failing === null) work()
      })
  }
  return {
    name,
    kick() {
      kicked = true
      // While it fails, its own time comes.
      if (failing === null) work()
    },
    heldTo: () => heldTo,
    heldAtMs: () => heldAtMs,
    failing: () => failing,
    async stop() {
      cancel()
      stopping.abort()
      await working
    },
  }
}

const ANSWERED_WITHIN_MS = 5_000

/** By POST, as text; a holder says 2xx once it has it. */
export function postTo(url: string): Send {
  return async (note, stop) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: note,
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWERED_WITHIN_MS)]),
    }).catch((error: unknown) => {
      const isLate = error instanceof Error && error.name === 'TimeoutError'
      throw new Error(isLate ? '对方5秒内没有应答。' : '连接不上对方。')
    })
    await answer.body?.cancel()
    if (!answer.ok) throw new Error(`对方没有收下（HTTP ${String(answer.status)}）。`)
  }
}

/** Host and port: what stands behind them may be a secret. */
export function nameOfHolder(url: string): string {
  return new URL(url).host
}
