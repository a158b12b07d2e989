// The graphics in a renderer's page in real Chromium: every action of OGraf v1, overlapping ones, a live server, a template under attack.

import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GRAPHICS } from '../../display/graphics/catalogue.ts'
import { TEMPLATE_FILE } from '../../display/graphics/template/template-page.ts'
import { buildGraphics } from '../../scripts/build-graphics.ts'
import { launchChromium } from '../support/chromium.ts'
import { startLiveServer, type LiveServer } from '../support/live-server.ts'
import { serveFolder, type ServedFolder } from '../support/serve-folder.ts'
import { prepareShow, type TestShow } from '../support/test-show.ts'

const RENDERER = `<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">
<script>window.load = (main) => import(main)</script>
<style>p { margin: 40px; color: red } .plate { display: none }</style></head>
<body style="margin:0;background:transparent"><div id="layer" style="position:absolute;inset:0"></div></body></html>`

const folder = mkdtempSync(join(tmpdir(), 'wenzheng-graphics-'))
let renderer: ServedFolder
let stranger: ServedFolder
let server: LiveServer
let show: TestShow
let browser: Browser

beforeAll(async () => {
  await buildGraphics(folder)
  const pages = { '/renderer.html': RENDERER }
  ;[renderer, stranger, browser] = await Promise.all([
    serveFolder(folder, { pages }),
    serveFolder(folder, { pages }),
    launchChromium(),
  ])
  server = await startLiveServer({ GRAPHICS_ORIGINS: renderer.origin })
  show = await prepareShow(server, 7)
  await show.director.run({ type: 'TakeSegment', sessionId: show.sessionId, segmentId: show.scoring })
}, 60_000)

afterAll(async () => {
  await browser.close()
  await Promise.all([renderer.close(), stranger.close()])
  await server.remove()
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  readonly statusCode?: number
  readonly currentStep?: number
}
type Call = readonly [method: string, params: object]

/** A renderer's page, with everything it complained of and every address outside of these origins that it asked for. */
async function rendererPage(from: ServedFolder = renderer): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 960, height: 540 } })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    const isOurs = [from.origin, server.base, server.base.replace('http', 'ws')].includes(origin)
    if (protocol !== 'data:' && !isOurs) complaints.push(`outside: ${request.url()}`)
  })
  await page.goto(`${from.origin}/renderer.html`)
  return { page, complaints }
}

/** Makes the graphic's element, attached or not; the page keeps it as `graphic`. */
async function make(page: Page, key: string, attached = true): Promise<void> {
  await page.evaluate(
    async ({ main, name, hang }) => {
      const { load } = window as unknown as {
        load: (main: string) => Promise<{ default: CustomElementConstructor }>
      }
      const module = await load(main)
      if (customElements.get(name) === undefined) customElements.define(name, module.default)
      const element = document.createElement(name)
      if (hang) document.getElementById('layer')!.replaceChildren(element)
      Object.assign(window, { graphic: element })
    },
    { main: `/${key}.mjs`, name: `test-${key}`, hang: attached },
  )
}

/** Calls one after another, or all at once; and says how long each took, in ms. */
function call(
  page: Page,
  calls: readonly Call[],
  atOnce = false,
): Promise<{ answer: Answer; tookMs: number }[]> {
  return page.evaluate(
    async ({ wanted, together }) => {
      const graphic = (window as unknown as { graphic: Record<string, (params: object) => Promise<object>> })
        .graphic
      const one = async ([method, params]: (typeof wanted)[number]) => {
        const since = performance.now()
        const answer = await graphic[method]!(params)
        return { answer, tookMs: performance.now() - since }
      }
      if (together) return Promise.all(wanted.map(one))
      const answers = []
      for (const each of wanted) answers.push(await one(each))
      return answers
    },
    { wanted: calls as [string, object][], together: atOnce },
  )
}

const LOAD: Call = ['load', { renderType: 'realtime', renderCharacteristics: {} }]
const loadWith = (data: object): Call => ['load', { data, ...LOAD[1] }]

/** Painted pixels, and those in the corners, of the whole page. */
async function paint(page: Page): Promise<{ painted: number; corners: number }> {
  const photo = (await page.screenshot({ omitBackground: true })).toString('base64')
  return page.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
    const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')!
    pen.drawImage(image, 0, 0)
    const { data } = pen.getImageData(0, 0, image.width, image.height)
    let painted = 0
    for (let at = 3; at < data.length; at += 4) if (data[at]! > 0) painted += 1
    const alphaAt = (x: number, y: number) => data[(y * image.width + x) * 4 + 3]!
    const [right, bottom] = [image.width - 3, image.height - 3]
    const corners = alphaAt(2, 2) + alphaAt(right, 2) + alphaAt(2, bottom) + alphaAt(right, bottom)
    return { painted, corners }
  }, photo)
}

