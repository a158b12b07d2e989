// Reads a zip file by its central directory with node:zlib alone: not by the library that wrote it. What another program might
// find in the file beside that, or under another name, is refused.

import { readFileSync } from 'node:fs'
import { crc32, inflateRawSync } from 'node:zlib'

const END = 0x06054b50
const END_BYTES = 22
const COMMENT_MOST = 65_535
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const DEFLATED = 8
/** A bundle of ten million ballots stays far below. */
const MEMBER_MOST_BYTES = 1_073_741_824

/** Members by name. Throws a Chinese sentence where the file is no zip, or not whole. */
export function membersOf(file: string): ReadonlyMap<string, Buffer> {
  const zip = readFileSync(file)
  const end = endOf(zip)
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  const members = new Map<string, Buffer>()
  for (let i = 0; i < count; i++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) throw new Error('压缩包的目录损坏。')
    const nameBytes = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes)
    if (members.has(name)) throw new Error(`压缩包里有两个“${name}”。`)
    members.set(name, contentOf(zip, at, name))
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  if (at !== end || end + END_BYTES + zip.readUInt16LE(end + 20) !== zip.length)
    throw new Error('压缩包的目录与文件不符：里面还有目录没有列出的内容。')
  return members
}

function endOf(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - END_BYTES - COMMENT_MOST)
  for (let at = zip.length - END_BYTES; at >= lowest; at--) if (zip.readUInt32LE(at) === END) return at
  throw new Error('这不是压缩包，或者没有下载完整。')
}

function contentOf(zip: Buffer, entry: number, name: string): Buffer {
  const method = zip.readUInt16LE(entry + 10)
  const packed = zip.readUInt32LE(entry + 20)
  const size = zip.readUInt32LE(entry + 24)
  const local = zip.readUInt32LE(entry + 42)
  if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL) throw new Error(`“${name}”损坏。`)
  if (size > MEMBER_MOST_BYTES) throw new Error(`“${name}”过大。`)
  const nameBytes = zip.readUInt16LE(local + 26)
  if (zip.toString('utf8', local + 30, local + 30 + nameBytes) !== name)
    throw new Error(`“${name}”在压缩包里有两个名字。`)
  const from = local + 30 + nameBytes + zip.readUInt16LE(local + 28)
  const raw = zip.subarray(from, from + packed)
  if (raw.length !== packed || (method !== 0 && method !== DEFLATED)) throw new Error(`“${name}”损坏。`)
  const bytes = method === 0 ? raw : inflated(raw, size, name)
  if (bytes.length !== size || crc32(bytes) !== zip.readUInt32LE(entry + 16))
    throw new Error(`“${name}”的内容与压缩包的校验和不符。`)
  return bytes
}

function inflated(raw: Buffer, size: number, name: string): Buffer {
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(size, 1) })
  } catch {
    throw new Error(`“${name}”无法解压。`)
  }
}
