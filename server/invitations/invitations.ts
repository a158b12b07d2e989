// Invitations to served citizens, put together: lists, draws, sending, replies, reasons, and leaving. One for all processes.

import { randomBytes } from 'node:crypto'
import { own } from '../../shared/basics/own.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { WindowId } from '../../shared/basics/ids.ts'
import {
  BatchId,
  SENDERS,
  type CallbackStatus,
  type InvitationBatch,
  type InvitationCommand,
  type SendingPlan,
} from '../../shared/invitation/batch.ts'
import { invitationTextOf, segmentsOf } from '../../shared/invitation/invitation-text.ts'
import { isPending } from '../../shared/poll/poll-times.ts'
import type {
  CallbacksView,
  DryRun,
  InvitationsView,
  UploadView,
} from '../../shared/protocol/invitations-api.ts'
import type { Actor } from '../../shared/show/event.ts'
import type { Clock } from '../clock.ts'
import type { PrivateStore } from '../private/private-store.ts'
import type { Runner } from '../show/runner.ts'
import { createBatchDesk } from './batch-desk.ts'
import { createAftermath, type Aftermath } from './aftermath.ts'
import { drawSheetPage, hashList, type DrawSheetPage } from './draw-list.ts'
import type { Invited } from './invited.ts'
import { createLeavers } from './leavers.ts'
import { InviteRow, kinds, KEPT_AFTER_CLOSE_MS, pagesOf, rowIn } from './private-rows.ts'
import { createQuestionSender } from './question-sender.ts'
import { createReasonBook } from './reason-book.ts'
import { sendingTook } from './sending-hours.ts'
import type { Senders } from './sender.ts'
import { createUploads, maskedPhone, type ReadList } from './uploads.ts'

export interface Invitations {
  /** What follows from an answer. Resolves when whoever left is wiped. */
  follow(said: Aftermath): Promise<void>
  /**
   * Reads what the store holds, and goes on where a server ended. Resolves when that is done, at the latest in 10 s: a store that
   * hangs keeps no ballot waiting, and is asked until it answers.
   */
  start(): Promise<void>
  /** `list`: a clerk's file. Refuses invitation_poll, upload_running. It is read on after this has answered. */
  upload(pollId: WindowId, title: string, list: Uint8Array): Result<BatchId>
  uploadOf(batchId: BatchId): Result<UploadView>
  /** The list that was read becomes a batch of its poll. */
  fix(batchId: BatchId, by: Actor): Promise<Result<null>>
  discard(batchId: BatchId): Promise<void>
  draw(batchId: BatchId, perUnit: number, by: Actor): Promise<Result<null>>
  /** What would be sent, and how long that takes; nothing is. */
  dryRun(batchId: BatchId, plan: SendingPlan): Promise<Result<DryRun>>
  /** The sheet by which anybody replays the draw, a piece of it behind `after` (0: from its start). */
  drawSheet(batchId: BatchId, after: number): Promise<Result<DrawSheetPage>>
  view(pollId: WindowId): Promise<InvitationsView>
  callbacks(pollId: WindowId, after: number): Promise<CallbacksView>
  /** One phone, journalled before it is shown. */
  lookAt(pollId: WindowId, callbackId: string, by: Actor): Promise<Result<string>>
  mark(pollId: WindowId, callbackId: string, status: CallbackStatus, by: Actor): Promise<Result<null>>
  stop(): Promise<void>
}

const TEXTS_SHOWN = 20
const START_WITHIN_MS = 10_000
const AGAIN_MS = 5_000

