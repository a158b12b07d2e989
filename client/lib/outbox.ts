// What a page has to tell the server, in order and once: kept over a reload, a dead battery and an hour without a network.

import type { CommandId } from '../../shared/basics/ids.ts'
import type { CommandAck } from '../../shared/protocol/socket-events.ts'

export interface Waiting<C> {
  /** The command's id: a repeat of it runs once (LOG1). */
  readonly id: CommandId
  readonly command: C
}

export interface OutboxStore<C> {
  load(): readonly Waiting<C>[]
  save(waiting: readonly Waiting<C>[]): void
}

export interface Outbox<C> {
  add(waiting: Waiting<C>): void
  /** Sends what waits, one after the other, until it is empty or an answer does not come. */
  flush(): Promise<void>
  readonly waiting: () => readonly Waiting<C>[]
  readonly onChange: (changed: () => void) => () => void
}

/**
 * `send` rejects where no answer came: the command stays and is sent again with its id.
 * `answered` is told every answer, refusals included; an answered command is done.
 * `most`: beyond it the newest unsent command takes the place of one of its kind before it.
 */
export function createOutbox<C extends { readonly type: string }>(
  store: OutboxStore<C>,
  send: (waiting: Waiting<C>) => Promise<CommandAck>,
  answered: (waiting: Waiting<C>, ack: CommandAck) => void,
  most: number,
): Outbox<C> {
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
      const full = queue.length >= most
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
