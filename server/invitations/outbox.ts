// Sends the invitations of one batch: at its pace, in its hours, each person once, and goes on after a crash where it was.
//
// A row is 'sending' on disk before its message leaves. What was 'sending' when the server died, or got no answer, may have been
// sent: where the sender tells messages apart by our id it is sent again (at least once, arrives once), else never (at most once).

import { ANY_NUMBER } from '../../shared/show/context.ts'
import type { InvitationBatch, SendingPlan } from '../../shared/invitation/batch.ts'
import { invitationTextOf } from '../../shared/invitation/invitation-text.ts'
import type { Clock } from '../clock.ts'
import type { PrivateEntry, PrivateStore } from '../private/private-store.ts'
import type { Invited } from './invited.ts'
import type { InviteFigures } from './invite-figures.ts'
import { InviteRow, kinds, rowIn, withJson, type InviteState } from './private-rows.ts'
import { waitForHours } from './sending-hours.ts'
import type { SendFate, SmsSender } from './sender.ts'

export interface OutboxParts {
  readonly batch: () => InvitationBatch
  readonly store: PrivateStore
  readonly clock: Clock
  readonly senderOf: (plan: SendingPlan) => SmsSender | null
  readonly invited: Invited
  readonly hasLeft: (identityTag: string) => boolean
  readonly figures: InviteFigures
  readonly unitNameOf: (unitCode: number) => string
  /** Numbers that a live poll on air occupies (POLL3); ANY_NUMBER where it takes any. */
  readonly busyNumbers: () => readonly string[]
  readonly isPollOpen: () => boolean
  /** Null once every process will know the reply when it comes; else why not, as a sentence. */
  readonly everybodyKnows: () => Promise<string | null>
  /** Nothing can be sent until somebody mends it. */
  readonly broken: (why: string) => Promise<void>
  /** Every invitation has met its end. */
  readonly finished: () => Promise<void>
  readonly onError: (error: unknown) => void
}

export interface Outbox {
  /** Sends while the batch is in phase `sending`; called again it goes on. */
  start(): void
  /** Sends nothing more; resolves when what is under way is on disk. */
  stop(): Promise<void>
  /** Why it waits, as a sentence, or null. */
  holdUp(): string | null
}

const PACE_MS = 1_000
const AGAIN_MS = 5_000
const LOOK_AGAIN_MS = 60_000
const TRIES_MOST = 5
const BACKOFF_FIRST_MS = 30_000
const PAGE = 500

interface Item {
  readonly entry: PrivateEntry
  readonly row: InviteRow
}

