// The exact shape of an incoming Twilio message: the signed string has no delimiters, so every boundary is checked here.

import { refuse, ok, type Result } from '../../shared/basics/result.ts'
import { accessNumberOf } from './access-number.ts'
import type { FormFields } from './twilio-signature.ts'

export interface TwilioMessage {
  readonly messageSid: string
  /** E.164. */
  readonly from: string
  /** As configured, or as sent where no number is configured. */
  readonly to: string
  readonly text: string
}

const FIELDS_MOST = 100
const NAME = /^[A-Za-z][A-Za-z0-9]{0,39}$/
const MESSAGE_SID = /^(?:SM|MM)[0-9a-f]{32}$/
const E164 = /^\+[1-9]\d{6,14}$/
const SMALL_INTEGER = /^\d{1,3}$/
// What Twilio sends with every message; others must look like names too.
const USUAL_NAMES = new Set(
  'ToCountry ToState SmsMessageSid NumMedia ToCity FromZip SmsSid FromState SmsStatus FromCity Body FromCountry To ToZip NumSegments MessageSid AccountSid From ApiVersion'.split(
    ' ',
  ),
)
// A sender's number moved into the value of a field behind it would look like this: `FromCity=From+86138…`.
const SWALLOWED = 'From+'

/** Refuses with the field's name. `ours`: our AccountSid; `numbers`: our access numbers, empty = any. */
export function parseTwilioMessage(
  fields: FormFields,
  ours: string,
  numbers: readonly string[],
): Result<TwilioMessage> {
  const names = Object.keys(fields)
  if (names.length > FIELDS_MOST) return refuse('malformed', { field: 'fields' })
  for (const name of names) {
    const value = fields[name]
    if (!USUAL_NAMES.has(name) && !NAME.test(name)) return refuse('malformed', { field: 'field names' })
    if (typeof value !== 'string') return refuse('malformed', { field: name })
    if (name !== 'Body' && value.includes(SWALLOWED)) return refuse('malformed', { field: name })
  }
  const of = (name: string) => fields[name] as string | undefined

  const messageSid = of('MessageSid') ?? ''
  if (!MESSAGE_SID.test(messageSid)) return refuse('malformed', { field: 'MessageSid' })
  if (of('AccountSid') !== ours) return refuse('malformed', { field: 'AccountSid' })
  const from = of('From') ?? ''
  if (!E164.test(from)) return refuse('malformed', { field: 'From' })
  const to = accessNumberOf(of('To') ?? '', numbers)
  if (to === null) return refuse('malformed', { field: 'To' })
  for (const field of ['NumMedia', 'NumSegments']) {
    if (!SMALL_INTEGER.test(of(field) ?? '')) return refuse('malformed', { field })
  }
  const text = of('Body')
  if (text === undefined) return refuse('malformed', { field: 'Body' })
  return ok({ messageSid, from, to, text: optOut(of('OptOutType')) ?? text })
}

/** Twilio has understood the message as STOP, START or HELP and answered it: it is no ballot, whatever it says. */
function optOut(type: string | undefined): string | undefined {
  if (type === undefined || type === '') return undefined
  return type.toUpperCase() === 'HELP' ? 'HELP' : 'STOP'
}
