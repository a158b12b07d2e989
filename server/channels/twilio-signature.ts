// Whether Twilio signed a request: the package's own computation, one HMAC for a valid one, compared in constant time.

import { timingSafeEqual } from 'node:crypto'
// The package's root would bring its REST client: 25 MB and 130 ms at the start. This file brings neither.
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js'

const SHAPE = /^[A-Za-z0-9+/]{27}=$/

export type FormFields = Readonly<Record<string, string | string[] | undefined>>

/** A signature is 20 bytes in base64; anything else is refused before a body is read. */
export function hasSignatureShape(header: unknown): header is string {
  return typeof header === 'string' && SHAPE.test(header)
}

/**
 * `url`: PUBLIC_URL + the request's target as it came; never made from headers. Throws where the token is empty, since
 * that would let everybody sign, or the address is not absolute.
 *
 * The package's validateRequest tries six spellings of the address and costs six HMACs for a forgery. The address as it
 * is comes first here; `alsoRespelt` says whether the others (port named or not, query escaped anew) are worth trying.
 */
export function isSignedByTwilio(
  authToken: string,
  signature: string,
  url: string,
  fields: FormFields,
  alsoRespelt: () => boolean,
): boolean {
  if (authToken === '') throw new Error('an empty auth token validates forgeries')
  if (!/^https?:\/\/[^/]/.test(url)) throw new Error('the address Twilio signs is absolute')
  const expected = getExpectedTwilioSignature(authToken, url, fields as Record<string, unknown>)
  if (equals(signature, expected)) return true
  return alsoRespelt() && validateRequest(authToken, signature, url, fields as Record<string, unknown>)
}

/** Both have passed SHAPE, so both are 28 bytes. */
function equals(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'))
}
