// At the home: tells the other processes who was invited, the whole on joining and then each change, and knows how far each has got.

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { LogId } from '../../shared/basics/ids.ts'
import type { Clock } from '../clock.ts'
import type { Invited, InvitedChange } from '../invitations/invited.ts'
import { PrivateHomeRefused } from '../private/refused.ts'
import type { Post } from './post.ts'

/** The home says so often that it is there. */
export const BEAT_MS = 500
/** A process that has said nothing for so long is gone, and nobody waits for it any more. */
export const GONE_AFTER_MS = 10_000
/** After a start nothing is sent before everybody who is there has had the time to say so. */
export const GATHER_MS = 3_000
/** A process that has not told in that time that it knows: what waits for it is tried again. */
const KNOWN_WITHIN_MS = 5_000
/** The home's own beats come back to it so late at most while the line is whole. */
const ECHO_MOST_MS = 2_500
const CHANGES_AT_ONCE = 1_000
const JOINING_MOST = 64

/** As the home says it: which of the changes was the last, and of which run. */
export const Beat = z.object({ home: z.string(), name: z.string(), seq: z.number().int() })
export const Changes = z.object({ home: z.string(), seq: z.number().int(), changes: z.array(z.unknown()) })
/** As another process says it: the last change it knows (null: it is joining), and what it counts beside (feed.counts). */
export const Here = z.object({
  run: z.string(),
  have: z.number().int().nullable(),
  counts: z.array(z.number().int().min(0)).max(64),
})

export interface InvitedFeed {
  /** Whether each process that is there knows all that is known here; asks for some seconds, then says no. */
  everybodyKnows(): Promise<boolean>
  /** Of each other process that is there, what it counts. */
  counts(): readonly (readonly number[])[]
  /** Answers `join` and `invitedNext`. */
  join(): { readonly joinId: string; readonly seq: number }
  next(joinId: string): { readonly changes: readonly InvitedChange[]; readonly done: boolean }
  stop(): void
}

interface Member {
  readonly have: number | null
  readonly heardAtMs: number
  readonly counts: readonly number[]
}

export function createInvitedFeed({
  post,
  invited,
  clock,
  homeId,
  name,
  onError,
}: {
  readonly post: Post
  readonly invited: Invited
  readonly clock: Clock
  /** Of which folder we are the home, and how people call it. */
  readonly homeId: LogId
  readonly name: string
  readonly onError: (error: unknown) => void
}): InvitedFeed {
  const startedAtMs = clock.nowMs()
  const members = new Map<string, Member>()
  const joining = new Map<string, Generator<InvitedChange, void>>()
  let seq = 0
  const fresh: InvitedChange[] = []
  let echoAtMs: number | null = null
  /** Another process holds itself to be the same home: a copied folder. Nothing is sent while it is heard. */
  let rivalAtMs: number | null = null
  let flushing = false
  let lookers: (() => void)[] = []
  let stopped = false
  let cancelBeat = () => {}

  const look = () => {
    const now = lookers
    lookers = []
    for (const each of now) each()
  }
  const tellAll = (kind: 'beat' | 'changes', body: unknown) => {
    // What does not arrive is missed in the next beat, and told whole.
    post.send('all', kind, body).catch(() => undefined)
  }
  const flush = () => {
    flushing = false
    while (fresh.length > 0 && !stopped) {
      seq += 1
      tellAll('changes', { home: homeId, seq, changes: fresh.splice(0, CHANGES_AT_ONCE) })
    }
  }
  const beat = () => {
    flush()
    tellAll('beat', { home: homeId, name, seq })
    for (const [who, { heardAtMs }] of members)
      if (clock.nowMs() - heardAtMs > GONE_AFTER_MS) members.delete(who)
    look()
    cancelBeat = clock.at(clock.nowMs() + BEAT_MS, beat)
  }

  invited.onChange((change) => {
    fresh.push(change)
    if (flushing) return
    flushing = true
    setImmediate(flush)
  })
  post.on('here', ({ from, body }) => {
    const here = Here.safeParse(body)
    if (!here.success || here.data.run !== post.run) return
    members.set(from, { ...here.data, heardAtMs: clock.nowMs() })
    look()
  })
  post.on('beat', ({ run, body }) => {
    const heard = Beat.safeParse(body)
    if (!heard.success || heard.data.home !== homeId) return
    if (run === post.run) echoAtMs = clock.nowMs()
    else {
      if (rivalAtMs === null) onError(new Error(`another process has the private rows of ${homeId} too`))
      rivalAtMs = clock.nowMs()
    }
  })
  beat()

  const allHave = (wanted: number): boolean => {
    const nowMs = clock.nowMs()
    if (nowMs - startedAtMs < GATHER_MS) return false
    if (echoAtMs === null || nowMs - echoAtMs > ECHO_MOST_MS) return false
    if (rivalAtMs !== null && nowMs - rivalAtMs < GONE_AFTER_MS) return false
    return [...members.values()].every(({ have }) => have !== null && have >= wanted)
  }

  return {
    async everybodyKnows() {
      flush()
      const wanted = seq
      const untilMs = clock.nowMs() + KNOWN_WITHIN_MS
      while (!allHave(wanted)) {
        if (stopped || clock.nowMs() >= untilMs) return false
        await new Promise<void>((again) => lookers.push(again))
      }
      return true
    },
    counts: () => [...members.values()].map(({ counts }) => counts),
    join() {
      flush()
      const joinId = randomBytes(9).toString('base64url')
      joining.set(joinId, invited.whole())
      for (const oldest of joining.keys()) {
        if (joining.size <= JOINING_MOST) break
        joining.delete(oldest)
      }
      return { joinId, seq }
    },
    next(joinId) {
      const rest = joining.get(joinId)
      if (rest === undefined)
        throw new PrivateHomeRefused({ code: 'private_home_away', detail: { process: name } })
      const changes: InvitedChange[] = []
      while (changes.length < CHANGES_AT_ONCE) {
        const one = rest.next()
        if (one.done === true) {
          joining.delete(joinId)
          return { changes, done: true }
        }
        changes.push(one.value)
      }
      return { changes, done: false }
    },
    stop() {
      stopped = true
      cancelBeat()
      invited.onChange(() => {})
      for (const kind of ['here', 'beat'] as const) post.on(kind, () => {})
      look()
    },
  }
}
