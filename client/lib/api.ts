// The HTTP doors from a page: JSON in, JSON out, refusals as sentences.

import type { ApiRefusal } from '../../shared/protocol/http-api.ts'

export type ApiAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly sentence: string }

async function answerOf<T>(request: Promise<Response>): Promise<ApiAnswer<T>> {
  let response: Response
  try {
    response = await request
  } catch {
    return { ok: false, status: 0, code: 'offline', sentence: '连接不上服务器，请检查网络后重试。' }
  }
  const text = await response.text()
  let body: unknown = null
  try {
    body = text === '' ? null : JSON.parse(text)
  } catch {
    return {
      ok: false,
      status: response.status,
      code: 'unreadable',
      sentence: '服务器的回答无法读取，请稍后重试。',
    }
  }
  if (response.ok) return { ok: true, value: body as T }
  const refusal = (body as ApiRefusal | null)?.refusal
  return {
    ok: false,
    status: response.status,
    code: refusal?.code ?? 'unknown',
    sentence: refusal?.sentence ?? `请求未成功（${response.status}），请稍后重试。`,
  }
}

export function get<T>(path: string): Promise<ApiAnswer<T>> {
  return answerOf<T>(fetch(path, { credentials: 'same-origin' }))
}

export function post<T>(path: string, body: unknown): Promise<ApiAnswer<T>> {
  return answerOf<T>(
    fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
}

/** A file's bytes as they are; the server looks at what they hold. */
export function postFile<T>(path: string, file: Blob): Promise<ApiAnswer<T>> {
  return answerOf<T>(
    fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    }),
  )
}