const wordsIn = (page: Page) =>
  page.evaluate(() => (window as unknown as { graphic: HTMLElement }).graphic.shadowRoot?.textContent ?? '')

describe('every graphic', () => {
  let page: Page
  let complaints: string[]
  beforeAll(async () => {
    ;({ page, complaints } = await rendererPage())
  })

  test.each(GRAPHICS.map(({ key }) => key))('%s keeps the interface', async (key) => {
    const { main, stepCount } = JSON.parse(readFileSync(join(folder, `${key}.ograf.json`), 'utf8')) as {
      main: string
      stepCount: number
    }
    expect(readdirSync(folder)).toContain(main)
    await make(page, key, false)
    const answers = await call(page, [
      LOAD,
      ['playAction', { skipAnimation: true }],
      ['updateAction', { data: { nothing: 'of ours' }, skipAnimation: true }],
      ['updateAction', { data: { server: 7, title: 7 } }],
      ['customAction', { id: 'nothing', payload: {} }],
      ['playAction', { goto: stepCount, skipAnimation: true }],
      ['stopAction', { skipAnimation: true }],
      ['playAction', { delta: '1' }],
      ['dispose', {}],
      ['playAction', {}],
      LOAD,
      ['dispose', {}],
    ])
    const codes = answers.map(({ answer }) => answer.statusCode)
    expect(codes).toEqual([200, 200, 200, 400, 404, 200, 200, 400, 200, 409, 200, 200])
    expect(answers[1]?.answer.currentStep).toBe(0)
    expect(answers[5]?.answer).not.toHaveProperty('currentStep')
    expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(3_000)
    expect(complaints).toEqual([])
  })

  test('paints nothing before it is played, and nothing outside its plate', async () => {
    await make(page, 'lower-third')
    await call(page, [loadWith({ title: '市城市管理执法委员会', subtitle: '党组书记、主任' })])
    expect(await paint(page)).toEqual({ painted: 0, corners: 0 })
    await call(page, [['playAction', {}]])
    const { painted, corners } = await paint(page)
    expect(painted).toBeGreaterThan(5_000)
    expect(corners).toBe(0)
    expect(await wordsIn(page)).toContain('市城市管理执法委员会')
    await call(page, [['stopAction', {}]])
    expect((await paint(page)).painted).toBe(0)
  })

  test("is not touched by the page's styles, nor the page by its", async () => {
    await make(page, 'notice')
    await call(page, [
      loadWith({ title: '公告', lines: '第一条\n\n第二条' }),
      ['playAction', { skipAnimation: true }],
    ])
    expect(await wordsIn(page)).toMatch(/公告.*第一条.*第二条/)
    const looks = await page.evaluate(() => {
      const { shadowRoot } = (window as unknown as { graphic: HTMLElement }).graphic
      const plate = shadowRoot!.querySelector('.plate') ?? shadowRoot!.querySelector('[class]')!
      const own = document.createElement('p')
      document.body.append(own)
      const margin = getComputedStyle(own).margin
      own.remove()
      return { plate: getComputedStyle(plate).display, margin, family: getComputedStyle(plate).fontFamily }
    })
    expect(looks.plate).not.toBe('none')
    expect(looks.margin).toBe('40px')
    expect(looks.family).toContain('Noto Sans SC Variable')
  })

  test('takes overlapping actions: each is answered, and the newest stands', async () => {
    await make(page, 'lower-third')
    await call(page, [loadWith({ title: '甲' })])
    const answers = await call(
      page,
      [
        ['playAction', {}],
        ['updateAction', { data: { title: '乙' } }],
        ['stopAction', {}],
        ['playAction', {}],
        ['updateAction', { data: { title: '丙' } }],
      ],
      true,
    )
    expect(answers.map(({ answer }) => answer.statusCode)).toEqual([200, 200, 200, 200, 200])
    expect(answers[3]?.answer.currentStep).toBe(0)
    expect(await wordsIn(page)).toContain('丙')
    expect((await paint(page)).painted).toBeGreaterThan(5_000)
    await call(
      page,
      [
        ['playAction', {}],
        ['dispose', {}],
      ],
      true,
    )
    expect((await paint(page)).painted).toBe(0)
    expect(complaints).toEqual([])
  })
})

