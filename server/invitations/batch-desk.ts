// The batches of invitations as a server holds them: figures, outboxes, and the way from a fixed list to a finished batch.

import { randomBytes } from 'node:crypto'
import { own } from '../../shared/basics/own.ts'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'
import type { WindowId } from '../../shared/basics/ids.ts'
import type {
  BatchId,
  InvitationBatch,
  InvitationCommand,
  SendingPlan,
} from '../../shared/invitation/batch.ts'
import type { PeriodPoll } from '../../shared/poll/period-poll.ts'
import { isPending, isPollOpenAt } from '../../shared/poll/poll-times.ts'
import type { BatchProgress } from '../../shared/protocol/invitations-api.ts'
import type { Actor } from '../../shared/show/event.ts'
import type { House } from '../../shared/show/house.ts'
import { numbersHeldBy } from '../../shared/show/judge-opening.ts'
import type { Session } from '../../shared/show/session.ts'
import type { Clock } from '../clock.ts'
import type { PrivateRow, PrivateStore } from '../private/private-store.ts'
import type { Runner } from '../show/runner.ts'
import { countsOf, drawFrom, hashList, moveDrawn, recordsOf } from './draw-list.ts'
import { createInviteFigures, type InviteFigures } from './invite-figures.ts'
import type { Invitation, Invited } from './invited.ts'
import { createOutbox, type Outbox, type OutboxParts } from './outbox.ts'
import { InviteRow, kinds, pagesOf, rowIn, withJson, type InviteState } from './private-rows.ts'
import type { SmsSender } from './sender.ts'

export interface BatchDesk {
  /** Reads what the store holds of pending polls' batches; goes on where a crash left off. */
  load(): Promise<void>
  /** Draws by a new seed, journals it, and moves who was drawn. */
  draw(batchId: BatchId, perUnit: number, by: Actor): Promise<Result<null>>
  progressOf(batchId: BatchId): Promise<BatchProgress | null>
  isMoving(batchId: BatchId): boolean
  /** The person has answered. */
  replied(invitation: Invitation): void
  /** Called with every change of the house: starts, finishes and clears up. */
  follow(): void
  stop(): Promise<void>
}

/** Rows that were never sent, or in vain: their phones go when the batch is over. */
const DROPPED_AT_END: readonly InviteState[] = ['waiting', 'failed', 'skipped']
const SYSTEM: Actor = { role: 'system' }

