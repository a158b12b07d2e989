// Finds one's own server and speaks to it, and to no other: it must hold the secrets of our data folder before anything is sent.

import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { TLSSocket } from 'node:tls'
import { createDeviceTokens } from '../../server/channels/device-token.ts'
import type { Config } from '../../server/config.ts'
import type { MadeRequest } from '../requests/signed-requests.ts'

export interface OwnServer {
  /** Without a slash at its end. */
  readonly base: string
  /** Issued by it. */
  readonly deviceToken: string
  /** Rejects where no answer comes in time. */
  ask(made: MadeRequest): Promise<{ readonly status: number; readonly text: string }>
}

const PATIENCE_MS = 10_000
const ANSWER_MOST = 4 * 1024 * 1024

/** How the server calls itself where PUBLIC_URL is not set; a free port cannot be known. */
export function localUrlOf({ host, port, tls }: Pick<Config, 'host' | 'port' | 'tls'>): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `${tls === null ? 'http' : 'https'}://${name}:${String(port)}`
}

/**
 * The first of PUBLIC_URL and this machine's own address where our server answers; else why neither does, in Chinese. The
 * proof is the token for browsers: only who holds `deviceSecret` can issue one.
 */
export async function findOwnServer(
  config: Pick<Config, 'host' | 'port' | 'tls' | 'publicUrl'>,
  deviceSecret: Uint8Array,
): Promise<
  { readonly server: OwnServer; readonly notes: readonly string[] } | { readonly why: readonly string[] }
> {
  const tokens = createDeviceTokens(deviceSecret)
  const local = localUrlOf(config)
  const notes: string[] = []
  for (const base of config.publicUrl === null ? [local] : [config.publicUrl, local]) {
    const pinned = base === local && config.tls !== null ? fingerprintOf(config.tls.certFile) : null
    const ask = (made: MadeRequest) => send(base, made, pinned)
    try {
      const { text } = await ask({ method: 'GET', path: '/api/device', headers: {}, body: '' })
      const deviceToken = tokenIn(text)
      if (deviceToken !== null && tokens.verify(deviceToken) !== null) {
        return { server: { base, deviceToken, ask }, notes }
      }
      notes.push(`${base} 有应答，但不是使用本数据目录的服务器，什么也没有发给它。`)
    } catch (error) {
      notes.push(`${base} 连不上：${error instanceof Error ? error.message : String(error)}。`)
    }
  }
  return { why: notes }
}

function tokenIn(text: string): string | null {
  try {
    const { deviceToken } = JSON.parse(text) as { readonly deviceToken?: unknown }
    return typeof deviceToken === 'string' ? deviceToken : null
  } catch {
    return null
  }
}

const fingerprintOf = (certFile: string) => new X509Certificate(readFileSync(certFile)).fingerprint256

/** Follows no redirection. `pinned`: on this machine the certificate is for another name, so it must be the very file. */
function send(
  base: string,
  { method, path, headers, body }: MadeRequest,
  pinned: string | null,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const take = (response: IncomingMessage) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > ANSWER_MOST) response.destroy(new Error('the answer is too large'))
        else chunks.push(chunk)
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      )
    }
    const url = new URL(base + path)
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) }
    const options = { method, headers: { ...headers, ...length }, timeout: PATIENCE_MS, agent: false }
    const request: ClientRequest =
      url.protocol === 'http:'
        ? plainRequest(url, options, take)
        : tlsRequest(url, { ...options, rejectUnauthorized: pinned === null }, take)
    request.on('timeout', () => request.destroy(new Error('no answer in time')))
    request.on('error', reject)
    if (pinned === null) {
      request.end(body)
      return
    }
    request.on('socket', (socket) => {
      socket.once('secureConnect', () => {
        const seen = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined
        if (seen === pinned) request.end(body)
        else request.destroy(new Error('its certificate is not that of TLS_CERT'))
      })
    })
  })
}