describe('with a live server', () => {
  test('a scene is fetched from it and follows it; the air keeps its picture while it is gone', async () => {
    const { page, complaints } = await rendererPage()
    await make(page, 'unit-title')
    await call(page, [loadWith({ server: server.base }), ['playAction', {}]])
    await expect.poll(() => wordsIn(page), { timeout: 10_000 }).toContain(show.unit.name)
    const before = await paint(page)
    expect(before.painted).toBeGreaterThan(20_000)
    expect(before.corners).toBe(0)
    await server.kill('SIGKILL')
    await page.waitForTimeout(1_500)
    expect((await paint(page)).painted).toBe(before.painted)
    await server.start()
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a page that was not named gets nothing, and one that was may only look', async () => {
    const { page } = await rendererPage(stranger)
    await make(page, 'unit-title')
    await call(page, [loadWith({ server: server.base }), ['playAction', {}]])
    await page.waitForTimeout(1_500)
    expect((await paint(page)).painted).toBe(0)
    await page.close()

    const { io } = await import('socket.io-client')
    const refusalOf = (auth: object) =>
      new Promise<string>((told) => {
        const socket = io(server.base, {
          ...{ transports: ['websocket'], forceNew: true, reconnection: false, auth },
          extraHeaders: { origin: renderer.origin, cookie: show.director.cookie },
        })
        socket.on('connect', () => {
          told('connected')
          socket.disconnect()
        })
        socket.on('connect_error', (error: Error & { data?: { refusal?: { code: string } } }) => {
          told(error.data?.refusal?.code ?? error.message)
        })
      })
    expect(await refusalOf({ kind: 'public' })).toBe('connected')
    expect(await refusalOf({ kind: 'display', output: 'programme' })).toBe('connected')
    expect(await refusalOf({ kind: 'account' })).toBe('not_allowed')
  })
})

describe('the template for CasparCG and SPX', () => {
  const HOSTILE = [
    '<img src=x onerror="window.pwned=1">',
    '"};window.pwned=1;//',
    '\\"};window.pwned=1;//',
    '</script><script>window.pwned=1</script>',
    "javascript:window.pwned=1//'",
  ]

  test('brings a scene up and down by its five calls', async () => {
    const { page, complaints } = await rendererPage()
    await page.goto(`${renderer.origin}/${TEMPLATE_FILE}`)
    await page.waitForFunction(() => 'update' in window)
    const run = (script: string) => page.evaluate(script)
    expect(await run('typeof SPXGCTemplateDefinition.DataFields')).toBe('object')
    await run(`update(${JSON.stringify(JSON.stringify({ f0: 'unit-title', f1: server.base }))})`)
    await page.waitForTimeout(300)
    expect((await paint(page)).painted).toBe(0)
    await run('play()')
    const words = () =>
      page.evaluate(
        () => document.querySelector('wenzheng-graphic-unit-title')?.shadowRoot?.textContent ?? '',
      )
    await expect.poll(words, { timeout: 10_000 }).toContain(show.unit.name)
    await run('stop()')
    await expect.poll(async () => (await paint(page)).painted, { timeout: 5_000 }).toBe(0)
    await run('remove()')
    await expect.poll(() => page.evaluate(() => document.body.childElementCount), { timeout: 5_000 }).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('reads whatever is passed, and runs nothing of it', async () => {
    const { page } = await rendererPage()
    await page.goto(`${renderer.origin}/${TEMPLATE_FILE}`)
    await page.waitForFunction(() => 'update' in window)
    const fields = ['f0', 'f1', 'f2', 'f3', 'f4']
    const passed = HOSTILE.flatMap((hostile) => [
      hostile,
      ...fields.flatMap((field) => [
        JSON.stringify({ f0: 'output', [field]: hostile }),
        `<templateData><componentData id="${field}"><data id="text" value="${hostile}"/></componentData></templateData>`,
      ]),
    ])
    await page.evaluate((texts) => {
      const { update } = window as unknown as { update: (text: string) => void }
      for (const text of texts) update(text)
    }, passed)
    await page.evaluate('play()')
    await page.waitForTimeout(200)
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(await page.evaluate(() => document.querySelectorAll('img, body script').length)).toBe(0)
    await page.close()
  })
})
