// Makes requests as Twilio makes them, signed with node:crypto alone: the server's own way of checking is not used here.

import { createHmac } from 'node:crypto'

/** A request for any HTTP client: path with query, lower-case headers, body as text. */
export interface MadeRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface TwilioAccount {
  readonly accountSid: string
  readonly authToken: string
  /** As the server knows itself, without a slash at its end. */
  readonly publicUrl: string
}

export interface TwilioSms {
  readonly from: string
  readonly to: string
  readonly text: string
  /** `SM` and 32 hex digits: see messageSidOf. */
  readonly messageSid: string
}

export const TWILIO_PATH = '/channels/twilio/sms'

/** Base64 of HMAC-SHA1 over the address and the fields, sorted and joined. Source: Twilio's "Validating requests". */
export function twilioSignature(
  authToken: string,
  url: string,
  fields: Readonly<Record<string, string>>,
): string {
  const mac = createHmac('sha1', authToken).update(url)
  for (const name of Object.keys(fields).sort()) mac.update(name + (fields[name] ?? ''))
  return mac.digest('base64')
}

/** A message's id from a number or a text: the same for the same, so that a redelivery can be made again. */
export function messageSidOf(of: number | string): string {
  const hex = Buffer.from(String(of)).toString('hex')
  return `SM${hex.slice(-32).padStart(32, '0')}`
}

/** The fields Twilio sends for an SMS, those that tests need not care about included. */
export function twilioFields(accountSid: string, sms: TwilioSms): Record<string, string> {
  return {
    ToCountry: 'HK',
    ToState: '',
    SmsMessageSid: sms.messageSid,
    NumMedia: '0',
    ToCity: '',
    FromZip: '',
    SmsSid: sms.messageSid,
    FromState: '',
    SmsStatus: 'received',
    FromCity: '',
    Body: sms.text,
    FromCountry: 'HK',
    To: sms.to,
    ToZip: '',
    NumSegments: '1',
    MessageSid: sms.messageSid,
    AccountSid: accountSid,
    From: sms.from,
    ApiVersion: '2010-04-01',
  }
}

/** A signed delivery of an SMS. `path`: where, with its query. */
export function twilioRequest(account: TwilioAccount, sms: TwilioSms, path = TWILIO_PATH): MadeRequest {
  const fields = twilioFields(account.accountSid, sms)
  return twilioFormRequest(account, fields, path)
}

/** The same with any fields, signed as they are; `signature` overrides what is signed. */
export function twilioFormRequest(
  account: TwilioAccount,
  fields: Readonly<Record<string, string>>,
  path = TWILIO_PATH,
  signature = twilioSignature(account.authToken, account.publicUrl + path, fields),
): MadeRequest {
  return {
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': signature,
    },
    body: new URLSearchParams(fields).toString(),
  }
}
