// Looks at a page with axe-core and says what WCAG 2.2 A and AA find against it.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import type { AxeResults, ElementContext, RunOptions } from 'axe-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const OPTIONS: RunOptions = {
  resultTypes: ['violations'],
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
}

/** Frames are pages of their own; the hidden field is antd's, which measures text in it and lets nobody reach it. */
const LEFT_OUT = ['iframe', 'textarea[name="hiddenTextarea"]']

/** One line a finding: rule, what it asks, and the first three places. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(settled)
  // The debugger's own evaluation: a script tag would be stopped by the page's policy, and rightly.
  await page.evaluate(SOURCE)
  const found = await page.evaluate(
    ([context, options]) => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> }
      }
      return axe.run(context, options)
    },
    [{ exclude: LEFT_OUT }, OPTIONS] as const,
  )
  return found.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes.length}) ${nodes
        .slice(0, 3)
        .map(({ target, html }) => `${target.join(' ')} ${html.slice(0, 160)}`)
        .join(' | ')}`,
  )
}

/** Runs in the page: resolves when nothing is on its way from one look to another. What turns for ever is left out. */
async function settled(): Promise<void> {
  const passing = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    .map(({ finished }) => finished.catch(() => undefined))
  await Promise.race([Promise.all(passing), new Promise((late) => setTimeout(late, 2_000))])
}
