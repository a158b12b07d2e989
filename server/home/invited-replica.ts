// At a process that is not the home: keeps its copy of who was invited in step with the home's, and knows whether the home is there.

import { z } from 'zod'
import type { LogId } from '../../shared/basics/ids.ts'
import type { Clock } from '../clock.ts'
import { InvitedChange, type Invited } from '../invitations/invited.ts'
import type { Calls, HomeAddress } from './calls.ts'
import { Beat, BEAT_MS, Changes } from './invited-feed.ts'
import type { Post } from './post.ts'

/** A home that has not been heard for so long is away. */
export const AWAY_AFTER_MS = 3_000
/** Changes that wait while the whole is told; beyond, it is told anew. */
const BEHIND_MOST = 1_000
const PAUSE_MS = 250

const Joined = z.object({ joinId: z.string(), seq: z.number().int() })
const Page = z.object({ changes: z.array(InvitedChange), done: z.boolean() })
type Told = z.infer<typeof Changes>

export interface InvitedReplica {
  /** Where the home is now; null: it has not been heard lately. */
  home(): HomeAddress | null
  /** Resolves when the whole is here for the first time. */
  joined(): Promise<void>
  stop(): void
}

export function createInvitedReplica({
  post,
  calls,
  invited,
  clock,
  homeId,
  counts,
  left,
  onError,
}: {
  readonly post: Post
  readonly calls: Calls
  readonly invited: Invited
  readonly clock: Clock
  readonly homeId: LogId
  /** What is counted here, for the home to show. */
  readonly counts: () => readonly number[]
  /** Somebody wants to be left alone. */
  readonly left: (identity: string) => void
  readonly onError: (error: unknown) => void
}): InvitedReplica {
  let home: HomeAddress | null = null
  let heardAtMs = 0
  /** The last change that is here of the home's run; null: the whole is being told, or has to be. */
  let have: number | null = null
  let joiningRun: string | null = null
  let runHad = ''
  let behind: Told[] = []
  let stopped = false
  let cancelHere = () => {}
  let wasJoined = () => {}
  const joined = new Promise<void>((settle) => {
    wasJoined = settle
  })

  const sayHere = () => {
    if (home === null) return
    post.send(homeId, 'here', { run: home.run, have, counts: counts() }).catch(() => undefined)
  }
  const put = ({ seq, changes }: Told) => {
    for (const told of changes) {
      const change = InvitedChange.safeParse(told)
      if (!change.success) continue
      invited.take(change.data)
      if (change.data.kind === 'left') left(change.data.identity)
    }
    have = seq
  }
  /** The whole as it is now, and behind it what changed meanwhile; false where something was missed. */
  const tellWhole = async (from: HomeAddress): Promise<boolean> => {
    const { joinId, seq } = Joined.parse(await calls.ask(from, 'join', []))
    const renewed = invited.renew()
    for (;;) {
      const { changes, done } = Page.parse(await calls.ask(from, 'invitedNext', [joinId]))
      for (const change of changes) renewed.take(change)
      if (done) break
    }
    if (stopped || home?.run !== from.run) return false
    renewed.done()
    let last = seq
    for (const told of behind) {
      if (told.seq <= last) continue
      if (told.seq !== last + 1) return false
      put(told)
      last = told.seq
    }
    behind = []
    have = last
    return true
  }
  const join = async (from: HomeAddress) => {
    joiningRun = from.run
    have = null
    behind = []
    try {
      if (await tellWhole(from)) wasJoined()
      else await pause()
    } catch (error) {
      if (!stopped) onError(error)
      await pause()
    } finally {
      joiningRun = null
      sayHere()
    }
  }
  const pause = () => new Promise<void>((go) => clock.at(clock.nowMs() + PAUSE_MS, go))

  post.on('beat', ({ run, body }) => {
    const beat = Beat.safeParse(body)
    if (!beat.success || beat.data.home !== homeId || stopped) return
    home = { logId: homeId, run, name: beat.data.name }
    heardAtMs = clock.nowMs()
    if (joiningRun === null && (have !== beat.data.seq || runHad !== run)) {
      runHad = run
      void join(home)
    }
  })
  post.on('changes', ({ run, body }) => {
    const told = Changes.safeParse(body)
    if (!told.success || told.data.home !== homeId || run !== home?.run || stopped) return
    if (joiningRun !== null) {
      behind.push(told.data)
      if (behind.length > BEHIND_MOST) behind = []
    } else if (have !== null && told.data.seq === have + 1) {
      put(told.data)
      sayHere()
    }
  })
  const keepSaying = () => {
    sayHere()
    cancelHere = clock.at(clock.nowMs() + BEAT_MS, keepSaying)
  }
  keepSaying()

  return {
    home: () => (home !== null && clock.nowMs() - heardAtMs < AWAY_AFTER_MS ? home : null),
    joined: () => joined,
    stop() {
      stopped = true
      cancelHere()
      for (const kind of ['beat', 'changes'] as const) post.on(kind, () => {})
    },
  }
}
