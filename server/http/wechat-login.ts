// WeChat's page authorisation (网页授权, snsapi_base): /wechat/login leads there, /wechat/back comes home with a code.

import { Router, type Request, type Response } from 'express'
import type { WechatIdentityAnswer } from '../../shared/protocol/http-api.ts'
import { UnitCode, WindowId } from '../../shared/basics/ids.ts'
import { sentenceOf, type Refusal } from '../../shared/basics/refusal.ts'
import { addressOf } from '../access/address.ts'
import { createLimit } from '../access/limits.ts'
import { createAskOpenid, WECHAT_API, type AskOpenid } from '../access/wechat-openid.ts'
import { createWechatPasses, type WechatPasses } from '../access/wechat-pass.ts'
import { createWechatStates, type BallotTarget, type WechatStates } from '../access/wechat-state.ts'
import type { Clock } from '../clock.ts'
import { statusOf } from './errors.ts'
import { sendNotice } from './notice.ts'

/** WeChat's addresses; others are for tests alone. */
export interface WechatOrigins {
  readonly open: string
  readonly api: string
}
const WECHAT: WechatOrigins = { open: 'https://open.weixin.qq.com', api: WECHAT_API }

/** Wide, because a carrier puts thousands behind one address. */
const BY_ADDRESS = { perSecond: 100, burst: 2_000, keysMost: 20_000 }

export interface WechatLogin {
  readonly appId: string
  readonly states: WechatStates
  readonly passes: WechatPasses
  readonly askOpenid: AskOpenid
  readonly open: string
}

/** `secret`: at least 16 random bytes, the same after a restart. `onFault` is told what an operator should know. */
export function createWechatLogin({
  account,
  secret,
  clock,
  publicUrl,
  onFault,
  origins = WECHAT,
}: {
  readonly account: { readonly appId: string; readonly appSecret: string }
  readonly secret: Uint8Array
  readonly clock: Clock
  readonly publicUrl: () => string
  readonly onFault: (why: string) => void
  readonly origins?: WechatOrigins | undefined
}): WechatLogin {
  const secure = () => publicUrl().startsWith('https:')
  const { appId } = account
  return {
    appId,
    states: createWechatStates({ secret, clock, secure }),
    passes: createWechatPasses({ appId, secret, clock, secure }),
    askOpenid: createAskOpenid({ ...account, onFault, api: origins.api }),
    open: origins.open,
  }
}

/**
 * `login` null: the feature is off. `domainProofs`: WeChat's files that prove whose domain this is, by name. An openid comes
 * in here and leaves only sealed; nothing of it is kept or logged.
 */
export function wechatRoutes({
  login,
  publicUrl,
  clock,
  domainProofs,
}: {
  readonly login: WechatLogin | null
  readonly publicUrl: () => string
  readonly clock: Clock
  readonly domainProofs: ReadonlyMap<string, string>
}): Router {
  const router = Router()
  const limit = createLimit(BY_ADDRESS)

  router.get('/api/wechat', (request, response) => {
    const pass = login?.passes.passOf(request.headers.cookie) ?? null
    const answer: WechatIdentityAnswer = {
      offered: login !== null,
      expiresAtMs: pass?.expiresAtMs ?? null,
    }
    response.set('Cache-Control', 'no-store').json(answer)
  })

  router.get(/^\/MP_verify_[A-Za-z0-9]+\.txt$/, (request, response, next) => {
    const proof = domainProofs.get(request.path.slice(1))
    if (proof === undefined) next()
    else response.set('Cache-Control', 'no-store').type('text/plain').send(proof)
  })

  /** Answers for the route where it is closed or knocked at too often. */
  const enter = (request: Request, response: Response): WechatLogin | null => {
    if (login === null) {
      turnAway(response, { code: 'door_closed', detail: {} }, NOWHERE)
      return null
    }
    const waitMs = limit.take(addressOf(request), clock.nowMs())
    if (waitMs === 0) return login
    const seconds = Math.ceil(waitMs / 1_000)
    response.set('Retry-After', String(seconds))
    turnAway(response, { code: 'too_many_requests', detail: { seconds } }, NOWHERE)
    return null
  }

  router.get('/wechat/login', (request, response) => {
    const open = enter(request, response)
    if (open === null) return
    const { state, setCookie } = open.states.begin(request.headers.cookie, targetOf(request))
    // In this order: WeChat compares the address with a pattern.
    const query = [
      `appid=${encodeURIComponent(open.appId)}`,
      `redirect_uri=${encodeURIComponent(`${publicUrl()}/wechat/back`)}`,
      'response_type=code',
      'scope=snsapi_base',
      `state=${state}`,
    ].join('&')
    response
      .set({ 'Set-Cookie': setCookie, 'Cache-Control': 'no-store' })
      .redirect(302, `${open.open}/connect/oauth2/authorize?${query}#wechat_redirect`)
  })

  router.get('/wechat/back', async (request, response) => {
    const open = enter(request, response)
    if (open === null) return
    const { code, state } = request.query
    const target = typeof state === 'string' ? open.states.redeem(state, request.headers.cookie) : null
    if (target === null) return turnAway(response, { code: 'wechat_state_invalid', detail: {} }, NOWHERE)
    // Without a code the person said no, or WeChat did.
    const openid = await open.askOpenid(typeof code === 'string' ? code : '')
    if (!openid.ok) return turnAway(response, openid.refusal, target)
    response
      .set({ 'Set-Cookie': open.passes.setCookie(openid.value), 'Cache-Control': 'no-store' })
      // The code stands in this page's address: it goes to nobody as a referrer.
      .set('Referrer-Policy', 'no-referrer')
      .redirect(303, addressFor('/vote', target))
  })

  return router
}

const NOWHERE: BallotTarget = { poll: null, unit: null }

/** Only a poll and a unit are taken along: no address of anybody else's. */
function targetOf(request: Request): BallotTarget {
  const poll = WindowId.safeParse(request.query['poll'])
  const unit = UnitCode.safeParse(Number(request.query['unit']))
  return { poll: poll.success ? poll.data : null, unit: unit.success ? unit.data : null }
}

function addressFor(page: string, { poll, unit }: BallotTarget, more: readonly string[] = []): string {
  const query = [
    ...(poll === null ? [] : [`poll=${poll}`]),
    ...(unit === null ? [] : [`unit=${String(unit)}`]),
    ...more,
  ]
  return query.length === 0 ? page : `${page}?${query.join('&')}`
}

/** A page with the reason and two ways on: again through WeChat, or as the web page's ballot. */
function turnAway(response: Response, refusal: Refusal, target: BallotTarget): void {
  const closed = refusal.code === 'door_closed'
  sendNotice(response.set('Referrer-Policy', 'no-referrer'), {
    status: statusOf(refusal.code),
    title: '没有取得微信身份',
    lines: [sentenceOf(refusal), ...(closed ? [] : ['也可以不用微信身份评议：网页票另列公布，不计入排名。'])],
    code: refusal.code,
    links: [
      ...(closed ? [] : [{ href: addressFor('/wechat/login', target), text: '重新通过微信进入' }]),
      { href: addressFor('/vote', target, ['as=web']), text: '按网页方式评议' },
    ],
  })
}
