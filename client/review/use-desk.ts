// A reviewer's desk as the page needs it: read again every half minute and after each answer; what is touched goes out by the outbox.

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { CommandAck } from '../../shared/protocol/socket-events.ts'
import type { ReviewDeskAnswer } from '../../shared/protocol/reviews-api.ts'
import { get, post } from '../lib/api.ts'
import { newId } from '../lib/new-id.ts'
import { createOutbox, type Waiting } from '../lib/outbox.ts'
import { deskOutboxStore, keepDesk, keptDesk, type DeskCommand } from './kept.ts'

export interface DeskView {
  /** Null until it was read once on this device. */
  readonly desk: ReviewDeskAnswer | null
  readonly waiting: readonly Waiting<DeskCommand>[]
  readonly offlineSinceMs: number | null
  /** The last refusal, until the next touch. */
  readonly problem: string | null
  /** The server's clock. */
  readonly nowMs: number
  send(command: DeskCommand): void
}

const READ_MS = 30_000
const AGAIN_MS = 3_000
const WAITING_MOST = 10_000
/** Refusals that say nothing about the mark: it is sent again. */
const LATER: readonly string[] = ['storage_failed', 'queue_full', 'server_stopping', 'conflict']

export function useDesk(personId: string, onSignedOut: () => void): DeskView {
  const [desk, setDesk] = useState<ReviewDeskAnswer | null>(() => keptDesk(personId))
  const [offsetMs, setOffsetMs] = useState(0)
  const [offlineSinceMs, setOfflineSinceMs] = useState<number | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [nowMs, setNowMs] = useState(() => Date.now())

  const read = useCallback(async () => {
    const answer = await get<ReviewDeskAnswer>('/api/review-desk')
    if (answer.ok) {
      setOfflineSinceMs(null)
      setOffsetMs(answer.value.serverNowMs - Date.now())
      setDesk(answer.value)
      keepDesk(personId, answer.value)
    } else if (answer.status === 401 || answer.status === 403) onSignedOut()
    else setOfflineSinceMs((since) => since ?? Date.now())
  }, [personId, onSignedOut])

  const outbox = useMemo(
    () =>
      createOutbox<DeskCommand>(
        deskOutboxStore(personId),
        async (waiting) => {
          const answer = await post<CommandAck>('/api/commands', waiting)
          if (!answer.ok) {
            if (answer.status === 401) onSignedOut()
            if (answer.status !== 400 && answer.status !== 403) throw new Error(answer.sentence)
            const refusal = { code: 'malformed' as const, detail: {}, sentence: answer.sentence }
            return { ok: false, refusals: [refusal] }
          }
          const ack = answer.value
          if (!ack.ok && ack.refusals.some(({ code }) => LATER.includes(code))) throw new Error('later')
          return ack
        },
        (_, ack) => {
          if (!ack.ok) setProblem(ack.refusals.map(({ sentence }) => sentence).join(''))
        },
        WAITING_MOST,
      ),
    [personId, onSignedOut],
  )
  const waiting = useSyncExternalStore(outbox.onChange, outbox.waiting)

  const flush = useCallback(async () => {
    const before = outbox.waiting().length
    await outbox.flush()
    if (outbox.waiting().length < before) await read()
    else if (before > 0) setOfflineSinceMs((since) => since ?? Date.now())
  }, [outbox, read])

  useEffect(() => {
    void read()
    void flush()
    const reading = setInterval(() => {
      if (document.visibilityState === 'visible') void read()
    }, READ_MS)
    const again = setInterval(() => {
      if (outbox.waiting().length > 0) void flush()
    }, AGAIN_MS)
    const ticking = setInterval(() => setNowMs(Date.now()), 1_000)
    const back = () => void flush().then(read)
    addEventListener('online', back)
    return () => {
      clearInterval(reading)
      clearInterval(again)
      clearInterval(ticking)
      removeEventListener('online', back)
    }
  }, [read, flush, outbox])

  return {
    ...{ desk, waiting, offlineSinceMs, problem },
    nowMs: nowMs + offsetMs,
    send: useCallback(
      (command) => {
        setProblem(null)
        outbox.add({ id: newId(), command })
        void flush()
      },
      [outbox, flush],
    ),
  }
}
