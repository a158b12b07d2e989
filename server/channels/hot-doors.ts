// The doors that must be fast, served on node:http ahead of express on the same port; everything else is left to express.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createLimit, type LimitOptions } from '../access/limits.ts'
import type { OriginRule } from '../access/origin.ts'
import type { Clock } from '../clock.ts'
import { createAliyunDoor } from './aliyun.ts'
import { createDeviceTokens } from './device-token.ts'
import { refuseJson, type Door, type PollOn, type ReceiptOf, type Submit } from './door.ts'
import { createGatewayDoor } from './gateway.ts'
import { behindToken, noSuchDoor } from './path-token.ts'
import { createTencentDoor } from './tencent.ts'
import { createTwilioDoor } from './twilio.ts'
import { createDeviceDoor, createWebBallotDoor } from './web.ts'
import { wechatKeyOf } from './wechat-crypto.ts'
import { createWechatDoor } from './wechat.ts'

/** Null, or any of them empty: the channel is off and its door answers 404. */
export interface ChannelSecrets {
  readonly twilio: { readonly accountSid: string; readonly authToken: string } | null
  readonly wechat: {
    readonly token: string
    readonly appId: string
    readonly encodingAesKey: string
  } | null
  readonly aliyun: { readonly pathToken: string } | null
  readonly tencent: { readonly pathToken: string } | null
  readonly gateway: { readonly secret: string } | null
}

export type HotDoor = 'twilio' | 'wechat' | 'web' | 'aliyun' | 'tencent' | 'gateway'

export interface HotDoorsOptions {
  readonly secrets: ChannelSecrets
  /** At least 16 random bytes, the same after a restart: signs the web page's device tokens, keys Tencent's message ids. */
  readonly deviceSecret: Uint8Array
  /** As the world calls us, without a slash at its end: what Twilio signs. */
  readonly publicUrl: () => string
  readonly origins: OriginRule
  /** Whom a browser's WeChat cookie stands for, as `wechat:APPID:OPENID`; absent: nobody. */
  readonly wechatIdentityOf?: (cookieHeader: string | undefined) => string | null
  /** The city's access numbers as registered; empty: any number of our Twilio account. */
  readonly accessNumbers: () => readonly string[]
  readonly clock: Clock
  readonly submit: Submit
  /** BAL10: worked out only where an answer shows it. */
  readonly receiptOf: ReceiptOf
  /** What takes text at this channel and number now, so that a correction fits it (BAL7). */
  readonly pollOn: PollOn
  /** What is kept of an unfollowed WeChat account in the clear must go. */
  readonly forget?: (identity: string) => void
  /** Counts what came of every message, for /metrics; an outcome is an answer's kind or a refusal's code. */
  readonly observe?: (door: HotDoor, outcome: string) => void
  readonly limits?: Partial<HotDoorLimits>
}

export interface HotDoorLimits {
  /** Wrong signatures by address. */
  readonly failures: LimitOptions
  /** Device tokens by address. Wide, because a carrier puts thousands behind one. */
  readonly issued: LimitOptions
  /** Web ballots by address and by device. */
  readonly byAddress: LimitOptions
  readonly byDevice: LimitOptions
}

export const DEFAULT_LIMITS: HotDoorLimits = {
  failures: { perSecond: 2, burst: 20, keysMost: 10_000 },
  issued: { perSecond: 100, burst: 1_000, keysMost: 20_000 },
  byAddress: { perSecond: 100, burst: 1_000, keysMost: 20_000 },
  byDevice: { perSecond: 0.5, burst: 10, keysMost: 100_000 },
}

export type HotDoors = ((req: IncomingMessage, res: ServerResponse) => boolean) & {
  /** Of all its doors, closed ones too; a path token as `:token`. */
  readonly paths: readonly string[]
}

/**
 * A first listener for http.Server: true where it took the request and will answer it, false where it has not touched
 * it. Only exact paths are doors, a path token included; what follows `?` is the door's own.
 */
