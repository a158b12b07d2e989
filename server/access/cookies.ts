// Reads one cookie of a Cookie header.

/** More than that is no cookie header of ours. */
const COOKIES_LONGEST = 8_192

/** The value of one cookie of a Cookie header, or null. Of two of the same name the first counts. */
export function cookieIn(header: string | undefined, name: string): string | null {
  if (header === undefined || header.length > COOKIES_LONGEST) return null
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return null
}
