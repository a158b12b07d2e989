// Makes the pushes of Aliyun's SmsUp: a JSON array of replies to an address that ends in a secret. None of the server's code.

import type { MadeRequest } from './signed-requests.ts'

export interface AliyunReply {
  readonly from: string
  readonly text: string
  readonly sentAtMs: number
  /** Digits, written as a JSON number; more of them than a number holds in real life. */
  readonly sequenceId: string
  readonly destCode?: string
}

export const aliyunPath = (token: string) => `/channels/aliyun/${token}`

/** `YYYY-MM-DD HH:mm:ss` in Chinese time. */
export function aliyunTime(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** One element as JSON text. */
export function aliyunElement({ from, text, sentAtMs, sequenceId, destCode = '1234' }: AliyunReply): string {
  const fields = {
    phone_number: from,
    send_time: aliyunTime(sentAtMs),
    content: text,
    sign_name: '问政台',
    dest_code: destCode,
  }
  return `${JSON.stringify(fields).slice(0, -1)},"sequence_id":${sequenceId}}`
}

/** A push of elements as JSON text. */
export function aliyunPush(token: string, elements: readonly string[]): MadeRequest {
  return {
    method: 'POST',
    path: aliyunPath(token),
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: `[${elements.join(',')}]`,
  }
}

/** The console's check of the address. */
export function aliyunCheck(token: string): MadeRequest {
  return { method: 'GET', path: aliyunPath(token), headers: {}, body: '' }
}
