// P11: what the citizen's page weighs as it goes over the line, and how soon a display stands whole, beside a page with one word.

import { mkdirSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { firstFrameOf } from '../frames/first-frame.ts'
import { startServer } from './processes.ts'
import { openWindow, startReal } from './real-show.ts'

export interface PagesRun {
  readonly citizenBytes: { readonly br: number; readonly gzip: number }
  /** Round by round, both. */
  readonly firstFrameMs: readonly number[]
  readonly bareFrameMs: readonly number[]
}

export async function runPages(
  folder: string,
  rounds: number,
  progress: (line: string) => void,
): Promise<PagesRun> {
  const dataDir = join(folder, 'pages')
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const server = await startReal(dataDir)
  const bare = await startServer(join(import.meta.dirname, 'yardsticks/bare-page.ts'), {}, (said) => {
    const port = /port (\d+)/.exec(said)?.[1]
    return port === undefined ? null : Number(port)
  })
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    await openWindow(server)
    const base = `http://127.0.0.1:${server.port}`
    const paths = await pathsOfCitizen(browser, base)
    const [br, gzip] = [await servedBytes(base, paths, 'br'), await servedBytes(base, paths, 'gzip')]
    progress(`citizen's page: ${br} bytes by brotli, ${gzip} by gzip, in ${paths.length} answers`)
    const found = { display: [] as number[], bare: [] as number[] }
    const pages = [
      { name: 'display', url: `${base}/display?output=programme`, there: '[data-layer="up"] .tally-panel' },
      { name: 'bare', url: `http://127.0.0.1:${bare.port}/`, there: '.bare' },
    ] as const
    for (let round = 0; round < rounds; round++) {
      for (const { name, url, there } of round % 2 === 0 ? pages : pages.toReversed())
        found[name].push(await firstFrameOf(browser, url, there))
      progress(
        `round ${round + 1}/${rounds} first picture ${found.display.at(-1)?.toFixed(0)} ms, bare page ${found.bare.at(-1)?.toFixed(0)} ms`,
      )
    }
    return { citizenBytes: { br, gzip }, firstFrameMs: found.display, bareFrameMs: found.bare }
  } finally {
    await browser.close()
    await bare.stop()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Document, scripts and styles; fonts apart, since telephones have a Chinese one and fetch none. */
async function pathsOfCitizen(browser: Browser, base: string): Promise<readonly string[]> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  const paths = new Set<string>()
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    const counts = ['document', 'script', 'stylesheet'].includes(request.resourceType())
    if (counts && origin === base && !pathname.startsWith('/assets/fonts-')) paths.add(pathname)
  })
  await page.goto(`${base}/vote`, { waitUntil: 'networkidle' })
  await context.close()
  if (![...paths].some((path) => path.endsWith('.js'))) throw new Error('the citizen’s page has no script')
  return [...paths]
}

async function servedBytes(base: string, paths: readonly string[], encoding: string): Promise<number> {
  let sum = 0
  for (const path of paths) sum += await bytesOf(`${base}${path}`, encoding)
  return sum
}

/** Of the answer's body as it comes, still packed. */
function bytesOf(url: string, encoding: string): Promise<number> {
  return new Promise((found, fail) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length))
      answer.on('error', fail)
      answer.on('end', () => {
        if (answer.statusCode === 200) found(bytes)
        else fail(new Error(`${url} answered ${answer.statusCode}`))
      })
    }).on('error', fail)
  })
}
