// Start-up check for the studio network: which address tablets use, and what they will lack there.

import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

/** Names of interfaces that lead to no tablet: containers, bridges, tunnels. */
const NOT_A_LAN = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|wg|tailscale|zt|cni|flannel|lo)/

const LIKELIEST = [/^192\.168\./, /^10\./, /^172\.(1[6-9]|2\d|3[01])\./]

/** This machine's IPv4 addresses in networks it shares, likeliest first. */
export function lanAddresses(
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): readonly string[] {
  const rank = (address: string) => {
    const found = LIKELIEST.findIndex((net) => net.test(address))
    return found === -1 ? LIKELIEST.length : found
  }
  return Object.entries(interfaces)
    .filter(([name]) => !NOT_A_LAN.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(
      ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
    )
    .map(({ address }) => address)
    .sort((a, b) => rank(a) - rank(b))
}

export interface Reach {
  /** What tablets open, without a slash at its end. Null: nothing outside this machine reaches us. */
  readonly tablets: string | null
  /** Whole Chinese sentences: what is missing, and what to do. */
  readonly advice: readonly string[]
}

/**
 * `host`: what we listen on. `certificate`: PEM, or null without TLS. `publicUrl`: the address given by PUBLIC_URL, or null.
 */
export function reachOf({
  host,
  port,
  publicUrl,
  certificate,
  addresses,
  nowMs,
}: {
  readonly host: string
  readonly port: number
  readonly publicUrl: string | null
  readonly certificate: string | null
  readonly addresses: readonly string[]
  readonly nowMs: number
}): Reach {
  const everywhere = host === '0.0.0.0' || host === '::'
  const ours = everywhere ? addresses : isLoopback(host) ? [] : [host]
  const scheme = certificate === null ? 'http' : 'https'
  const advice: string[] = []
  const named = certificate === null ? null : namesIn(certificate, nowMs)
  if (named !== null) advice.push(...named.advice)

  const covered = named === null ? ours : ours.filter((address) => named.covers(address))
  if (publicUrl !== null && !isLoopback(new URL(publicUrl).hostname)) {
    if (publicUrl.startsWith('http:')) advice.push(...WITHOUT_TLS)
    return { tablets: publicUrl, advice }
  }
  if (ours.length === 0) {
    advice.push(
      everywhere
        ? '没有找到局域网地址：请先连接演播室网络，再重新启动。'
        : '只有本机可以打开；要让平板连接，请用 npm start -- --lan 启动。',
    )
    return { tablets: null, advice }
  }
  if (certificate === null) advice.push(...WITHOUT_TLS)
  else if (covered.length === 0) {
    advice.push(`证书不包含本机地址 ${ours.join('、')}：请把平板要用的域名解析到本机，并设置 PUBLIC_URL。`)
  }
  const [first, ...others] = covered.length > 0 ? covered : ours
  if (others.length > 0) advice.push(`本机还有其他地址：${others.join('、')}；平板须与所用地址在同一网络。`)
  return { tablets: `${scheme}://${bracketed(first ?? host)}:${String(port)}`, advice }
}

const WITHOUT_TLS = [
  '没有启用 TLS：平板断网后不能重新载入页面，也不能保持屏幕常亮；请在平板上把自动锁屏时间调到最长。',
  '要补上这两项，请设置 TLS_CERT 和 TLS_KEY（平板须信任该证书）。',
]

/** An IPv6 address as it stands in a URL. */
export function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || host.startsWith('127.')
}

function namesIn(pem: string, nowMs: number) {
  const certificate = new X509Certificate(pem)
  const endsAtMs = Date.parse(certificate.validTo)
  const days = Math.floor((endsAtMs - nowMs) / 86_400_000)
  const advice: string[] = []
  if (endsAtMs <= nowMs) advice.push(`证书已于 ${certificate.validTo} 过期：平板会拒绝连接。`)
  else if (Date.parse(certificate.validFrom) > nowMs)
    advice.push(`证书自 ${certificate.validFrom} 起才有效。`)
  else if (days < 14) advice.push(`证书还有${String(days)}天到期。`)
  return {
    advice,
    covers: (name: string) =>
      (isIP(name) !== 0 ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined,
  }
}

const NAMES_KEPT_MS = 5_000

/** All names and addresses of this machine that `host` listens on, looked up anew every few seconds: Wi-Fi comes and goes. */
export function createHostNames(host: string): () => readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return () => [host]
  let names: readonly string[] = []
  let readAt = -Infinity
  return () => {
    if (performance.now() - readAt > NAMES_KEPT_MS) {
      readAt = performance.now()
      const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
      names = [hostname(), `${hostname()}.local`, ...addresses.map(({ address }) => address)]
    }
    return names
  }
}
