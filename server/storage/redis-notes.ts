// What each process says of itself twice a second, so that every screen shows who is connected to any of them.

import type { RedisConnection } from './redis-connection.ts'

const NOTES = 'wz:{presence}:notes'
const EVERY_MS = 500
/** A process that has said nothing for so long is gone, and its sockets with it. */
const HOLDS_MS = 3_000
const SWEPT_AFTER_MS = 60_000

export interface RedisNotes<Note> {
  /** What the others said lately. Redis away: what they said last, as long as that holds. */
  others(): readonly Note[]
  stop(): Promise<void>
}

/** `note`: what this process says now; `changed`: what the others say has changed. Times are Redis's own. */
export function startRedisNotes<Note>(
  redis: Pick<RedisConnection, 'send'>,
  processId: string,
  note: () => Note,
  changed: () => void,
): RedisNotes<Note> {
  let others: readonly Note[] = []
  let text = ''
  let heardAt = performance.now()
  let stopped = false
  let wake: () => void = () => undefined

  const turn = async () => {
    const [seconds, micros] = (await redis.send(['TIME'])) as readonly string[]
    const nowMs = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000)
    await redis.send(['HSET', NOTES, processId, JSON.stringify({ atMs: nowMs, note: note() })])
    const words = (await redis.send(['HGETALL', NOTES])) as readonly string[]
    const found: Note[] = []
    for (let i = 0; i + 1 < words.length; i += 2) {
      const said = JSON.parse(words[i + 1]!) as { readonly atMs: number; readonly note: Note }
      if (words[i] === processId) continue
      if (nowMs - said.atMs < HOLDS_MS) found.push(said.note)
      else if (nowMs - said.atMs > SWEPT_AFTER_MS) await redis.send(['HDEL', NOTES, words[i]!])
    }
    heardAt = performance.now()
    others = found
    const now = JSON.stringify(found)
    if (now !== text) changed()
    text = now
  }
  const keep = async () => {
    while (!stopped) {
      await turn().catch(() => undefined)
      await new Promise<void>((next) => {
        const timer = setTimeout(next, EVERY_MS).unref()
        wake = () => {
          clearTimeout(timer)
          next()
        }
      })
    }
    await redis.send(['HDEL', NOTES, processId]).catch(() => undefined)
  }
  const kept = keep()

  return {
    others: () => (performance.now() - heardAt < HOLDS_MS ? others : []),
    async stop() {
      stopped = true
      wake()
      await kept
    },
  }
}
