// What sends SMS for us, as the outbox sees it: Twilio, or the city's own gateway (server/channels/…-sender.ts).

import type { Sender } from '../../shared/invitation/batch.ts'

export interface OutgoingSms {
  /** Ours, the same when it is sent again. */
  readonly id: string
  readonly to: string
  readonly from: string
  readonly text: string
}

export type SendFate =
  | { readonly kind: 'sent' }
  /** The sender will not take it, now or later. */
  | { readonly kind: 'refused' }
  /** It was not taken, and may be later. */
  | { readonly kind: 'retry' }
  /** No answer came: perhaps it was taken. */
  | { readonly kind: 'unsure' }

export interface SendAnswer {
  /** One for each message, in their order. */
  readonly fates: readonly SendFate[]
  /** Why nothing at all can be sent until somebody mends it (a wrong password), as part of a Chinese sentence; null: no such thing. */
  readonly broken: string | null
}

export interface SmsSender {
  /** Whether a message sent twice under one id arrives once: then what is unsure is sent again, else never. */
  readonly idempotent: boolean
  /** Never rejects; ends in time by itself. */
  send(messages: readonly OutgoingSms[]): Promise<SendAnswer>
}

/** Null: not configured. */
export type Senders = Readonly<Record<Sender, SmsSender | null>>
