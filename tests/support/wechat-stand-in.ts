// WeChat's two addresses of page authorisation on this machine: it knows its persons, gives codes of one use, and misbehaves on demand.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the code's exchange is answered with, instead of what is right. */
export type Misbehaviour = (res: ServerResponse) => void

export interface WechatStandIn extends AsyncDisposable {
  /** For both addresses. */
  readonly origin: string
  /** Who sits before the browser that comes next. */
  openid: string
  /** Null: it behaves. */
  misbehave: Misbehaviour | null
  /** Queries of the exchange as they came. */
  readonly asked: readonly URLSearchParams[]
  /** A code of `openid`, as if the browser had been sent home with it. */
  newCode(): string
}

export const STAND_IN_APP = { appId: 'wxba5fad812f8e6fb9', appSecret: 'unused-in-tests' } as const

/** Source of its answers: developers.weixin.qq.com, 公众号 → 网页授权. */
export async function startWechatStandIn(): Promise<WechatStandIn> {
  const codes = new Map<string, { readonly openid: string; used: boolean }>()
  const asked: URLSearchParams[] = []
  let made = 0

  const json = (res: ServerResponse, body: unknown) => {
    // As WeChat does: JSON under another name.
    res.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(body))
  }
  const authorize = (res: ServerResponse, query: URLSearchParams) => {
    const keys = [...query.keys()].join()
    const back = query.get('redirect_uri') ?? ''
    const right =
      keys === 'appid,redirect_uri,response_type,scope,state' &&
      query.get('appid') === STAND_IN_APP.appId &&
      query.get('scope') === 'snsapi_base' &&
      /^[a-zA-Z0-9]{1,128}$/.test(query.get('state') ?? '')
    if (!right) res.writeHead(400).end('该链接无法访问')
    else
      res.writeHead(302, { location: `${back}?code=${standIn.newCode()}&state=${query.get('state')}` }).end()
  }
  const exchange = (res: ServerResponse, query: URLSearchParams) => {
    asked.push(query)
    if (standIn.misbehave !== null) return standIn.misbehave(res)
    if (query.get('appid') !== STAND_IN_APP.appId)
      return json(res, { errcode: 40013, errmsg: 'invalid appid' })
    if (query.get('secret') !== STAND_IN_APP.appSecret)
      return json(res, { errcode: 40125, errmsg: 'invalid appsecret' })
    const code = codes.get(query.get('code') ?? '')
    if (code === undefined) return json(res, { errcode: 40029, errmsg: 'invalid code' })
    if (code.used) return json(res, { errcode: 40163, errmsg: 'code been used' })
    code.used = true
    json(res, {
      ...{ access_token: 'ACCESS', expires_in: 7200, refresh_token: 'REFRESH' },
      ...{ openid: code.openid, scope: 'snsapi_base' },
    })
  }
  const server = createServer((req: IncomingMessage, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://stand-in')
    if (pathname === '/connect/oauth2/authorize') authorize(res, searchParams)
    else if (pathname === '/sns/oauth2/access_token') exchange(res, searchParams)
    else res.writeHead(404).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const standIn: WechatStandIn = {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    openid: 'oStandIn0000000000000000001',
    misbehave: null,
    asked,
    newCode() {
      made += 1
      const code = `CODE${String(made).padStart(28, '0')}`
      codes.set(code, { openid: standIn.openid, used: false })
      return code
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return standIn
}
