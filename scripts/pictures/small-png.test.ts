// Proves that a small picture is the picture, and that a moving one carries each change where it is.

import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { movingPng, smallPng } from './small-png.ts'

function picture(width: number, height: number, rgba: (x: number, y: number) => readonly number[]): Buffer {
  const png = new PNG({ width, height })
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) png.data.set(rgba(x, y), (y * width + x) * 4)
  return PNG.sync.write(png)
}

/** Type and bytes of each chunk. */
function chunksOf(png: Buffer): readonly (readonly [string, Buffer])[] {
  const chunks: (readonly [string, Buffer])[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    chunks.push([png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length)])
    at += length + 12
  }
  return chunks
}

test('up to 256 colours stay exactly, transparency among them', () => {
  const photo = picture(16, 8, (x, y) => [x * 16, y * 32, 7, x === 0 ? 0 : 255 - y])
  const small = PNG.sync.read(smallPng(photo))
  expect(small.data.equals(PNG.sync.read(photo).data)).toBe(true)
})

test('of more colours the most frequent stay, others become the nearest', () => {
  const photo = picture(64, 64, (x, y) => (y < 32 ? [10, 25, 48, 255] : [x * 4, y * 4, 200, 255]))
  const small = PNG.sync.read(smallPng(photo))
  const whole = PNG.sync.read(photo)
  expect(small.data.subarray(0, 64 * 32 * 4).equals(whole.data.subarray(0, 64 * 32 * 4))).toBe(true)
  const furthest = small.data.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (whole.data[at] ?? 0))),
    0,
  )
  expect(furthest).toBeLessThan(128)
})

test('a frame after the first is only the part that changed, and stands its time', () => {
  const ground = picture(40, 20, () => [10, 25, 48, 255])
  const dot = picture(40, 20, (x, y) =>
    x >= 5 && x < 9 && y === 12 ? [230, 196, 120, 255] : [10, 25, 48, 255],
  )
  const moving = movingPng([
    { png: ground, ms: 300 },
    { png: dot, ms: 700 },
    { png: dot, ms: 50 },
  ])
  const chunks = chunksOf(moving)
  expect(chunks.map(([type]) => type)).toEqual([
    ...['IHDR', 'PLTE', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'fcTL', 'fdAT', 'IEND'],
  ])
  const controls = chunks.filter(([type]) => type === 'fcTL').map(([, bytes]) => bytes)
  const read = (bytes: Buffer) => [0, 4, 8, 12, 16].map((at) => bytes.readUInt32BE(at))
  expect(controls.map(read)).toEqual([
    [0, 40, 20, 0, 0],
    [1, 4, 1, 5, 12],
    [3, 1, 1, 0, 0],
  ])
  expect(controls.map((bytes) => bytes.readUInt16BE(20))).toEqual([300, 700, 50])
  // Who does not know moving pictures sees the first frame.
  expect(PNG.sync.read(moving).data.equals(PNG.sync.read(ground).data)).toBe(true)
})
