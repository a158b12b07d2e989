// What of a process touches private rows: the home does the work, every other one knows whom it invited and tells it what follows.

import type { PollChannel } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { LogId } from '../../shared/basics/ids.ts'
import { voterKeyIdOf, type PeriodPoll } from '../../shared/poll/period-poll.ts'
import { isPending } from '../../shared/poll/poll-times.ts'
import type { House } from '../../shared/show/house.ts'
import type { Answer, Inbound } from '../ballots/inbound.ts'
import type { VoterKeys } from '../ballots/voter-key.ts'
import type { Clock } from '../clock.ts'
import type { DeskSurroundings } from '../desk/desk-view.ts'
import { deskNoteOf } from '../desk/listening.ts'
import { noteAftermath } from '../invitations/aftermath.ts'
import { createConversation, type Conversation } from '../invitations/conversation.ts'
import { createInvited } from '../invitations/invited.ts'
import type { Senders } from '../invitations/sender.ts'
import type { ReadList } from '../invitations/uploads.ts'
import type { PrivateStore } from '../private/private-store.ts'
import { PrivateHomeRefused } from '../private/refused.ts'
import type { Runner } from '../show/runner.ts'
import { privateDoorsOf } from './doors.ts'
import { createHomeChoice } from './home-choice.ts'
import { createSeveralHomes, type PrivateSeveral, type SeveralHomes } from './several-homes.ts'
import { openRooms, type PrivateDoors, type Rooms } from './rooms.ts'
import type { Tell } from './tells.ts'

export interface PrivateSideParts {
  /** By ballot log: our own folder's (the first) and those of dead processes' folders that we opened. */
  readonly stores: ReadonlyMap<LogId, PrivateStore>
  /** Null: there is one process. */
  readonly several: PrivateSeveral | null
  readonly voterKeys: Pick<VoterKeys, 'isReady' | 'voterKeyOf'>
  readonly clock: Clock
  readonly show: Pick<Runner, 'house' | 'run' | 'onChange' | 'upToDate'>
  readonly senders: Senders
  readonly readList: ReadList
  /** The poll that takes text at a channel and number. */
  readonly pollOn: (channel: PollChannel, accessNumber: string | null) => VotingWindow | null
  readonly surroundings: DeskSurroundings
  readonly onError: (error: unknown) => void
}

export interface PrivateSide {
  readonly conversation: Pick<Conversation, 'invited' | 'onPeriodBallot'>
  /** The same entrance, with all around it that listens. */
  around(submit: (message: Inbound) => Promise<Answer>): (message: Inbound) => Promise<Answer>
  /** Somebody wants to be left alone: everything of theirs goes; ballots stay (BAL8). */
  forget(identity: string): void
  readonly doors: PrivateDoors
  /** What an operator should know, as sentences. */
  advice(): Promise<readonly string[]>
  /** Resolves when this process knows whom it is to recognise, at the latest in some seconds. */
  start(): Promise<void>
  stop(): Promise<void>
}

export function createPrivateSide(parts: PrivateSideParts): PrivateSide {
  const { stores, several, clock, show, onError, pollOn, surroundings } = parts
  const invited = createInvited(parts.voterKeys, voterKeyIdOf)
  const [, own] = [...stores][0]!
  let rooms: Rooms | null = null
  let homes: SeveralHomes | null = null

  const hear = async (tell: Tell): Promise<void> => {
    if (tell.kind === 'left') wipeHeld(tell.identity)
    if (tell.kind !== 'heard' && !noteAftermath(invited, tell)) return
    if (rooms !== null) await rooms.take(tell)
    else homes?.tells.add(tell)
  }
  const hears = (tell: Tell) => void hear(tell).catch(onError)
  /** Rows that lie beside the home's, from times when each process had its own. */
  const wipeHeld = (identity: string) => {
    if (several === null) return
    for (const store of stores.values()) store.wipe(identity).catch(onError)
  }
  const conversation = createConversation({
    ...{ invited, follows: hears, lost: onError },
    nowMs: () => clock.nowMs(),
  })
  const roomsOf = (store: PrivateStore): Rooms =>
    openRooms({
      ...{ store, clock, show, invited, onError },
      ...{ senders: parts.senders, readList: parts.readList },
      everybodyKnows: async () => (homes === null ? null : homes.everybodyKnows()),
      surroundings: {
        answerOf: surroundings.answerOf,
        invalid: () => [...surroundings.invalid(), ...(homes?.counts() ?? [])],
      },
    })
  if (several !== null) {
    homes = createSeveralHomes({
      ...{ several, invited, clock, show, onError, hear },
      names: [...stores.keys()] as [LogId, ...LogId[]],
      choice: createHomeChoice({
        ...{ held: stores, name: several.name, first: several.first, show, clock, onError },
      }),
      counts: () => sumOf(surroundings.invalid()),
      left: wipeHeld,
      async comes(store) {
        rooms = roomsOf(store)
        await rooms.start()
        return rooms
      },
      async goes() {
        const before = rooms
        rooms = null
        await before?.stop()
      },
    })
  }

  const follow = (house: House) => {
    const pending = Object.values<PeriodPoll>(house.polls).filter(isPending)
    invited.keep(new Set(pending.map(({ id }) => id)))
    homes?.follow()
  }
  const stopFollowing = show.onChange(follow)

  return {
    conversation,
    around: (submit) =>
      conversation.around((message) => {
        const answered = submit(message)
        // Behind the answer, never before it.
        void answered.then((answer) => {
          const note = deskNoteOf(message, answer, pollOn)
          if (note !== null) hears({ kind: 'heard', ...note })
        }, onError)
        return answered
      }),
    forget: (identity) => hears({ kind: 'left', identity }),
    doors: privateDoorsOf(
      () => rooms?.doors ?? null,
      async (...call) => {
        if (homes === null) throw new PrivateHomeRefused({ code: 'not_ready', detail: {} })
        return homes.ask(...call)
      },
    ),
    async advice() {
      const chosen = show.house().privateHome
      if (chosen === null || stores.has(chosen.logId)) return []
      if (several === null)
        return [
          `邀请、回访和留言存放在进程“${chosen.name}”的文件夹里，本进程看不到：请停机，把那个文件夹里的 private.db 移来。`,
        ]
      const counts = await own.counts().catch(() => ({}))
      const rows = Object.values<number>(counts).reduce((sum, n) => sum + n, 0)
      if (rows === 0) return []
      return [
        `本进程的暂存库里还有${String(rows)}条邀请、回访或留言，而这些由进程“${chosen.name}”保管：本进程的不会再发送或显示，到期自动删除。`,
      ]
    },
    async start() {
      if (homes === null) {
        const chosen = show.house().privateHome
        // Back to one process, the folder that was the home may lie here as another's.
        rooms = roomsOf((chosen && stores.get(chosen.logId)) ?? own)
        await rooms.start()
        return
      }
      await homes.start()
    },
    async stop() {
      stopFollowing()
      await homes?.stop()
      await rooms?.stop()
    },
  }
}

/** One count for each reason. */
function sumOf(polls: readonly (readonly number[])[]): readonly number[] {
  return polls.reduce<readonly number[]>(
    (sums, counts) => counts.map((count, i) => count + (sums[i] ?? 0)),
    [],
  )
}
