// The typed events of the one socket: watch topics, send commands, keep time. Acks are part of each event.

import { z } from 'zod'
import { OutputName, SeatId, SessionId } from '../basics/ids.ts'
import type { Refusal } from '../basics/refusal.ts'
import type { CommandEnvelope } from '../show/house.ts'
import { AccountRole } from '../show/people.ts'
import type { TabletState } from './tablet-state.ts'
import type { TopicName } from './topics.ts'
import type { Version } from './version.ts'

/** Handshake `auth`. An account is known by its cookie; a tablet by its seat token. */
export const HandshakeAuth = z.strictObject({
  kind: z.enum(['account', 'seat', 'display', 'public']),
  /** seat: the device's token from pairing. */
  seatToken: z.string().max(200).optional(),
  /** display: the output's name. */
  output: z.string().max(32).optional(),
  /** display: a person watches it in a corner of a screen (the console's monitors); it is nobody's output. */
  monitor: z.boolean().optional(),
})
export type HandshakeAuth = z.infer<typeof HandshakeAuth>

export interface TopicMessage {
  readonly topic: TopicName
  readonly version: Version
  readonly snapshot: unknown
}

export type CommandAck =
  /** `repeated`: this command id has run before and was not run again. `setAside`: a score kept but not counted. */
  | { readonly ok: true; readonly repeated: boolean; readonly setAside?: 'late' | 'old_generation' }
  | { readonly ok: false; readonly refusals: readonly (Refusal & { readonly sentence: string })[] }

export type WatchAck =
  { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal & { readonly sentence: string } }

/** Sent by a client every second; the server answers with its clock and resends topics the client is behind on. */
export interface Beat {
  readonly versions: Readonly<Record<string, Version>>
  /** displays: frames drawn in the last second, for the console. */
  readonly fps?: number
  /** tablets: how it is, for the console. */
  readonly tablet?: TabletState
}

/** Sent by a display every 2 s, so that the console sees which output stutters or holds an old picture. */
export const DisplayHealth = z.strictObject({
  output: OutputName,
  /** Of the snapshot that is drawn now; [0, 0] before the first. */
  version: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
  frameMsP95: z.number().min(0).max(60_000),
  worstFrameMs: z.number().min(0).max(600_000),
  buildId: z.string().max(64),
})
export type DisplayHealth = z.infer<typeof DisplayHealth>

export interface BeatAck {
  /** The server's clock in the middle of answering, ms since 1970. */
  readonly serverNowMs: number
}

export interface ServerToClient {
  topic: (message: TopicMessage) => void
  /** Before a stop: reconnect after this. */
  goodbye: (message: { readonly retryAfterMs: number }) => void
  /** The handshake's identity is no longer valid (signed out, seat released to another device). */
  dismissed: (message: { readonly refusal: Refusal & { readonly sentence: string } }) => void
}

export interface ClientToServer {
  watch: (topics: readonly string[], ack: (answers: readonly WatchAck[]) => void) => void
  unwatch: (topics: readonly string[]) => void
  command: (envelope: CommandEnvelope, ack: (answer: CommandAck) => void) => void
  beat: (beat: Beat, ack: (answer: BeatAck) => void) => void
  'display.health': (health: DisplayHealth) => void
}

/** Who a socket or request acts for, as the server found it: never told by the client. */
export const Identity = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('account'),
    personId: z.string(),
    role: AccountRole,
    loginId: z.string(),
  }),
  z.strictObject({
    kind: z.literal('seat'),
    sessionId: SessionId,
    seatId: SeatId,
    generation: z.number().int(),
  }),
  z.strictObject({ kind: z.literal('display'), output: z.string(), monitor: z.boolean() }),
  z.strictObject({ kind: z.literal('public') }),
])
export type Identity = z.infer<typeof Identity>
