// The message desk: keeps for a while, masked and encrypted, what citizens wrote that was no ballot, and what became of it.
//
// Nothing on a ballot's way waits for it: it hears of a message when that is answered, and may be full, slow or gone.

import type { DeskMark } from '../../shared/protocol/desk-api.ts'
import type { Clock } from '../clock.ts'
import type { PrivateStore } from '../private/private-store.ts'
import { createGroups, groupIdOf, type DeskMessage, type MessageGroup } from './grouping.ts'
import { loadDesk, markRowOf, messageRowOf, type Mark } from './desk-rows.ts'
import type { DeskNote } from './listening.ts'
import { maskPersonal } from './masking.ts'

/** How long words are kept. */
export const KEPT_MS = 30 * 86_400_000
const KEPT_MOST = 20_000
/** Of one sender: who writes without end takes nobody's place. */
const OF_ONE_SENDER = 20
const WAITING_MOST = 2_000
/** Masked and written together, so that a flood delays no ballot. */
const AT_ONCE = 200
const FLUSH_MS = 250
const AFTER_A_FAULT_MS = 5_000
const EXPIRE_EVERY_MS = 60_000
/** A text that is shown; the rest is said to be left out. */
const SHOWN_MOST = 500
/** What the WeChat door writes for a picture or a voice. */
const NO_TEXT = '□'

export interface Desk {
  /** Keeps the words of a message that was no ballot. Never throws, never waits. */
  take(note: DeskNote): void
  /** So many were dropped on their way here. */
  missed(count: number): void
  groups(): readonly MessageGroup[]
  markOf(groupId: string): Mark | null
  /** Resolves when the marks are on disk; rejects where they are not. How many of the groups are there. */
  mark(mark: DeskMark, by: string): Promise<number>
  /** A person left: what they wrote is wiped from the store by whoever calls this, and from memory here. */
  forget(identity: string): void
  kept(): { readonly now: number; readonly most: number }
  dropped(): { readonly full: number; readonly sender: number; readonly hurry: number }
  /** Rises with every change. */
  version(): number
  /** A sentence, or null. */
  fault(): string | null
  /** Reads what earlier runs kept, again and again until it could; until then only what is new is there. Never rejects. */
  start(): Promise<void>
  stop(): Promise<void>
}