export function createInvitations({
  store,
  clock,
  show,
  invited,
  senders,
  readList,
  everybodyKnows,
  onError,
}: {
  readonly store: PrivateStore
  readonly clock: Clock
  readonly show: Pick<Runner, 'house' | 'run' | 'onChange'>
  readonly invited: Invited
  readonly senders: Senders
  /** A clerk's file for these units, row by row. */
  readonly readList: ReadList
  /** Null once every process knows who was invited; else why nothing may be sent yet, as a sentence. */
  readonly everybodyKnows: () => Promise<string | null>
  readonly onError: (error: unknown) => void
}): Invitations {
  const { house, run } = show
  const leavers = createLeavers(store, clock, onError)
  const uploads = createUploads({
    store,
    hasLeft: (tag) => leavers.has(tag),
    isInvited: (pollId, identity) => invited.invitationOf(pollId, identity) !== null,
    onError,
  })
  const batches = createBatchDesk({
    ...{ store, clock, house, run, invited, onError },
    hasLeft: (tag) => leavers.has(tag),
    senderOf: ({ sender }) => senders[sender],
    wanted: () => uploads.batchIds(),
    everybodyKnows,
  })
  const reasons = createReasonBook(store)
  const follow = createAftermath({
    ...{ reasons, house, lost: onError },
    replied: (invitation) => batches.replied(invitation),
    leave: (identity) => leavers.add(identity),
    sendQuestion: createQuestionSender({ senders, house, clock, onError }),
  })
  const stopListening = show.onChange(() => batches.follow())

  const batchOf = (batchId: BatchId): Result<InvitationBatch> => {
    const batch = own(house().invitations.batches, batchId)
    return batch === undefined ? refuse('batch_unknown') : ok(batch)
  }
  const runAs = async (command: InvitationCommand, by: Actor): Promise<Result<null>> => {
    const answer = await run(command, { commandId: randomBytes(12).toString('hex'), by })
    return answer.ok
      ? ok(null)
      : { ok: false, refusal: answer.refusals[0] ?? refuse('internal_error').refusal }
  }

  let cancelLate = () => {}
  let stopped = false
  const load = async (): Promise<void> => {
    try {
      await leavers.load()
      await batches.load()
    } catch (error) {
      onError(error)
      await new Promise<void>((go) => clock.at(clock.nowMs() + AGAIN_MS, go))
      if (!stopped) await load()
    }
  }

  return {
    follow,
    async start() {
      const late = new Promise<void>((go) => {
        cancelLate = clock.at(clock.nowMs() + START_WITHIN_MS, go)
      })
      await Promise.race([load(), late])
      cancelLate()
    },
    upload(pollId, title, list) {
      const poll = own(house().polls, pollId)
      if (poll === undefined || !isPending(poll)) return refuse('invitation_poll')
      const units = poll.units.map(({ unitId, code, name }) => ({ id: unitId, code, name }))
      const reading = readList(list, units)
      const batchId = BatchId.parse(`b-${randomBytes(6).toString('hex')}`)
      const expiresAtMs = poll.closesAtMs + KEPT_AFTER_CLOSE_MS
      const started = uploads.start({ batchId, pollId, title, expiresAtMs, reading })
      return started.ok ? ok(batchId) : started
    },
    uploadOf(batchId) {
      const view = uploads.viewOf(batchId)
      return view === null ? refuse('upload_unknown') : ok(view)
    },
    async fix(batchId, by) {
      const ready = uploads.readyOf(batchId)
      if (!ready.ok) return ready
      const { pollId, title, records, view } = ready.value
      const { people, units } = view.preview
      const listHash = await hashList(records)
      const command = {
        ...({ type: 'FixInvitationList', pollId, batchId, title, listHash } as const),
        ...{ records: records.length, people, units: [...units] },
      }
      const done = await runAs(command, by)
      if (done.ok) await uploads.drop(batchId, true)
      return done
    },
    discard: (batchId) => uploads.drop(batchId, false),
    draw: (batchId, perUnit, by) => batches.draw(batchId, perUnit, by),
    async dryRun(batchId, plan) {
      const batch = batchOf(batchId)
      if (!batch.ok) return batch
      const names = new Map(
        own(house().polls, batch.value.pollId)?.units.map(({ code, name }) => [code, name]),
      )
      const texts: DryRun['texts'][number][] = []
      const bySegments: number[] = []
      for await (const page of pagesOf(store, kinds.invite(batchId))) {
        for (const entry of page) {
          const { phone, unitCode, service, date, state } = rowIn(InviteRow, entry)
          if (state !== 'waiting') continue
          const unit = names.get(unitCode) ?? String(unitCode)
          const text = invitationTextOf(plan.template, { unit, service, date })
          const segments = segmentsOf(text)
          bySegments[segments - 1] = (bySegments[segments - 1] ?? 0) + 1
          if (texts.length < TEXTS_SHOWN) texts.push({ phone: maskedPhone(phone), text, segments })
        }
      }
      const counts = Array.from(bySegments, (n: number | undefined) => n ?? 0)
      const messages = counts.reduce((sum, n) => sum + n, 0)
      const segments = counts.reduce((sum, n, i) => sum + n * (i + 1), 0)
      const tookMs = sendingTook(plan, messages, clock.nowMs())
      return ok({ messages, segments, bySegments: counts, tookMs, texts })
    },
    async drawSheet(batchId, after) {
      const batch = batchOf(batchId)
      return batch.ok ? ok(await drawSheetPage(store, batchId, after)) : batch
    },
    async view(pollId) {
      const ofPoll = Object.values<InvitationBatch>(house().invitations.batches)
        .filter((batch) => batch.pollId === pollId)
        .sort((a, b) => b.fixedAtMs - a.fixedAtMs)
      const shown: InvitationsView['batches'][number][] = []
      for (const batch of ofPoll) {
        const moving = batches.isMoving(batch.id)
        shown.push({ ...batch, moving, progress: await batches.progressOf(batch.id).catch(() => null) })
      }
      return {
        batches: shown,
        senders: SENDERS.map((sender) => ({ sender, on: senders[sender] !== null })),
        storeFailing: store.failing() !== null,
      }
    },
    async callbacks(pollId, after) {
      const looks = own(house().invitations.looks, pollId) ?? 0
      return { ...(await reasons.page(pollId, after)), looks }
    },
    async lookAt(pollId, callbackId, by) {
      const phone = await reasons.phoneOf(pollId, callbackId)
      if (!phone.ok) return phone
      const journalled = await runAs({ type: 'LookAtCallback', pollId, callbackId }, by)
      return journalled.ok ? phone : journalled
    },
    async mark(pollId, callbackId, status, by) {
      const journalled = await runAs({ type: 'MarkCallback', pollId, callbackId, status }, by)
      return journalled.ok ? reasons.mark(pollId, callbackId, status) : journalled
    },
    async stop() {
      stopped = true
      stopListening()
      await uploads.settled()
      await batches.stop()
      await leavers.stop()
    },
  }
}
