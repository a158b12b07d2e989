// A look at a screen in a test: its picture is kept, axe finds nothing against it, and it is no wider than its window.

import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { accessibilityFaults } from './axe.ts'

/** `folder`: where the pictures go, for whoever looks at the screens by themselves. */
export function lookInto(folder: string): (page: Page, what: string) => Promise<void> {
  mkdirSync(folder, { recursive: true })
  return async (page, what) => {
    expect.soft(await accessibilityFaults(page), what).toEqual([])
    await page.screenshot({ path: `${folder}/${what}.png` })
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect.soft(wider, `${what} is wider than its window`).toBeLessThanOrEqual(0)
  }
}