export function createBatchDesk({
  store,
  clock,
  house,
  run,
  invited,
  hasLeft,
  senderOf,
  wanted,
  everybodyKnows,
  onError,
}: {
  readonly store: PrivateStore
  readonly clock: Clock
  readonly house: () => House
  readonly run: Runner['run']
  readonly invited: Invited
  readonly hasLeft: (identityTag: string) => boolean
  readonly senderOf: (plan: SendingPlan) => SmsSender | null
  /** Lists that are being read and have no batch yet. */
  readonly wanted: () => ReadonlySet<BatchId>
  readonly everybodyKnows: OutboxParts['everybodyKnows']
  readonly onError: (error: unknown) => void
}): BatchDesk {
  const figures = new Map<BatchId, InviteFigures>()
  const outboxes = new Map<BatchId, Outbox>()
  const moving = new Set<BatchId>()
  const ending = new Set<BatchId>()
  const work = new Set<Promise<unknown>>()
  let loaded = false
  let stopped = false

  const batchOf = (batchId: BatchId): InvitationBatch | undefined => own(house().invitations.batches, batchId)
  const pollOf = (pollId: WindowId): PeriodPoll | undefined => own(house().polls, pollId)
  const all = () => Object.values<InvitationBatch>(house().invitations.batches)
  const inBackground = (task: Promise<unknown>) => {
    const done = task.catch(onError).finally(() => work.delete(done))
    work.add(done)
  }
  const asSystem = async (command: InvitationCommand) => {
    const answer = await run(command, { commandId: newCommandId(), by: SYSTEM })
    if (!answer.ok) throw new Error(`${command.type} was refused: ${answer.refusals[0]?.code ?? ''}`)
  }

  /** Figures from the rows; what may have arrived may be replied to. */
  const readBatch = async (batch: InvitationBatch): Promise<InviteFigures> => {
    const found = createInviteFigures()
    const { id: batchId, pollId, plan } = batch
    const again = plan !== null && senderOf(plan)?.idempotent === true
    const pending = isPendingPoll(pollOf(pollId))
    for await (const page of pagesOf(store, kinds.invite(batchId))) {
      const changed: PrivateRow[] = []
      for (const entry of page) {
        let row = rowIn(InviteRow, entry)
        if (row.state === 'sending' && !outboxes.has(batchId)) {
          // It was on its way when the server ended.
          row = { ...row, state: again ? 'waiting' : 'unsure' }
          changed.push(withJson(entry, row))
        }
        found.add(row)
        if (!pending || row.sentAtMs === null || plan === null) continue
        const { unitCode, sentAtMs, phone } = row
        invited.add(`phone:${phone}`, { pollId, unitCode, batchId, id: entry.id, from: plan.from, sentAtMs })
      }
      if (changed.length > 0) await store.update(changed)
    }
    figures.set(batchId, found)
    return found
  }

  const move = async (batch: InvitationBatch, draw: NonNullable<InvitationBatch['draw']>) => {
    moving.add(batch.id)
    try {
      const records = await recordsOf(store, batch.id)
      await moveDrawn(store, batch.id, records, await drawFrom(records, draw.seed, draw.perUnit))
      await readBatch(batch)
    } finally {
      moving.delete(batch.id)
    }
  }

  /** What was not sent is deleted, and the batch's end journalled. */
  const end = async (batchId: BatchId) => {
    if (ending.has(batchId)) return
    ending.add(batchId)
    try {
      const batch = batchOf(batchId)
      if (batch === undefined || batch.outcome !== null) return
      const found = figures.get(batchId) ?? (await readBatch(batch))
      await store.removeKind(kinds.listed(batchId))
      for await (const page of pagesOf(store, kinds.invite(batchId))) {
        const gone = page.filter((entry) => DROPPED_AT_END.includes(rowIn(InviteRow, entry).state))
        if (gone.length > 0)
          await store.remove(
            kinds.invite(batchId),
            gone.map(({ id }) => id),
          )
      }
      const { pollId } = batch
      await asSystem({ type: 'FinishInvitations', pollId, batchId, outcome: found.outcome() })
    } finally {
      ending.delete(batchId)
    }
  }

  const outboxOf = (batch: InvitationBatch, found: InviteFigures): Outbox => {
    const { id: batchId, pollId } = batch
    const names = new Map<number, string>(pollOf(pollId)?.units.map(({ code, name }) => [code, name]))
    return createOutbox({
      batch: () => batchOf(batchId) ?? batch,
      ...{ store, clock, senderOf, invited, hasLeft, figures: found, everybodyKnows, onError },
      unitNameOf: (unitCode) => names.get(unitCode) ?? String(unitCode),
      busyNumbers: () => Object.values<Session>(house().sessions).flatMap(numbersHeldBy),
      isPollOpen: () => {
        const poll = pollOf(pollId)
        return poll !== undefined && isPollOpenAt(poll, clock.nowMs())
      },
      broken: (why) => asSystem({ type: 'HoldInvitations', pollId, batchId, reason: why }),
      finished: () => end(batchId),
    })
  }

  const startSending = async (batch: InvitationBatch) => {
    const found = figures.get(batch.id) ?? (await readBatch(batch))
    let outbox = outboxes.get(batch.id)
    if (outbox === undefined) outboxes.set(batch.id, (outbox = outboxOf(batch, found)))
    if (!stopped) outbox.start()
  }

  const follow = () => {
    if (!loaded || stopped) return
    for (const batch of all()) {
      if (batch.phase === 'sending') inBackground(startSending(batch))
      if (batch.phase === 'cancelled' && batch.outcome === null && !moving.has(batch.id))
        inBackground(end(batch.id))
    }
  }

  return {
    async load() {
      const kept = Object.keys(await store.counts())
      for (const batch of all()) {
        if (kept.includes(kinds.listed(batch.id)) && batch.draw !== null) await move(batch, batch.draw)
        else if (batch.draw !== null && isPendingPoll(pollOf(batch.pollId))) await readBatch(batch)
      }
      // Lists that were being read when the server ended belong to nobody.
      const known = new Set<string>([...all().map(({ id }) => id), ...wanted()])
      for (const kind of kept) {
        const [, batchId] = /^(?:listed|invite|draw):(.+)$/.exec(kind) ?? []
        if (batchId !== undefined && !known.has(batchId)) await store.removeKind(kind)
      }
      loaded = true
      follow()
    },
    async draw(batchId, perUnit, by) {
      const batch = batchOf(batchId)
      if (batch === undefined) return refuse('batch_unknown')
      if (moving.has(batchId) || batch.phase !== 'listed') return refuse('batch_phase')
      moving.add(batchId)
      try {
        const records = await recordsOf(store, batchId)
        const listHash = await hashList(records)
        const seed = randomBytes(32).toString('hex')
        const drawn = await drawFrom(records, seed, perUnit)
        const { pollId } = batch
        const command = {
          ...({ type: 'DrawInvitations', pollId, batchId, listHash, seed, perUnit } as const),
          ...{ units: countsOf(drawn.records), chosenHash: drawn.chosenHash },
        }
        const answer = await run(command, { commandId: newCommandId(), by })
        if (!answer.ok) return { ok: false, refusal: answer.refusals[0] ?? refuse('batch_phase').refusal }
        await moveDrawn(store, batchId, records, drawn)
        await readBatch(batchOf(batchId) ?? batch)
        return ok(null)
      } finally {
        moving.delete(batchId)
        follow()
      }
    },
    async progressOf(batchId) {
      const batch = batchOf(batchId)
      if (batch?.draw == null || moving.has(batchId)) return null
      const found = figures.get(batchId) ?? (await readBatch(batch))
      const view = found.view(outboxes.get(batchId)?.holdUp() ?? null)
      // Rows that were deleted at the end are counted in its outcome.
      return batch.outcome === null ? view : { ...view, ...batch.outcome, waiting: 0, holdUp: null }
    },
    isMoving: (batchId) => moving.has(batchId),
    replied({ batchId, id }) {
      inBackground(
        (async () => {
          const entry = await store.get(kinds.invite(batchId), id)
          if (entry === null) return
          const row = rowIn(InviteRow, entry)
          if (row.replied) return
          figures.get(batchId)?.replied(row.unitCode)
          await store.update([withJson(entry, { ...row, replied: true })])
        })(),
      )
    },
    follow,
    async stop() {
      stopped = true
      await Promise.all([...outboxes.values()].map((outbox) => outbox.stop()))
      await Promise.all(work)
    },
  }
}

function isPendingPoll(poll: PeriodPoll | undefined): boolean {
  return poll !== undefined && isPending(poll)
}

function newCommandId(): string {
  return randomBytes(12).toString('hex')
}
