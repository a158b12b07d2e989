// Makes pictures small: their 256 most frequent colours stay exactly, every other becomes the nearest of them. Still or moving (APNG).

import { crc32, deflateSync } from 'node:zlib'
import { PNG } from 'pngjs'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOURS = 256

/** A picture as a PNG with at most 256 colours, transparent ones among them. Throws on what is no PNG. */
export function smallPng(png: Buffer): Buffer {
  const picture = PNG.sync.read(png)
  const colours = paletteOf([picture])
  return pngOf(picture, colours, [chunk('IDAT', packed(picture, whole(picture), colours))])
}

export interface MovingFrame {
  readonly png: Buffer
  /** How long it stands. */
  readonly ms: number
}

/** Frames of one size as a PNG that moves and begins anew. Each frame after the first is only the part that changed. */
export function movingPng(frames: readonly MovingFrame[]): Buffer {
  const pictures = frames.map(({ png }) => PNG.sync.read(png))
  const first = pictures[0]
  if (first === undefined) throw new Error('no frames')
  const colours = paletteOf(pictures)
  let sequence = 0
  const parts = pictures.flatMap((picture, i) => {
    const before = pictures[i - 1]
    const area = before === undefined ? whole(picture) : changed(before, picture)
    const control = chunk('fcTL', frameControl(sequence++, area, frames[i]?.ms ?? 0))
    const rows = packed(picture, area, colours)
    return [control, i === 0 ? chunk('IDAT', rows) : chunk('fdAT', Buffer.concat([u32(sequence++), rows]))]
  })
  return pngOf(first, colours, [chunk('acTL', Buffer.concat([u32(pictures.length), u32(0)])), ...parts])
}

interface Picture {
  readonly width: number
  readonly height: number
  /** RGBA. */
  readonly data: Buffer
}

interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

interface Colours {
  readonly palette: readonly number[]
  /** Each colour met so far, by its place in the palette. */
  readonly places: Map<number, number>
}

const whole = ({ width, height }: Picture): Area => ({ left: 0, top: 0, width, height })

function paletteOf(pictures: readonly Picture[]): Colours {
  const seen = new Map<number, number>()
  for (const { data } of pictures) {
    for (let at = 0; at < data.length; at += 4) {
      const colour = data.readUInt32BE(at)
      seen.set(colour, (seen.get(colour) ?? 0) + 1)
    }
  }
  const palette = [...seen]
    .sort(([, a], [, b]) => b - a)
    .slice(0, COLOURS)
    .map(([colour]) => colour)
  return { palette, places: new Map(palette.map((colour, place) => [colour, place])) }
}

/** Rows of palette places, deflated, each behind its filter byte 0. */
function packed({ width, data }: Picture, area: Area, { palette, places }: Colours): Buffer {
  const rows = Buffer.alloc(area.height * (area.width + 1))
  for (let y = 0, to = 0; y < area.height; y += 1) {
    to += 1
    for (let x = 0; x < area.width; x += 1, to += 1) {
      const colour = data.readUInt32BE(((area.top + y) * width + area.left + x) * 4)
      let place = places.get(colour)
      if (place === undefined) {
        place = nearest(colour, palette)
        places.set(colour, place)
      }
      rows[to] = place
    }
  }
  return deflateSync(rows, { level: 9 })
}

function nearest(colour: number, palette: readonly number[]): number {
  let best = 0
  let bestDistance = Infinity
  for (const [place, other] of palette.entries()) {
    let distance = 0
    for (let shift = 0; shift < 32; shift += 8)
      distance += (((colour >>> shift) & 255) - ((other >>> shift) & 255)) ** 2
    if (distance < bestDistance) [best, bestDistance] = [place, distance]
  }
  return best
}

/** The smallest rectangle outside which nothing differs; one pixel where nothing does. */
function changed(before: Picture, after: Picture): Area {
  let [left, right, top, bottom] = [after.width, -1, after.height, -1]
  for (let y = 0; y < after.height; y += 1) {
    for (let x = 0; x < after.width; x += 1) {
      const at = (y * after.width + x) * 4
      if (before.data.readUInt32BE(at) === after.data.readUInt32BE(at)) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = y
    }
  }
  if (right < 0) return { left: 0, top: 0, width: 1, height: 1 }
  return { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** Source: PNG specification (W3C, third edition), 11.3.6: fcTL; left as it is afterwards, laid over nothing. */
function frameControl(sequence: number, { left, top, width, height }: Area, ms: number): Buffer {
  const delay = Buffer.alloc(6)
  delay.writeUInt16BE(ms, 0)
  delay.writeUInt16BE(1_000, 2)
  return Buffer.concat([u32(sequence), u32(width), u32(height), u32(left), u32(top), delay])
}

function pngOf({ width, height }: Picture, { palette }: Colours, parts: readonly Buffer[]): Buffer {
  const opaque = palette.every((colour) => (colour & 255) === 255)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 3, 0, 0, 0])])),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((colour) => [colour >>> 24, (colour >>> 16) & 255, (colour >>> 8) & 255])),
    ),
    ...(opaque ? [] : [chunk('tRNS', Buffer.from(palette.map((colour) => colour & 255)))]),
    ...parts,
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function chunk(type: string, bytes: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), bytes])
  return Buffer.concat([u32(bytes.length), body, u32(crc32(body))])
}
