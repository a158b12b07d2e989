// The approved pictures: where they lie, and how far a new photograph may differ from one.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { smallPng } from './small-png.ts'

const ROOT = resolve(import.meta.dirname, '../..')
export const APPROVED = join(ROOT, 'tests/e2e/approved')
const FAILED = join(ROOT, 'node_modules/.cache/wenzheng/pictures')

/** How far a colour may lie off (0–1) before its pixel counts; edges smoothed otherwise count for nothing. */
const THRESHOLD = 0.12
/** So many pixels of 1920×1080 may count: less than one letter of the smallest type. */
const PIXELS_MOST = 300

export function approvedNames(): readonly string[] {
  return existsSync(APPROVED) ? readdirSync(APPROVED).map((file) => basename(file, '.png')) : []
}

export function approve(name: string, photo: Buffer): void {
  mkdirSync(APPROVED, { recursive: true })
  writeFileSync(join(APPROVED, `${name}.png`), smallPng(photo))
}

export function withdrawApproval(name: string): void {
  rmSync(join(APPROVED, `${name}.png`))
}

/** Null where the photograph is as approved; else a sentence that says how it differs, and where both can be seen. */
export function differenceFromApproved(name: string, photo: Buffer): string | null {
  const renew = `node scripts/approve-pictures.ts ${name}`
  const path = join(APPROVED, `${name}.png`)
  if (!existsSync(path)) return `no approved picture of ${name}: look at it, then ${renew}`
  const approved = PNG.sync.read(readFileSync(path))
  const actual = PNG.sync.read(photo)
  const { width, height } = approved
  if (actual.width !== width || actual.height !== height)
    return `${name} is ${actual.width}×${actual.height}, approved was ${width}×${height}`
  const difference = new PNG({ width, height })
  const pixels = pixelmatch(actual.data, approved.data, difference.data, width, height, {
    threshold: THRESHOLD,
  })
  if (pixels <= PIXELS_MOST) return null
  mkdirSync(FAILED, { recursive: true })
  const [actualPath, differencePath] = ['actual', 'difference'].map((what) =>
    join(FAILED, `${name}.${what}.png`),
  )
  writeFileSync(actualPath ?? '', photo)
  writeFileSync(differencePath ?? '', PNG.sync.write(difference))
  return `${name} differs in ${pixels} pixels around ${whereIn(difference)}: ${actualPath}, ${differencePath}; if it should: ${renew}`
}

/** The box of what pixelmatch painted as different (red), as `x 96–400, y 54–120`. */
function whereIn({ width, data }: PNG): string {
  let [left, right, top, bottom] = [Infinity, 0, Infinity, 0]
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] !== 255 || data[at + 1] !== 0 || data[at + 2] !== 0) continue
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return `x ${left}–${right}, y ${top}–${bottom}`
}

/** How many pixels outside the action-safe area (3.5 %) are not wholly transparent. */
export function opaqueOutsideActionSafe(photo: Buffer): number {
  const { width, height, data } = PNG.sync.read(photo)
  const [side, end] = [67, 37]
  let opaque = 0
  for (let y = 0; y < height; y += 1) {
    const edge = y < end || y >= height - end
    for (let x = 0; x < width; x = !edge && x === side - 1 ? width - side : x + 1) {
      if (data[(y * width + x) * 4 + 3] !== 0) opaque += 1
    }
  }
  return opaque
}
