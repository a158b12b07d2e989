// Makes Tencent Cloud's callbacks of SMS replies: one JSON object to an address that ends in a secret. None of the server's code.

import type { MadeRequest } from './signed-requests.ts'

export interface TencentReply {
  readonly nationcode: string
  readonly mobile: string
  readonly text: string
  /** Its seconds are what arrives. */
  readonly sentAtMs: number
  readonly extend?: string
}

export function tencentRequest(token: string, reply: TencentReply): MadeRequest {
  const { nationcode, mobile, text, sentAtMs, extend = '' } = reply
  return tencentBody(token, {
    ...{ extend, mobile, nationcode, sign: '问政台', text },
    time: Math.floor(sentAtMs / 1_000),
  })
}

/** The same with any body. */
export function tencentBody(token: string, body: unknown): MadeRequest {
  return {
    method: 'POST',
    path: `/channels/tencent/${token}`,
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}
