// Serves the built pages with their content policy, hashed files for a year, and a Chinese page where there is none.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router, type Request, type Response } from 'express'
import { compressedAssets } from './compressed-assets.ts'
import { sendRefusal } from './errors.ts'
import { newNonce, sendNotice, setPolicy } from './notice.ts'
import type { ReadyReasons } from './readiness.ts'

/** A page's address → its file in dist/ (vite.config.ts). */
export const PAGES: Readonly<Record<string, string>> = {
  '/': 'client/citizen/index.html',
  '/vote': 'client/citizen/index.html',
  '/receipt': 'client/citizen/index.html',
  '/promises': 'client/citizen/index.html',
  '/results': 'client/citizen/index.html',
  '/examiner': 'client/examiner/index.html',
  '/director': 'client/director/index.html',
  '/office': 'client/office/index.html',
  '/audit': 'client/audit/index.html',
  '/review': 'client/review/index.html',
  '/display': 'display/index.html',
}

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

  // Graphics for a broadcaster's own system (npm run build:graphics); its page may be of another origin.
  router.use(
    '/graphics',
    (_request, response, next) => {
      response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' })
      next()
    },
    express.static(`${dist}-graphics`, { index: false, maxAge: 0 }),
  )
  router.use(compressedAssets(join(dist, 'assets')))
  router.use(
    '/assets',
    express.static(join(dist, 'assets'), { immutable: true, maxAge: YEAR_MS, index: false }),
  )
  // Files a page needs under a fixed name, such as the offline worker.
  router.get(
    /^\/[a-z][a-z0-9-]*\.(js|svg|png|ico|webmanifest|txt)$/,
    express.static(dist, { index: false, maxAge: 0 }),
  )

  for (const address of Object.keys(PAGES)) {
    router.get(address, (_request, response) => {
      const why = pagesClosed()
      if (why.length > 0)
        return sendNotice(response, {
          status: 503,
          title: '暂时不能使用',
          lines: why.map(({ sentence }) => sentence),
        })
      const source = sourceOf(address)
      if (source === null)
        return sendNotice(response, {
          status: 503,
          title: '页面尚未构建',
          lines: ['请在服务器上重新运行 npm start，它会先构建页面。'],
        })
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
  return router
}

/** The end of the line: JSON for programs, a page for people. */
export function unknownPage(request: Request, response: Response): void {
  const forPeople = ['GET', 'HEAD'].includes(request.method) && request.accepts(['json', 'html']) === 'html'
  if (!forPeople || /^\/(api|channels|socket\.io)(\/|$)/.test(request.path)) {
    sendRefusal(response, { code: 'unknown_page', detail: {} })
    return
  }
  sendNotice(response, {
    status: 404,
    title: '没有这个页面',
    lines: ['请核对地址。', '参与评议请打开首页。'],
  })
}

function meta(name: string, content: string): string {
  const quoted = content.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `<meta name="${name}" content="${quoted}" />`
}
