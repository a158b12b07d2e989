// Serves the built pages with their content policy, hashed files for a year, and a Chinese page where there is none.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router, type Request, type Response } from 'express'
import helmet from 'helmet'
import { compressedAssets } from './compressed-assets.ts'
import { sendRefusal } from './errors.ts'
import type { ReadyReasons } from './readiness.ts'

/** A page's address → its file in dist/ (vite.config.ts). */
export const PAGES: Readonly<Record<string, string>> = {
  '/': 'client/citizen/index.html',
  '/vote': 'client/citizen/index.html',
  '/examiner': 'client/examiner/index.html',
  '/director': 'client/director/index.html',
  '/office': 'client/office/index.html',
  '/audit': 'client/audit/index.html',
  '/display': 'display/index.html',
}

/** Pages that are announced, and open with a later version. */
const NOT_YET = ['/results', '/receipt']

const YEAR_MS = 365 * 24 * 3_600_000

/** Which pages `dist` lacks, by address. */
export function missingPages(dist: string): readonly string[] {
  return Object.keys(PAGES).filter((address) => !existsSync(join(dist, PAGES[address] ?? '')))
}

/**
 * Pages and assets. `pagesClosed` says why pages are kept back (503): empty while they are open.
 * antd writes its styles while it runs: each page gets a nonce for them, as `<meta name="csp-nonce">` and in the policy.
 * `publicUrl`: how citizens reach us, as `<meta name="public-url">`: a display opened on this machine itself must not show
 * its own address on air.
 */
export function pageRoutes({
  dist,
  pagesClosed,
  publicUrl,
}: {
  readonly dist: string
  readonly pagesClosed: ReadyReasons
  readonly publicUrl: () => string
}): Router {
  const router = Router()
  const sources = new Map<string, string>()
  const sourceOf = (address: string): string | null => {
    const known = sources.get(address)
    if (known !== undefined) return known
    const file = join(dist, PAGES[address] ?? '')
    if (!existsSync(file)) return null
    const source = readFileSync(file, 'utf8')
    sources.set(address, source)
    return source
  }

  router.use(compressedAssets(join(dist, 'assets')))
  router.use(
    '/assets',
    express.static(join(dist, 'assets'), { immutable: true, maxAge: YEAR_MS, index: false }),
  )
  // Files a page needs under a fixed name, such as the tablet's offline worker.
  router.get(
    /^\/[a-z][a-z0-9-]*\.(js|svg|png|ico|webmanifest|txt)$/,
    express.static(dist, { index: false, maxAge: 0 }),
  )

  for (const address of Object.keys(PAGES)) {
    router.get(address, (_request, response) => {
      const why = pagesClosed()
      if (why.length > 0)
        return sendNotice(
          response,
          503,
          '暂时不能使用',
          why.map(({ sentence }) => sentence),
        )
      const source = sourceOf(address)
      if (source === null)
        return sendNotice(response, 503, '页面尚未构建', ['请在服务器上重新运行 npm start，它会先构建页面。'])
      const nonce = newNonce()
      setPolicy(response, nonce)
      response
        .set('Cache-Control', 'no-store')
        .type('html')
        .send(
          source.replace(
            '</head>',
            () => `${meta('csp-nonce', nonce)}${meta('public-url', publicUrl())}</head>`,
          ),
        )
    })
  }
  for (const address of NOT_YET) {
    router.get(address, (_request, response) => {
      sendNotice(response, 404, '尚未开通', ['这个页面还没有开通，敬请期待。'])
    })
  }
  return router
}

/** The end of the line: JSON for programs, a page for people. */
export function unknownPage(request: Request, response: Response): void {
  const forPeople = ['GET', 'HEAD'].includes(request.method) && request.accepts(['json', 'html']) === 'html'
  if (!forPeople || /^\/(api|channels|socket\.io)(\/|$)/.test(request.path)) {
    sendRefusal(response, { code: 'unknown_page', detail: {} })
    return
  }
  sendNotice(response, 404, '没有这个页面', ['请核对地址。', '参与评议请打开首页。'])
}

function meta(name: string, content: string): string {
  const quoted = content.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `<meta name="${name}" content="${quoted}" />`
}

function newNonce(): string {
  return randomBytes(16).toString('base64')
}

/** Nothing from elsewhere, no inline script; inline style only with the page's nonce. */
function setPolicy(response: Response, nonce: string): void {
  const policy = helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", `'nonce-${nonce}'`],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      workerSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      // The console frames the display, as its preview and programme monitors; nobody else's page may.
      frameSrc: ["'self'"],
      frameAncestors: ["'self'"],
    },
  })
  policy({} as never, response, () => undefined)
}

function sendNotice(response: Response, status: number, title: string, lines: readonly string[]): void {
  const nonce = newNonce()
  setPolicy(response, nonce)
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(noticePage(nonce, title, lines))
}

/** `title` and `lines` are our own sentences, never what came with a request. */
function noticePage(nonce: string, title: string, lines: readonly string[]): string {
  return `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · 问政台</title>
    <style nonce="${nonce}">
      body { margin: 0; min-height: 100vh; display: grid; place-content: center; gap: 16px; text-align: center;
             background: #f7f5f0; color: #14213d; font: 18px/1.7 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
      h1 { margin: 0; font-size: 32px; }
      p { margin: 0; padding: 0 24px; }
      a { color: #7a5900; }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    ${lines.map((line) => `<p>${line}</p>`).join('\n    ')}
    <p><a href="/">回到首页</a></p>
  </body>
</html>
`
}
