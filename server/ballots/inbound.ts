// What every channel is reduced to before it is received, and what it is answered (BAL3).

import type { InvalidReason } from '../../shared/ballot/ballot.ts'
import type { Choice, PollChannel } from '../../shared/ballot/poll.ts'
import type { Refusal } from '../../shared/basics/refusal.ts'
import type { UnitCode, WindowId } from '../../shared/basics/ids.ts'

export interface Inbound {
  readonly channel: PollChannel
  /** The channel's own id of the message; the same in every redelivery. */
  readonly messageId: string
  /** Who sent it, as the channel vouches for it: `phone:+86…`, `wechat:APPID:OPENID`, `web:DEVICE`. Never kept (BAL8). */
  readonly identity: string
  /** What the citizen wrote, or the choice the web page sent. */
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    | {
        readonly kind: 'choice'
        readonly windowId: WindowId
        readonly unitCode: UnitCode
        readonly choice: Choice
      }
  /** The number it was sent to, where the channel has one. */
  readonly accessNumber: string | null
  readonly receivedAtMs: number
  /** The carrier's time of sending, where the channel gives one (BAL4). */
  readonly carrierMs: number | null
}

/** The answer to a message that is on disk, or the refusal of one that is not. */
export type Answer =
  | {
      readonly kind: 'received' | 'repeated' | 'early' | 'late' | 'stale'
      readonly choice: Choice
      readonly unitName: string
      /** After 不满意 in a period poll: the answer goes on with 请回复原因. */
      readonly asksReason?: true
    }
  | { readonly kind: 'no_poll' }
  | {
      readonly kind: 'invalid'
      readonly reason: InvalidReason
      /** BAL7: the first refused message of this voter and poll. */
      readonly first: boolean
    }
  /** Not on disk, not counted: the sender must try again. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
