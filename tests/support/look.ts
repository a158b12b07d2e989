// A look at a screen in a test: its picture is kept, axe finds nothing against it, and it is no wider than its window.

import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { accessibilityFaults } from './axe.ts'

const NARROW = 900
/** A table pushed sideways: browsers let its frame take the focus and the arrow keys push it, which axe does not know. */
const PUSHED = /^scrollable-region-focusable.*ant-table-(content|body)/

/** `folder`: where the pictures go, for whoever looks at the screens by themselves. */
export function lookInto(folder: string): (page: Page, what: string) => Promise<void> {
  mkdirSync(folder, { recursive: true })
  return async (page, what) => {
    const faults = await accessibilityFaults(page)
    const narrow = (page.viewportSize()?.width ?? 0) < NARROW
    expect.soft(narrow ? faults.filter((fault) => !PUSHED.test(fault)) : faults, what).toEqual([])
    await page.screenshot({ path: `${folder}/${what}.png` })
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect.soft(wider, `${what} is wider than its window`).toBeLessThanOrEqual(0)
  }
}
