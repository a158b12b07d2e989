// What became of a probe, told by the server's own counts before and after it.

import type { PollChannel } from '../../shared/ballot/choices.ts'

/** Messages of one channel since the server's start, by what they were answered. */
export type Counts = ReadonlyMap<string, number>

/** Reads /metrics. */
export function countsIn(metrics: string, channel: PollChannel): Counts {
  const counts = new Map<string, number>()
  const line = new RegExp(
    `^wenzheng_answers_total\\{channel="${channel}",outcome="([a-z_]+)"\\} (\\d+)$`,
    'gm',
  )
  for (const [, outcome, count] of metrics.matchAll(line)) counts.set(outcome ?? '', Number(count))
  return counts
}

const MEANINGS: Readonly<Record<string, string>> = {
  invalid: '已落盘：认出是探测消息，只用来量送达时间，不计入任何评议。',
  no_poll: '已落盘：没有它所指的评议，不计入。',
  redelivered: '与刚才收过的一条相同，按重复投递处理。',
  refused: '没有落盘：服务器现在不受理，发送方会重发。',
}

/** Chinese sentences, and whether exactly what was meant to happen did. */
export function becameOf(before: Counts, after: Counts): { readonly says: string; readonly isFine: boolean } {
  const grown = [...after].flatMap(([outcome, count]) => {
    const more = count - (before.get(outcome) ?? 0)
    return more > 0 ? [{ outcome, more }] : []
  })
  const [only] = grown
  if (only === undefined) return { says: '服务器没有记到这条消息。', isFine: false }
  const isKept = grown.some(({ outcome }) => outcome === 'invalid' || outcome === 'no_poll')
  if (grown.length === 1 && only.more === 1) {
    return { says: MEANINGS[only.outcome] ?? `已落盘：${only.outcome}。`, isFine: isKept }
  }
  const all = grown.map(({ outcome, more }) => `${outcome} ${String(more)}`).join('、')
  return { says: `同时还有别的消息到达，其间本通道共增加：${all}。`, isFine: isKept }
}

/** What to look at where the door did not take it. */
export function adviceFor(status: number, channel: PollChannel, hasPublicUrl: boolean): string {
  switch (status) {
    case 403:
      return channel === 'twilio' && !hasPublicUrl
        ? '签名不符：没有设置 PUBLIC_URL 时，服务器按它自己的地址验签；请设置 PUBLIC_URL 后重启服务器再试。'
        : '签名不符：运行中的服务器用的密钥与这里的环境变量不同，请用同样的环境重启服务器。'
    case 404:
      return '通道关着或令牌不符：运行中的服务器没有这里的密钥，请用同样的环境重启服务器。'
    case 400:
      return '内容不合格式：接入号没有登记，或反向代理改动了请求。'
    case 413:
      return '请求太大：反向代理的上限可能太小。'
    case 429:
      return '这个地址失败太多次，请稍候再试。'
    case 503:
      return '服务器现在不受理：见 /readyz。'
    default:
      return '不是本通道应有的答复：请检查反向代理。'
  }
}
