// The words of how a citizen takes part, channel by channel, from what the poll really offers.

import type { PollView } from '../../shared/protocol/views.ts'
import { SMS_CHANNELS } from '../../shared/ballot/choices.ts'

export interface WaysToVote {
  /** Numbers to send an SMS to, grouped for reading; empty: no SMS. */
  readonly smsNumbers: readonly string[]
  readonly wechat: boolean
  readonly web: boolean
}

/** More than this cannot be read in a second. */
const NUMBERS_MOST = 2

export function waysToVoteOf(poll: PollView): WaysToVote {
  const sms = poll.channels.some((channel) => SMS_CHANNELS.includes(channel))
  return {
    smsNumbers: sms ? poll.accessNumbers.slice(0, NUMBERS_MOST).map(numberForReading) : [],
    wechat: poll.channels.includes('wechat'),
    web: poll.channels.includes('web'),
  }
}

/** `10690000001` → `1069 0000 001`, `13800138000` → `138 0013 8000`; an international number keeps its form. */
export function numberForReading(number: string): string {
  const mobile = /^(?:\+86)?(1[3-9]\d)(\d{4})(\d{4})$/.exec(number)
  if (mobile !== null) return mobile.slice(1).join(' ')
  if (number.startsWith('+')) return number
  return number.replace(/(\d{4})(?=\d)/g, '$1 ')
}

/** `满意12`: the text with the unit's code, which works whatever else is being voted on. */
export function codedTextOf(word: string, code: number): string {
  return `${word}${String(code).padStart(2, '0')}`
}
