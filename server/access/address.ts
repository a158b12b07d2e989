// The network address a request is counted under: for limits, and to tell the console where a display is; never kept, never logged.

import type { IncomingMessage } from 'node:http'

/**
 * An IPv4 address, or the /64 of an IPv6 one (a household holds a whole /64); '' for this machine itself. From a proxy on
 * this machine it is the last hop the proxy names; what anybody else writes into X-Forwarded-For is ignored.
 */
export function addressOf(request: Pick<IncomingMessage, 'headers' | 'socket'>): string {
  const peer = request.socket.remoteAddress ?? ''
  if (!isThisMachine(peer)) return networkOf(peer)
  const forwarded = request.headers['x-forwarded-for']
  const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',')
  const lastHop = hops.at(-1)?.trim().slice(0, 64) ?? ''
  return isThisMachine(lastHop) ? '' : networkOf(lastHop)
}

function isThisMachine(address: string): boolean {
  return address === '' || address === '::1' || /^(::ffff:)?127\./.test(address)
}

function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':')
}
