// One of several processes, beside the private rows: at the home it tells the others and answers them; elsewhere it follows and asks.

import type { LogId } from '../../shared/basics/ids.ts'
import type { Clock } from '../clock.ts'
import type { Invited } from '../invitations/invited.ts'
import { PrivateHomeRefused } from '../private/refused.ts'
import type { PrivateStore } from '../private/private-store.ts'
import type { Runner } from '../show/runner.ts'
import type { Line } from '../storage/line.ts'
import { createCalls } from './calls.ts'
import { createDoorReader } from './doors.ts'
import type { HomeChoice } from './home-choice.ts'
import { createInvitedFeed, type InvitedFeed } from './invited-feed.ts'
import { createInvitedReplica, type InvitedReplica } from './invited-replica.ts'
import { createPost } from './post.ts'
import type { Rooms } from './rooms.ts'
import { createTellReader, createTells, type Tell, type Tells } from './tells.ts'

/** A process that starts serves after so long although the home has not told it the whole, or has not been heard at all. */
const JOIN_WITHIN_MS = 8_000
const HEARD_WITHIN_MS = 2_000
/** What is left to be told when a process stops has so long to be told. */
const TELL_WITHIN_MS = 2_000

/** What a process needs to be one of several. */
export interface PrivateSeveral {
  readonly line: Line
  /** The one all processes have in common. */
  readonly secret: string
  /** How people call this process. */
  readonly name: string
  /** The first of those started together, or started alone. */
  readonly first: boolean
  /** A person told this process to be the home from now on. */
  readonly take: boolean
}

export interface SeveralHomes {
  readonly tells: Tells
  /** Asks the home; rejects with PrivateHomeRefused. */
  ask(name: string, args: readonly unknown[], withinMs: number): Promise<unknown>
  /** At the home: null once every process knows; else why nothing may be sent, as a sentence. */
  everybodyKnows(): Promise<string | null>
  /** At the home: what the others count. */
  counts(): readonly (readonly number[])[]
  /** Called with every change of the house. */
  follow(): void
  start(): Promise<void>
  stop(): Promise<void>
}

type Role =
  | { readonly kind: 'none' }
  | { readonly kind: 'home'; readonly logId: LogId; readonly store: PrivateStore; readonly feed: InvitedFeed }
  | { readonly kind: 'elsewhere'; readonly logId: LogId; readonly replica: InvitedReplica }

export function createSeveralHomes({
  several,
  names,
  choice,
  invited,
  clock,
  show,
  hear,
  comes,
  goes,
  counts,
  left,
  onError,
}: {
  readonly several: PrivateSeveral
  /** Under which we are written to, our own log first. */
  readonly names: readonly [LogId, ...LogId[]]
  readonly choice: HomeChoice
  readonly invited: Invited
  readonly clock: Clock
  readonly show: Pick<Runner, 'upToDate'>
  /** What followed from an answer, as if it were our own. */
  readonly hear: (tell: Tell) => Promise<void>
  /** This process is the home from now on, and is it no more. */
  readonly comes: (store: PrivateStore) => Promise<Rooms>
  readonly goes: () => Promise<void>
  readonly counts: () => readonly number[]
  readonly left: (identity: string) => void
  readonly onError: (error: unknown) => void
}): SeveralHomes {
  const post = createPost({ line: several.line, names, secret: several.secret, onError })
  const calls = createCalls({ post, clock, onError })
  let role: Role = { kind: 'none' }
  let stopped = false
  /** Roles are changed one after another. */
  let turn: Promise<unknown> = Promise.resolve()
  const homeOf = () => (role.kind === 'elsewhere' ? role.replica.home() : null)
  const tells = createTells({ run: post.run, calls, home: homeOf, clock, onError })

  const endRole = async () => {
    const before = role
    role = { kind: 'none' }
    if (before.kind === 'elsewhere') before.replica.stop()
    if (before.kind !== 'home') return
    calls.serve(null)
    before.feed.stop()
    await goes()
  }
  const beHome = async (logId: LogId, store: PrivateStore) => {
    const feed = createInvitedFeed({
      ...{ post, invited, clock, homeId: logId, name: several.name, onError },
    })
    role = { kind: 'home', logId, store, feed }
    // The rows say who was invited, not what was told before.
    invited.renew().done()
    const rooms = await comes(store)
    const read = createTellReader(hear, (words) => rooms.missed(words))
    const doors = createDoorReader(rooms.doors, clock)
    calls.serve(async (name, args) => {
      if (name === 'join') return feed.join()
      if (name === 'invitedNext') return feed.next(String(args[0]))
      if (name === 'tell') return read(args[0])
      const answer = doors(name, args)
      if (answer === null) throw new Error(`nobody asks the home ${name}`)
      return answer
    })
    for (const tell of tells.takeAll()) await rooms.take(tell)
  }
  const beElsewhere = (logId: LogId) => {
    const replica = createInvitedReplica({
      ...{ post, calls, invited, clock, homeId: logId, counts, left, onError },
    })
    role = { kind: 'elsewhere', logId, replica }
  }
  const settle = async () => {
    const chosen = choice.chosen()
    const logId = role.kind === 'none' ? null : role.logId
    if (stopped || chosen === null || chosen.logId === logId) return
    await endRole()
    const store = choice.store()
    if (store === null) beElsewhere(chosen.logId)
    else await beHome(chosen.logId, store)
  }
  const follow = (): Promise<unknown> => {
    turn = turn.then(settle).catch(onError)
    return turn
  }

  const joinedInTime = async (replica: InvitedReplica) => {
    const cancels: (() => void)[] = []
    const late = new Promise<void>((go) => {
      const nowMs = clock.nowMs()
      cancels.push(clock.at(nowMs + JOIN_WITHIN_MS, go))
      cancels.push(clock.at(nowMs + HEARD_WITHIN_MS, () => replica.home() === null && go()))
    })
    await Promise.race([replica.joined(), late])
    for (const cancel of cancels) cancel()
  }

  return {
    tells,
    async ask(name, args, withinMs) {
      const chosen = choice.chosen()
      if (chosen === null) throw new PrivateHomeRefused({ code: 'private_home_unclaimed', detail: {} })
      const home = homeOf()
      if (home === null)
        throw new PrivateHomeRefused({ code: 'private_home_away', detail: { process: chosen.name } })
      return calls.ask(home, name, args, withinMs)
    },
    async everybodyKnows() {
      const before = role
      if (before.kind !== 'home') return '邀请已改由另一个进程发送。'
      try {
        // Whoever else may have been made the home stands in the journal.
        await show.upToDate()
      } catch {
        return '与 Redis 的连接断了，恢复后自动继续。'
      }
      if (choice.chosen()?.logId !== before.logId) return '邀请已改由另一个进程发送。'
      return (await before.feed.everybodyKnows())
        ? null
        : '还有进程没有收到受邀名单（它没有应答，或与 Redis 的连接断了），收到后自动继续。'
    },
    counts: () => (role.kind === 'home' ? role.feed.counts() : []),
    follow: () => void follow(),
    async start() {
      await post.open()
      await choice.start(several.take)
      await follow()
      if (role.kind === 'elsewhere') await joinedInTime(role.replica)
    },
    async stop() {
      choice.stop()
      const untilMs = clock.nowMs() + TELL_WITHIN_MS
      while (tells.waiting() > 0 && homeOf() !== null && clock.nowMs() < untilMs)
        await new Promise<void>((go) => clock.at(clock.nowMs() + 50, go))
      stopped = true
      tells.stop()
      await turn
      await endRole()
      calls.stop()
      post.close()
    },
  }
}
