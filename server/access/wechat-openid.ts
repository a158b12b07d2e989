// Asks WeChat whose code it is: bounded in time, size and number, and believed only where the answer has the documented shape.

import { z } from 'zod'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'

/** Source: developers.weixin.qq.com, 公众号 → 网页授权 → 通过 code 换取网页授权 access_token. */
const PATH = '/sns/oauth2/access_token'
export const WECHAT_API = 'https://api.weixin.qq.com'

const ANSWER_WITHIN_MS = 4_000
const ANSWER_MOST_BYTES = 16 * 1_024
/** WeChat's answers take about 100 ms: so many under way are 2,000 persons a second. */
const UNDER_WAY_MOST = 200
const CODE = /^[A-Za-z0-9_-]{1,512}$/

const Granted = z.object({
  openid: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  scope: z.string().max(200).optional(),
  /** 1: a preview page (快照页) with a made-up account, which would be a second voter. */
  is_snapshotuser: z.number().optional(),
})
const Refused = z.object({ errcode: z.number() })
/** invalid code; code been used; code missing; code expired. */
const CODE_FAULTS = [40_029, 40_163, 41_008, 42_003]

/** The person's openid, or why there is none. A code is good once: never ask twice with the same. */
export type AskOpenid = (code: string) => Promise<Result<string>>

export function createAskOpenid({
  appId,
  appSecret,
  onFault,
  api = WECHAT_API,
  withinMs = ANSWER_WITHIN_MS,
  underWayMost = UNDER_WAY_MOST,
}: {
  readonly appId: string
  readonly appSecret: string
  /** What an operator should know; never a code, an openid or a secret. */
  readonly onFault: (why: string) => void
  /** Another address and shorter waits are for tests. */
  readonly api?: string
  readonly withinMs?: number
  readonly underWayMost?: number
}): AskOpenid {
  let underWay = 0

  const fault = (why: string): Result<string> => {
    onFault(why)
    return refuse('wechat_unreachable')
  }
  const ask = async (code: string): Promise<Result<string>> => {
    const query = new URLSearchParams({
      appid: appId,
      secret: appSecret,
      code,
      grant_type: 'authorization_code',
    })
    let text: string | null
    try {
      const answer = await fetch(`${api}${PATH}?${query.toString()}`, {
        signal: AbortSignal.timeout(withinMs),
        redirect: 'error',
        headers: { accept: 'application/json' },
      })
      if (answer.status !== 200) {
        await answer.body?.cancel()
        return fault(`HTTP ${String(answer.status)}`)
      }
      text = await textUpTo(answer, ANSWER_MOST_BYTES)
    } catch (error) {
      // The error's own words may hold the address, and with it the secret.
      return fault(error instanceof Error ? error.name : 'failed')
    }
    if (text === null) return fault('too large')
    const json = attemptJson(text)
    const refused = Refused.safeParse(json)
    if (refused.success && refused.data.errcode !== 0) {
      const { errcode } = refused.data
      return CODE_FAULTS.includes(errcode)
        ? refuse('wechat_code_refused')
        : fault(`errcode ${String(errcode)}`)
    }
    const granted = Granted.safeParse(json)
    if (!granted.success) return fault('unreadable')
    return granted.data.is_snapshotuser === 1 ? refuse('wechat_snapshot') : ok(granted.data.openid)
  }

  return async (code) => {
    if (!CODE.test(code)) return refuse('wechat_code_refused')
    if (underWay >= underWayMost) return fault('too many under way')
    underWay += 1
    try {
      return await ask(code)
    } finally {
      underWay -= 1
    }
  }
}

/** Null where the body is larger; the rest of it is not read. */
async function textUpTo(answer: Response, most: number): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function attemptJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
