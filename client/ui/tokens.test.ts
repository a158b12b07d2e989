// Measures the colours of tokens.css in the pairs they are used in: 4.5 on paper, 7 on the ink ground of the air (WCAG 2.2).

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

const TONES = ['satisfied', 'fair', 'dissatisfied', 'unsure', 'accent', 'alert'] as const
const GROUNDS = ['ground', 'ground-raised', 'ground-sunk'] as const

/** The custom properties of the block with this selector. */
function tokensOf(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`tokens.css has no ${selector}`)
  const block = css.slice(start, css.indexOf('}', start))
  return new Map(
    Array.from(block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g), ([, name, value]) => [name!, value!]),
  )
}

/** Source: WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

describe.each([
  ["[data-ground='paper']", 4.5],
  ["[data-ground='ink']", 7],
] as const)('%s', (selector, least) => {
  const tokens = tokensOf(selector)
  const of = (name: string) => {
    const value = tokens.get(name)
    if (value === undefined) throw new Error(`${selector} lacks --${name}`)
    return value
  }

  test(`everything written keeps a contrast of ${least} to every ground`, () => {
    for (const ground of GROUNDS) {
      for (const ink of ['text', 'text-quiet', ...TONES]) {
        expect(contrast(of(ink), of(ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(least)
      }
    }
  })

  test(`what is written on a tone keeps ${least} too`, () => {
    for (const tone of TONES) {
      expect(contrast(of(`on-${tone}`), of(tone)), `on-${tone}`).toBeGreaterThanOrEqual(least)
    }
  })
})

test('both grounds define the same tokens, so that a screen may stand on either', () => {
  const names = (selector: string) => [...tokensOf(selector).keys()].sort()
  expect(names("[data-ground='ink']")).toEqual(names("[data-ground='paper']"))
})

test('the measure itself is right: black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
})