export function createHotDoors(options: HotDoorsOptions): HotDoors {
  const { clock, submit, publicUrl, accessNumbers, origins, receiptOf, pollOn } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const observeAs = (door: HotDoor) => (outcome: string) => options.observe?.(door, outcome)
  const failures = createLimit(limits.failures)

  const web = {
    tokens: createDeviceTokens(options.deviceSecret),
    wechatIdentityOf: options.wechatIdentityOf ?? (() => null),
    issued: createLimit(limits.issued),
    byAddress: createLimit(limits.byAddress),
    byDevice: createLimit(limits.byDevice),
    observe: observeAs('web'),
    ...{ clock, submit, origins, receiptOf, pollOn },
  }
  const twilio = twilioSecretsOf(options.secrets)
  const wechat = wechatSecretsOf(options.secrets)
  const { aliyun, tencent, gateway } = options.secrets
  const sms = { accessNumbers, clock, submit }
  const doors = new Map<string, Door>([
    [
      '/channels/twilio/sms',
      twilio === null
        ? closedDoor
        : createTwilioDoor({
            ...twilio,
            ...{ publicUrl, accessNumbers, clock, submit, failures, receiptOf, pollOn },
            observe: observeAs('twilio'),
          }),
    ],
    [
      '/channels/wechat',
      wechat === null
        ? closedDoor
        : createWechatDoor({
            ...wechat,
            ...{ clock, submit, failures, receiptOf, pollOn },
            forget: options.forget ?? (() => {}),
            observe: observeAs('wechat'),
          }),
    ],
    [
      '/channels/gateway',
      gateway === null || gateway.secret === ''
        ? closedDoor
        : createGatewayDoor({ ...sms, secret: gateway.secret, failures, observe: observeAs('gateway') }),
    ],
    ['/api/ballots', createWebBallotDoor(web)],
    ['/api/device', createDeviceDoor(web)],
  ])
  const tokenDoors: readonly TokenDoor[] = [
    tokenDoor(
      'aliyun',
      aliyun,
      createAliyunDoor({ ...sms, observe: observeAs('aliyun') }),
      observeAs('aliyun'),
    ),
    tokenDoor(
      'tencent',
      tencent,
      createTencentDoor({ ...sms, idSecret: options.deviceSecret, observe: observeAs('tencent') }),
      observeAs('tencent'),
    ),
  ]

  const serve = (req: IncomingMessage, res: ServerResponse) => {
    const url = req.url ?? ''
    const query = url.indexOf('?')
    const path = query < 0 ? url : url.slice(0, query)
    const door = doors.get(path) ?? doorBehindToken(tokenDoors, path)
    if (door === undefined) return false
    door(req, res)
    return true
  }
  return Object.assign(serve, {
    paths: [...doors.keys(), ...tokenDoors.map(({ under }) => `${under}:token`)],
  })
}

interface TokenDoor {
  readonly under: string
  readonly open: (token: string) => Door
}

/** Off, it answers as to a wrong token. */
function tokenDoor(
  name: 'aliyun' | 'tencent',
  secrets: { readonly pathToken: string } | null,
  door: Door,
  observe: (outcome: string) => void,
): TokenDoor {
  const token = secrets?.pathToken ?? ''
  const open = token === '' ? () => noSuchDoor : behindToken(token, door, () => observe('token_invalid'))
  return { under: `/channels/${name}/`, open }
}

function doorBehindToken(doors: readonly TokenDoor[], path: string): Door | undefined {
  if (!path.startsWith('/channels/')) return undefined
  const door = doors.find(({ under }) => path.startsWith(under))
  return door?.open(path.slice(door.under.length))
}

const closedDoor: Door = (_req, res) => {
  refuseJson(res, 404, { code: 'door_closed', detail: {} })
}

function twilioSecretsOf({ twilio }: ChannelSecrets): { accountSid: string; authToken: string } | null {
  if (twilio === null || twilio.accountSid === '' || twilio.authToken === '') return null
  return { accountSid: twilio.accountSid, authToken: twilio.authToken }
}

function wechatSecretsOf({ wechat }: ChannelSecrets): { token: string; appId: string; key: Buffer } | null {
  if (wechat === null || wechat.token === '' || wechat.appId === '') return null
  const key = wechatKeyOf(wechat.encodingAesKey)
  return key === null ? null : { token: wechat.token, appId: wechat.appId, key }
}
