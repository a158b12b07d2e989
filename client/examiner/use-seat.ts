// A tablet's seat as its screen needs it: newest snapshot or the kept one, what waits to be sent, and how to score.

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Paired } from '../../shared/protocol/http-api.ts'
import type { SeatSnapshot, SeatWindow } from '../../shared/protocol/topics.ts'
import type { HelpReason } from '../../shared/show/seat-talk.ts'
import type { Mark } from '../../shared/show/score.ts'
import { newId } from '../lib/new-id.ts'
import { createOutbox } from '../lib/outbox.ts'
import { useConnection, useConnectionState, useTopic } from '../lib/use-topic.ts'
import { keepSnapshot, keptSnapshot, outboxStore } from './kept.ts'
import { MOST_WAITING, type SeatCommand, type Waiting } from './outbox.ts'
import { nextRevision } from './score-draft.ts'

export interface SeatView {
  /** Null until the first snapshot ever came. */
  readonly snapshot: SeatSnapshot | null
  /** The snapshot is from before the line was lost. */
  readonly stale: boolean
  readonly waiting: readonly Waiting[]
  /** The last refusal's sentence, until the next touch. */
  readonly problem: string | null
  cast(window: SeatWindow, mark: Mark): void
  send(window: SeatWindow, type: 'LockScore' | 'UnlockScore' | 'RequestRelease'): void
  /** Notes this tablet has said to have read: the server's snapshot leaves them out only later. */
  readonly readNotes: ReadonlySet<string>
  readNote(noteId: string): void
  callForHelp(reason: HelpReason): void
  takeBackHelp(): void
}

const AGAIN_MS = 2_000

export function useSeat(seat: Paired): SeatView {
  const connection = useConnection()
  const line = useConnectionState()
  const held = useTopic(`seat/${seat.sessionId}/${seat.seatId}`)
  const [problem, setProblem] = useState<string | null>(null)

  const outbox = useMemo(
    () =>
      createOutbox(
        outboxStore,
        (waiting) => connection.command(waiting),
        (waiting, ack) => {
          if (!ack.ok) setProblem(ack.refusals.map((refusal) => refusal.sentence).join(''))
        },
        MOST_WAITING,
      ),
    [connection],
  )
  const waiting = useSyncExternalStore(outbox.onChange, outbox.waiting)

  useEffect(() => {
    if (!line.online) return
    void outbox.flush()
    const timer = setInterval(() => {
      if (outbox.waiting().length > 0) void outbox.flush()
    }, AGAIN_MS)
    return () => {
      clearInterval(timer)
    }
  }, [outbox, line.online])

  const snapshot = held?.snapshot ?? null
  useEffect(() => {
    if (snapshot !== null) keepSnapshot(snapshot)
  }, [snapshot])
  const kept = useMemo(keptSnapshot, [])
  const shown = snapshot ?? kept

  const add = useCallback(
    (command: SeatCommand) => {
      setProblem(null)
      outbox.add({ id: newId(), command })
      void outbox.flush()
    },
    [outbox],
  )
  const of = useCallback(
    (window: SeatWindow) => ({
      sessionId: seat.sessionId,
      seatId: seat.seatId,
      windowId: window.windowId,
      generation: seat.generation,
      revision: nextRevision(window, outbox.waiting()),
    }),
    [seat, outbox],
  )
  const ofTablet = useMemo(
    () => ({ sessionId: seat.sessionId, seatId: seat.seatId, generation: seat.generation }),
    [seat],
  )
  const [readNotes, setReadNotes] = useState<ReadonlySet<string>>(new Set())
  return {
    snapshot: shown,
    stale: snapshot === null || !line.online,
    waiting,
    problem,
    cast: useCallback(
      (window, mark) => {
        add({ type: 'CastScore', ...of(window), mark })
      },
      [add, of],
    ),
    send: useCallback(
      (window, type) => {
        add({ type, ...of(window) })
      },
      [add, of],
    ),
    readNotes,
    readNote: (noteId) => {
      setReadNotes((before) => new Set([...before, noteId]))
      add({ type: 'AcknowledgeNote', ...ofTablet, noteId })
    },
    callForHelp: (reason) => {
      add({ type: 'CallForHelp', ...ofTablet, reason })
    },
    takeBackHelp: () => {
      add({ type: 'WithdrawHelp', ...ofTablet })
    },
  }
}
