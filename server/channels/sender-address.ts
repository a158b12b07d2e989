// The network address a request is counted under, for limits only: never kept, never logged.

import type { IncomingMessage } from 'node:http'

/**
 * An IPv4 address, or the /64 of an IPv6 one (a household holds a whole /64). From a proxy on this machine it is the last
 * hop that proxy names; what anybody else writes into X-Forwarded-For is ignored.
 */
export function senderAddress(req: IncomingMessage): string {
  const peer = plain(req.socket.remoteAddress ?? '')
  const forwarded = req.headers['x-forwarded-for']
  if (!isLoopback(peer) || forwarded === undefined) return peer
  const hops = Array.isArray(forwarded) ? forwarded.join(',') : forwarded
  return plain(
    hops
      .slice(hops.lastIndexOf(',') + 1)
      .trim()
      .slice(0, 64),
  )
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '0:0:0:0'
}

function plain(address: string): string {
  const unmapped = address.startsWith('::ffff:') ? address.slice(7) : address
  return unmapped.includes(':') ? prefix64(unmapped) : unmapped
}

function prefix64(address: string): string {
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right]
  return groups.slice(0, 4).join(':').toLowerCase()
}
