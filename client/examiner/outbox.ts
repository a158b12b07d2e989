// What a tablet has to tell the server, in order and once: kept over a reload, a dead battery and an hour without Wi-Fi.

import type { CommandId } from '../../shared/basics/ids.ts'
import type { SessionCommand } from '../../shared/show/command.ts'
import type { CommandAck } from '../../shared/protocol/socket-events.ts'

/** The commands about a score. */
export type ScoreCommand = Extract<
  SessionCommand,
  { type: 'CastScore' | 'LockScore' | 'UnlockScore' | 'RequestRelease' }
>

/** All that a tablet sends. */
export type SeatCommand =
  ScoreCommand | Extract<SessionCommand, { type: 'AcknowledgeNote' | 'CallForHelp' | 'WithdrawHelp' }>

export interface Waiting {
  /** The command's id: a repeat of it runs once (LOG1). */
  readonly id: CommandId
  readonly command: SeatCommand
}

export interface OutboxStore {
  load(): readonly Waiting[]
  save(waiting: readonly Waiting[]): void
}

export interface Outbox {
  add(waiting: Waiting): void
  /** Sends what waits, one after the other, until it is empty or an answer does not come. */
  flush(): Promise<void>
  readonly waiting: () => readonly Waiting[]
  readonly onChange: (changed: () => void) => () => void
}

/** More than any evening has changes of mind; beyond it the newest unsent score takes the place of the one before. */
const MOST_WAITING = 60

/**
 * `send` rejects where no answer came: the command stays and is sent again with its id.
 * `answered` is told every answer, refusals included; an answered command is done.
 */
export function createOutbox(
  store: OutboxStore,
  send: (waiting: Waiting) => Promise<CommandAck>,
  answered: (waiting: Waiting, ack: CommandAck) => void,
): Outbox {
  let queue = [...store.load()]
  let flushing: Promise<void> | null = null
  const watchers = new Set<() => void>()

  const changed = () => {
    store.save(queue)
    for (const watcher of [...watchers]) watcher()
  }

  const drain = async () => {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      let ack: CommandAck
      try {
        ack = await send(next)
      } catch {
        return
      }
      const done = next
      queue = queue.filter((other) => other !== done)
      changed()
      answered(done, ack)
    }
  }

  return {
    add(waiting) {
      const last = queue[queue.length - 1]
      const full = queue.length >= MOST_WAITING
      queue =
        full && last?.command.type === waiting.command.type
          ? [...queue.slice(0, -1), waiting]
          : [...queue, waiting]
      changed()
    },
    async flush() {
      flushing ??= drain().finally(() => {
        flushing = null
      })
      await flushing
    },
    waiting: () => queue,
    onChange(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
}
