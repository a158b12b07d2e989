// Makes a screenshot small: its 256 most frequent colours stay exactly, every other becomes the nearest of them.

import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOURS = 256

/** `png`: 8 bits a channel, RGB or RGBA without transparency, not interlaced, as Chromium writes it. Throws on another. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, channels, pixels } = decoded(png)
  const seen = new Map<number, number>()
  for (let at = 0; at < pixels.length; at += channels) {
    const colour = colourAt(pixels, at)
    seen.set(colour, (seen.get(colour) ?? 0) + 1)
  }
  const palette = [...seen]
    .sort(([, a], [, b]) => b - a)
    .slice(0, COLOURS)
    .map(([colour]) => colour)
  const places = new Map(palette.map((colour, place) => [colour, place]))
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 1; x <= width; x += 1, at += channels) {
      const colour = colourAt(pixels, at)
      const place = places.get(colour) ?? nearest(colour, palette)
      places.set(colour, place)
      rows[y * (width + 1) + x] = place
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const colourAt = (pixels: Buffer, at: number) =>
  ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0)

function nearest(colour: number, palette: readonly number[]): number {
  let best = 0
  let bestDistance = Infinity
  for (const [place, other] of palette.entries()) {
    const [r, g, b] = [16, 8, 0].map((shift) => ((colour >> shift) & 255) - ((other >> shift) & 255))
    const distance = (r ?? 0) ** 2 + (g ?? 0) ** 2 + (b ?? 0) ** 2
    if (distance < bestDistance) [best, bestDistance] = [place, distance]
  }
  return best
}

function chunk(type: string, bytes: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), bytes])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(bytes.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** Source: PNG specification (W3C, third edition), 9.2 filter types. */
function decoded(png: Buffer): { width: number; height: number; channels: number; pixels: Buffer } {
  const parts: Buffer[] = []
  let [width, height, channels] = [0, 0, 0]
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const bytes = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') {
      width = bytes.readUInt32BE(0)
      height = bytes.readUInt32BE(4)
      channels = bytes[9] === 2 ? 3 : 4
      if (bytes[8] !== 8 || (bytes[9] !== 2 && bytes[9] !== 6) || bytes[12] !== 0)
        throw new Error('not a PNG as Chromium writes it')
    }
    if (type === 'IDAT') parts.push(bytes)
    at += length + 12
  }
  const raw = inflateSync(Buffer.concat(parts))
  const stride = width * channels
  const pixels = Buffer.alloc(height * stride)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x
      const left = x < channels ? 0 : (pixels[at - channels] ?? 0)
      const up = y === 0 ? 0 : (pixels[at - stride] ?? 0)
      const corner = y === 0 || x < channels ? 0 : (pixels[at - stride - channels] ?? 0)
      pixels[at] = ((raw[at + y + 1] ?? 0) + predicted(filter, left, up, corner)) & 255
    }
  }
  return { width, height, channels, pixels }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(left + up - corner - value))
  if ((a ?? 0) <= (b ?? 0) && (a ?? 0) <= (c ?? 0)) return left
  return (b ?? 0) <= (c ?? 0) ? up : corner
}