export function createOutbox(parts: OutboxParts): Outbox {
  const { store, clock, invited, figures } = parts
  let after = 0
  let read = false
  let waiting: Item[] = []
  let retries: { readonly item: Item; readonly atMs: number }[] = []
  let holdUp: string | null = null
  let running = false
  let stopped = false
  let under: Promise<void> = Promise.resolve()
  let cancel = () => {}
  let wake = () => {}

  const kind = () => kinds.invite(parts.batch().id)
  const inState = ({ entry, row }: Item, change: Partial<InviteRow>): Item => {
    const next = { ...row, ...change }
    return { entry: { ...entry, ...withJson(entry, next) }, row: next }
  }

  /** The next `count` rows that may be sent now; the store is asked only when the page is used up. */
  const next = async (count: number): Promise<Item[]> => {
    const nowMs = clock.nowMs()
    const due = retries.filter(({ atMs }) => atMs <= nowMs).slice(0, count)
    retries = retries.filter((one) => !due.includes(one))
    while (waiting.length < count - due.length && !read) {
      const page = await store.list({ kind: kind(), after, limit: PAGE })
      read = page.length < PAGE
      after = page.at(-1)?.rowNo ?? after
      waiting.push(
        ...page
          .map((entry) => ({ entry, row: rowIn(InviteRow, entry) }))
          .filter(({ row }) => mayBeSent(row.state)),
      )
    }
    return [...due.map(({ item }) => item), ...waiting.splice(0, count - due.length)]
  }

  /** Until it is on disk what became of a message, no further one is sent. */
  const save = async (items: readonly Item[]): Promise<void> => {
    for (;;) {
      try {
        await store.update(items.map(({ entry }) => entry))
        return
      } catch (error) {
        parts.onError(error)
        holdUp = '暂存库写不进，稍后自动继续。'
        if (stopped) return
        await new Promise<void>((go) => {
          wake = go
          cancel = clock.at(clock.nowMs() + AGAIN_MS, go)
        })
      }
    }
  }

  const wantsNone = ({ entry, row }: Item): boolean => {
    const { id, pollId } = parts.batch()
    const other = invited.invitationOf(pollId, `phone:${row.phone}`)
    const elsewhere = other !== null && other.batchId !== id
    return elsewhere || (entry.identityTag !== null && parts.hasLeft(entry.identityTag))
  }

  const sendSome = async (
    plan: SendingPlan,
    sender: SmsSender,
    items: readonly Item[],
  ): Promise<{ readonly broken: string | null; readonly heldUp: string | null }> => {
    const nowMs = clock.nowMs()
    const { id: batchId, pollId } = parts.batch()
    const unwanted = items.filter(wantsNone)
    const marked = items
      .filter((item) => !unwanted.includes(item))
      .map((item) => inState(item, { state: 'sending', sentAtMs: nowMs }))
    const skipped = unwanted.map((item) => inState(item, { state: 'skipped' }))
    let there: ReadonlySet<string>
    try {
      there = new Set(await store.update([...marked, ...skipped].map(({ entry }) => entry)))
    } catch (error) {
      // Nothing has left: the same rows are taken next time.
      waiting = [...items, ...waiting]
      throw error
    }
    for (const { row } of unwanted) figures.moved(row, 'skipped')
    for (const { entry, row } of items)
      if (!there.has(entry.id) && !unwanted.some((one) => one.entry.id === entry.id)) figures.gone(row)
    const leaving = marked.filter(({ entry }) => there.has(entry.id))
    if (leaving.length === 0) return { broken: null, heldUp: null }
    for (const { entry, row } of leaving) {
      const { unitCode } = row
      // Before it leaves: the reply may be here before the sender's answer.
      invited.add(`phone:${row.phone}`, {
        pollId,
        unitCode,
        batchId,
        id: entry.id,
        from: plan.from,
        sentAtMs: nowMs,
      })
    }
    const heldUp = await parts.everybodyKnows()
    if (heldUp !== null) {
      // Nothing has left: the rows are as they were.
      const back = items.filter(({ entry }) => leaving.some((one) => one.entry.id === entry.id))
      await save(back)
      waiting = [...back, ...waiting]
      return { broken: null, heldUp }
    }
    const { fates, broken } = await sender.send(
      leaving.map(({ entry, row }) => ({
        ...{ id: entry.id, to: row.phone, from: plan.from },
        text: invitationTextOf(plan.template, {
          ...{ unit: parts.unitNameOf(row.unitCode), service: row.service, date: row.date },
        }),
      })),
    )
    const settled = leaving.map((item, i) => {
      const before = items.find(({ entry }) => entry.id === item.entry.id)?.row ?? item.row
      const after = inState(
        item,
        afterSending(item.row, fates[i] ?? { kind: 'unsure' }, sender.idempotent, broken !== null),
      )
      figures.moved(before, after.row.state)
      return after
    })
    await save(settled)
    for (const item of settled) {
      if (item.row.state !== 'waiting') continue
      const backoffMs = broken === null ? BACKOFF_FIRST_MS * 2 ** Math.max(0, item.row.tries - 1) : 0
      retries.push({ item, atMs: clock.nowMs() + backoffMs })
    }
    return { broken, heldUp: null }
  }

  /** One second's work; answers in how many ms to go on, or null: not again. */
  const step = async (): Promise<number | null> => {
    const { phase, plan } = parts.batch()
    holdUp = null
    if (phase !== 'sending' || plan === null) return null
    if (!parts.isPollOpen()) {
      await parts.finished()
      return null
    }
    const sender = parts.senderOf(plan)
    if (sender === null) {
      await parts.broken('发送通道没有配置')
      return null
    }
    const waitMs = waitForHours(plan, clock.nowMs())
    if (waitMs > 0) {
      holdUp = `现在不在发送时段（${String(plan.fromHour)}时至${String(plan.toHour)}时），到时自动继续。`
      return Math.min(waitMs, LOOK_AGAIN_MS)
    }
    if (parts.busyNumbers().some((number) => number === ANY_NUMBER || number === plan.from)) {
      holdUp = '发送号码正由现场评议占用，评议冻结后自动继续。'
      return AGAIN_MS
    }
    const unknown = await parts.everybodyKnows()
    if (unknown !== null) {
      holdUp = unknown
      return AGAIN_MS
    }
    const startedAtMs = clock.nowMs()
    const items = await next(plan.perSecond)
    if (items.length === 0) {
      const first = retries.reduce((least, { atMs }) => Math.min(least, atMs), Infinity)
      if (first < Infinity) return Math.max(PACE_MS, first - clock.nowMs())
      await parts.finished()
      return null
    }
    const { broken, heldUp } = await sendSome(plan, sender, items)
    if (heldUp !== null) {
      holdUp = heldUp
      return AGAIN_MS
    }
    if (broken !== null) {
      await parts.broken(broken)
      return null
    }
    return Math.max(0, startedAtMs + PACE_MS - clock.nowMs())
  }

  const run = () => {
    under = step()
      .catch((error: unknown) => {
        parts.onError(error)
        holdUp = '暂存库没有应答，稍后自动继续。'
        return AGAIN_MS
      })
      .then((inMs) => {
        // It may have been resumed meanwhile; or its end could not be journalled, and is tried again.
        if (stopped || (inMs === null && parts.batch().phase !== 'sending')) running = false
        else cancel = clock.at(clock.nowMs() + (inMs ?? AGAIN_MS), run)
      })
  }

  return {
    start() {
      if (running || stopped) return
      running = true
      run()
    },
    async stop() {
      stopped = true
      cancel()
      wake()
      await under
    },
    holdUp: () => holdUp,
  }
}

/** What has not left for sure. `sending` is met at the start of a server only, and has been decided then. */
function mayBeSent(state: InviteState): boolean {
  return state === 'waiting'
}

export function afterSending(
  { tries }: InviteRow,
  fate: SendFate,
  idempotent: boolean,
  /** Nothing can be sent at all: that is no try of this message. */
  broken: boolean,
): Pick<InviteRow, 'state' | 'tries'> {
  const again = tries + 1 >= TRIES_MOST ? 'failed' : 'waiting'
  switch (fate.kind) {
    case 'sent':
      return { state: 'sent', tries: tries + 1 }
    case 'refused':
      return { state: 'failed', tries: tries + 1 }
    case 'retry':
      return broken ? { state: 'waiting', tries } : { state: again, tries: tries + 1 }
    case 'unsure':
      return { state: idempotent ? again : 'unsure', tries: tries + 1 }
  }
}
