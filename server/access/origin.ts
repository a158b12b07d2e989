// Which pages may speak to us: the Origin a browser states must be one of ours (CSRF, cross-site sockets).

import { isIP } from 'node:net'

export interface OriginRule {
  /**
   * Whether a request with these headers may change something or open a socket. A browser always states the Origin there;
   * what states none is no page, and may act with a token it holds but never with a cookie.
   */
  allows(headers: {
    readonly origin?: string | undefined
    readonly host?: string | undefined
    readonly cookie?: string | undefined
  }): boolean
  /** Whether the page is a renderer's that was named: it may look at what everybody may see, and nothing else. */
  isRenderer(headers: { readonly origin?: string | undefined }): boolean
}

/**
 * `publicUrl`: the address outside proxies give us, or null. `names`: host names and addresses this machine answers to
 * besides loopback; a name that merely resolves to us (DNS rebinding) is not among them. `renderers`: origins of pages in which
 * a broadcaster's system shows our graphics.
 */
export function createOriginRule({
  publicUrl,
  names,
  tls,
  renderers = [],
}: {
  readonly publicUrl: string | null
  readonly names: () => readonly string[]
  readonly tls: boolean
  readonly renderers?: readonly string[]
}): OriginRule {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin
  const scheme = tls ? 'https:' : 'http:'

  return {
    allows({ origin, host, cookie }) {
      if (origin === undefined) return cookie === undefined
      if (origin === publicOrigin) return true
      if (!URL.canParse(origin)) return false
      const { protocol, host: ownHost, hostname } = new URL(origin)
      if (protocol !== scheme || ownHost !== host?.toLowerCase()) return false
      const bare = hostname.replace(/^\[|\]$/g, '')
      return isLoopback(bare) || names().some((name) => name.toLowerCase() === bare)
    },
    isRenderer: ({ origin }) => origin !== undefined && renderers.includes(origin),
  }
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}