export function createDesk({
  store,
  clock,
  onError,
}: {
  readonly store: PrivateStore
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): Desk {
  const groups = createGroups()
  const messages = new Map<string, DeskMessage>()
  const marks = new Map<string, Mark>()
  const ofSender = new Map<string, number>()
  const dropped = { full: 0, sender: 0, hurry: 0 }
  let waiting: DeskNote[] = []
  /** In memory and not on disk yet. */
  let unwritten: DeskMessage[] = []
  let version = 0
  let loaded = false
  /** Who left before what earlier runs kept was read. */
  const leftMeanwhile = new Set<string>()
  let fault: string | null = null
  /** When it is neither due nor under way, whoever adds something asks for it. */
  let flushPhase: 'idle' | 'due' | 'busy' = 'idle'
  let flushing = Promise.resolve()
  let cancelFlush = () => {}
  let cancelExpiry = () => {}
  let stopped = false

  const add = (message: DeskMessage) => {
    messages.set(message.id, message)
    ofSender.set(message.senderTag, (ofSender.get(message.senderTag) ?? 0) + 1)
    groups.add(message)
    version += 1
  }
  const remove = (message: DeskMessage) => {
    messages.delete(message.id)
    const left = (ofSender.get(message.senderTag) ?? 1) - 1
    if (left > 0) ofSender.set(message.senderTag, left)
    else ofSender.delete(message.senderTag)
    groups.remove(message)
    version += 1
  }

  const keep = ({ id, identity, text: written, reason, channel, unit, atMs }: DeskNote) => {
    if (messages.has(id)) return
    const senderTag = store.tagOf(identity)
    if (messages.size >= KEPT_MOST) dropped.full += 1
    else if ((ofSender.get(senderTag) ?? 0) >= OF_ONE_SENDER) dropped.sender += 1
    else {
      const text = shownOf(written)
      const made: DeskMessage = {
        ...{ id, senderTag, text, reason, channel, unit, groupId: groupIdOf(text, reason) },
        ...{ atMs, expiresAtMs: atMs + KEPT_MS },
      }
      add(made)
      unwritten.push(made)
      return
    }
    version += 1
  }

  const flush = async (): Promise<void> => {
    flushPhase = 'busy'
    const now = waiting.slice(0, AT_ONCE)
    waiting = waiting.slice(AT_ONCE)
    for (const note of now) keep(note)
    const rows = unwritten.slice(0, AT_ONCE)
    let againMs = FLUSH_MS
    if (rows.length > 0) {
      try {
        await store.put(rows.map(messageRowOf))
        const written = new Set(rows)
        unwritten = unwritten.filter((each) => !written.has(each))
        if (fault !== null) version += 1
        fault = null
      } catch (error) {
        // They stay readable here, and are tried again: they are few, and bounded with the rest.
        if (fault === null) onError(error)
        fault = '留言暂时无法写入磁盘，新的留言只在内存里，重新启动会丢失；选票不受影响。'
        version += 1
        againMs = AFTER_A_FAULT_MS
      }
    }
    flushPhase = 'idle'
    if (!stopped && waiting.length + unwritten.length > 0) flushLater(againMs)
  }
  const flushLater = (inMs: number) => {
    flushPhase = 'due'
    cancelFlush = clock.at(clock.nowMs() + inMs, () => {
      flushing = flush().catch(onError)
    })
  }

  const expire = () => {
    const nowMs = clock.nowMs()
    for (const message of messages.values()) if (message.expiresAtMs <= nowMs) remove(message)
    for (const id of marks.keys()) if (groups.get(id) === undefined) marks.delete(id)
    cancelExpiry = clock.at(nowMs + EXPIRE_EVERY_MS, expire)
  }

  const start = async (): Promise<void> => {
    if (stopped) return
    try {
      const before = await loadDesk(store, KEPT_MOST)
      for (const message of before.messages) {
        if (leftMeanwhile.has(message.senderTag) || messages.has(message.id)) continue
        if (messages.size < KEPT_MOST) add(message)
      }
      for (const [id, mark] of before.marks) if (!marks.has(id)) marks.set(id, mark)
      loaded = true
      leftMeanwhile.clear()
      version += 1
      expire()
    } catch (error) {
      onError(error)
      cancelExpiry = clock.at(clock.nowMs() + AFTER_A_FAULT_MS, () => void start())
    }
  }

  const forget = (identity: string) => {
    const tag = store.tagOf(identity)
    if (!loaded) leftMeanwhile.add(tag)
    waiting = waiting.filter((note) => note.identity !== identity)
    unwritten = unwritten.filter(({ senderTag }) => senderTag !== tag)
    if (!ofSender.has(tag)) return
    for (const message of messages.values()) if (message.senderTag === tag) remove(message)
  }

  const missed = (count: number) => {
    dropped.hurry += count
    version += 1
  }

  return {
    take(note) {
      if (stopped) return
      if (waiting.length >= WAITING_MOST) {
        missed(1)
        return
      }
      waiting.push(note)
      if (flushPhase === 'idle') flushLater(FLUSH_MS)
    },
    missed,

    groups: () => groups.newest(),
    markOf: (id) => marks.get(id) ?? null,
    async mark({ groups: ids, state, note }, by) {
      const atMs = clock.nowMs()
      const mark: Mark = { state, by, atMs, note: maskPersonal(note) }
      const known = ids.filter((id) => groups.get(id) !== undefined)
      await store.put(known.map((id) => markRowOf(id, mark, atMs + KEPT_MS)))
      for (const id of known) marks.set(id, mark)
      version += 1
      return known.length
    },

    forget,
    kept: () => ({ now: messages.size, most: KEPT_MOST }),
    dropped: () => ({ ...dropped }),
    version: () => version,
    fault: () => fault ?? (loaded ? null : '以前的留言还没有读完，请稍候。'),
    start,
    async stop() {
      stopped = true
      cancelFlush()
      cancelExpiry()
      await flushing
      while (waiting.length + unwritten.length > 0 && fault === null) await flush()
    },
  }
}

function shownOf(text: string): string {
  if (text.trim() === '') return '（空消息）'
  if (text === NO_TEXT) return '（图片、语音或其他不是文字的消息）'
  const masked = maskPersonal(text)
  return masked.length <= SHOWN_MOST ? masked : `${masked.slice(0, SHOWN_MOST)}…（以下省略）`
}
