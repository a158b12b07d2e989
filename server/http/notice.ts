// A page of a few sentences for whoever meets no page: its policy, its words, and the ways on from it.

import { randomBytes } from 'node:crypto'
import type { Response } from 'express'
import helmet from 'helmet'

export interface Notice {
  readonly status: number
  readonly title: string
  readonly lines: readonly string[]
  /** The refusal's code, for whoever is asked about it. */
  readonly code?: string
  /** Ways on, beside the home page; addresses of our own. */
  readonly links?: readonly { readonly href: string; readonly text: string }[]
}

export function newNonce(): string {
  return randomBytes(16).toString('base64')
}

/** Nothing from elsewhere, no inline script; inline style only with the page's nonce. */
export function setPolicy(response: Response, nonce: string): void {
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

/** All of it is our own words and addresses, never what came with a request. */
export function sendNotice(response: Response, notice: Notice): void {
  const nonce = newNonce()
  setPolicy(response, nonce)
  response.status(notice.status).set('Cache-Control', 'no-store').type('html').send(noticePage(nonce, notice))
}

function noticePage(nonce: string, { title, lines, code, links = [] }: Notice): string {
  const ways = [...links, { href: '/', text: '回到首页' }]
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
      a { color: #7a5900; display: inline-block; padding: 8px; }
      small { color: #4f5a6e; }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    ${lines.map((line) => `<p>${line}</p>`).join('\n    ')}
    ${ways.map(({ href, text }) => `<p><a href="${href.replace(/&/g, '&amp;')}">${text}</a></p>`).join('\n    ')}
    ${code === undefined ? '' : `<p><small>${code}</small></p>`}
  </body>
</html>
`
}
