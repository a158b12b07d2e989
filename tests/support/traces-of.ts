// Finds traces of personal identities in bytes: as they are, in other spellings and encodings, and as hashes without a key.

import { createHash } from 'node:crypto'

export interface Needle {
  /** Whose it is and in what form, for a failure's message. */
  readonly name: string
  readonly bytes: Buffer
}

const HASHES = ['md5', 'sha1', 'sha256'] as const
/** A scan looks at so many bytes at once; a needle is at least as long. */
const HEAD = 6

/** Every form in which `identity` may lie somewhere. Numbers (a phone without +86) also as 64-bit integers. */
export function needlesOf(identity: string): readonly Needle[] {
  const spellings = new Set([identity, identity.replace(/^\+86/, ''), reversed(identity)])
  const national = /^\+86(\d{11})$/.exec(identity)?.[1]
  if (national !== undefined) spellings.add(reversed(national))
  const forms = [...spellings].flatMap((text) => encodingsOf(text))
  const hashed = [identity, `phone:${identity}`, ...(national === undefined ? [] : [national])]
  const needles = [
    ...forms,
    ...hashed.flatMap((text) => HASHES.flatMap((algorithm) => hashesOf(algorithm, text))),
    ...(national === undefined ? [] : integersOf(national)),
  ]
  return needles.map(({ name, bytes }) => ({ name: `${identity} (${name})`, bytes }))
}

const reversed = (text: string) => Array.from(text).reverse().join('')

function encodingsOf(text: string): Needle[] {
  const bytes = Buffer.from(text)
  const hex = bytes.toString('hex')
  return [
    { name: text, bytes },
    { name: `${text} utf-16`, bytes: Buffer.from(text, 'utf16le') },
    { name: `${text} hex`, bytes: Buffer.from(hex) },
    { name: `${text} HEX`, bytes: Buffer.from(hex.toUpperCase()) },
    ...[0, 1, 2].map((shift) => ({
      name: `${text} base64 at ${String(shift)}`,
      bytes: Buffer.from(base64Inside(bytes, shift)),
    })),
  ]
}

/** The part of a text's base64 that is the same whatever stands before (`shift` bytes over a group of three) and after it. */
function base64Inside(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '')
  const from = Math.ceil((shift * 8) / 6)
  return whole.slice(from, Math.floor(((shift + bytes.length) * 8) / 6))
}

function hashesOf(algorithm: string, text: string): Needle[] {
  const digest = createHash(algorithm).update(text).digest().subarray(0, 16)
  return [
    { name: `${algorithm} of ${text}`, bytes: digest },
    { name: `${algorithm} of ${text}, hex`, bytes: Buffer.from(digest.toString('hex')) },
  ]
}

function integersOf(digits: string): Needle[] {
  const [little, big] = [Buffer.alloc(8), Buffer.alloc(8)]
  little.writeBigUInt64LE(BigInt(digits))
  big.writeBigUInt64BE(BigInt(digits))
  return [
    { name: 'integer, little-endian', bytes: little },
    { name: 'integer, big-endian', bytes: big },
  ]
}

/** Names of the needles in the hay, each once. One pass, however many needles. */
export function createSearch(needles: readonly Needle[]): (hay: Buffer) => readonly string[] {
  const byHead = new Map<number, Needle[]>()
  for (const needle of needles) {
    const head = needle.bytes.readUIntBE(0, HEAD)
    byHead.set(head, [...(byHead.get(head) ?? []), needle])
  }
  const most = 2 ** (8 * (HEAD - 1))
  return (hay) => {
    const found = new Set<string>()
    let head = 0
    for (let i = 0; i < hay.length; i += 1) {
      head = (head % most) * 256 + hay[i]!
      const near = byHead.get(head)
      if (near === undefined || i < HEAD - 1) continue
      const at = i - HEAD + 1
      for (const { name, bytes } of near) {
        if (hay.subarray(at, at + bytes.length).equals(bytes)) found.add(name)
      }
    }
    return [...found]
  }
}
