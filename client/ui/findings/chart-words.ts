// What a finding's chart shows, in words: for who cannot see it, and as its caption.

import { unreachable } from '../../../shared/basics/result.ts'
import type { FindingChart } from '../../../shared/protocol/findings-api.ts'
import { countOf, timeOf } from '../../lib/format.ts'

export function chartWords(chart: FindingChart): string {
  switch (chart.kind) {
    case 'time': {
      const seconds = Math.round(chart.binMs / 1_000)
      const step = seconds >= 120 ? `${Math.round(seconds / 60)} 分钟` : `${seconds} 秒`
      const chosen = chart.choice === null ? '' : `，深色是“${chart.choice}”`
      return `每 ${step}的来票${chosen}；框出的是 ${timeOf(chart.markFromMs)}–${timeOf(chart.markToMs)}`
    }
    case 'beat':
      return `把 ${(chart.periodMs / 1_000).toFixed(3)} 秒一拍叠在一起看：人的来票应当高低差不多`
    case 'segments':
      return '各可疑号段的票数；号段只以加密标签显示，没有人能还原'
    case 'people':
      return `计入 ${countOf(chart.counted)} 张，最多只有 ${countOf(chart.people)} 人`
    default:
      return unreachable(chart)
  }
}
