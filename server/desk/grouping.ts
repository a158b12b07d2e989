// Groups messages of the same words and the same reason: a thousand citizens who write the same are one line at the desk.

import { hash } from 'node:crypto'
import type { PollChannel } from '../../shared/ballot/choices.ts'
import { normaliseChoiceText } from '../../shared/ballot/choice-normalise.ts'
import type { DeskReason } from '../../shared/protocol/desk-api.ts'

/** One message at the desk; its words are masked already. */
export interface DeskMessage {
  /** The message's hash as the ballot log has it: a redelivery is the same. */
  readonly id: string
  readonly groupId: string
  /** Keyed hash of the sender, by which unsubscribing wipes it. */
  readonly senderTag: string
  readonly text: string
  readonly reason: DeskReason
  readonly channel: PollChannel
  readonly unit: string | null
  readonly atMs: number
  readonly expiresAtMs: number
}

export interface MessageGroup {
  readonly id: string
  /** As the newest wrote it. */
  text: string
  readonly reason: DeskReason
  readonly channels: Map<PollChannel, number>
  readonly units: Map<string, number>
  readonly messages: Map<string, DeskMessage>
  firstAtMs: number
  lastAtMs: number
}

/** Spaces, punctuation, case, full width and traditional characters make no difference. */
export function groupIdOf(text: string, reason: DeskReason): string {
  const words = normaliseChoiceText(text).replace(/[\s\p{P}\p{S}]+/gu, '')
  return hash('sha256', `${reason}\0${words}`).slice(0, 16)
}

export interface Groups {
  add(message: DeskMessage): void
  remove(message: DeskMessage): void
  get(id: string): MessageGroup | undefined
  /** Newest last message first. */
  newest(): readonly MessageGroup[]
}

export function createGroups(): Groups {
  const groups = new Map<string, MessageGroup>()
  let sorted: readonly MessageGroup[] | null = null

  const count = <Key>(counts: Map<Key, number>, key: Key, by: 1 | -1) => {
    const now = (counts.get(key) ?? 0) + by
    if (now > 0) counts.set(key, now)
    else counts.delete(key)
  }
  const note = (group: MessageGroup, { channel, unit }: DeskMessage, by: 1 | -1) => {
    count(group.channels, channel, by)
    if (unit !== null) count(group.units, unit, by)
    sorted = null
  }

  return {
    add(message) {
      const { groupId: id, text, reason, atMs } = message
      const known = groups.get(id)
      const group: MessageGroup = known ?? {
        ...{ id, text, reason, firstAtMs: atMs, lastAtMs: atMs },
        ...{ channels: new Map(), units: new Map(), messages: new Map() },
      }
      if (known === undefined) groups.set(id, group)
      if (group.messages.has(message.id)) return
      group.messages.set(message.id, message)
      note(group, message, 1)
      group.firstAtMs = Math.min(group.firstAtMs, atMs)
      if (atMs >= group.lastAtMs) Object.assign(group, { lastAtMs: atMs, text })
    },
    remove(message) {
      const group = groups.get(message.groupId)
      if (group?.messages.delete(message.id) !== true) return
      note(group, message, -1)
      const oldest = group.messages.values().next().value
      if (oldest === undefined) {
        groups.delete(group.id)
        return
      }
      // They came in the order of their times, but for a few; only the newest is worth a search.
      group.firstAtMs = oldest.atMs
      if (message.atMs < group.lastAtMs) return
      const newest = [...group.messages.values()].reduce((last, each) =>
        each.atMs >= last.atMs ? each : last,
      )
      Object.assign(group, { lastAtMs: newest.atMs, text: newest.text })
    },
    get: (id) => groups.get(id),
    newest() {
      sorted ??= [...groups.values()].sort((a, b) => b.lastAtMs - a.lastAtMs || (a.id < b.id ? -1 : 1))
      return sorted
    },
  }
}
