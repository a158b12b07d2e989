// A period's way from its frozen scheme to its final publication (PUB1): what is done, where it stands, what comes.

import { Steps } from 'antd'
import { dayWords } from '../../../shared/basics/city-day.ts'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { unreachable } from '../../../shared/basics/result.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'

type Standing = 'wait' | 'process' | 'finish' | 'error'

interface Step {
  readonly title: string
  readonly content: string
  readonly status: Standing
}

export function PeriodSteps({ period }: { readonly period: PeriodAnswer }) {
  return (
    <Steps
      size="small"
      titlePlacement="vertical"
      className="pd-steps"
      current={currentOf(period)}
      items={stepsOf(period).map((step) => ({ ...step }))}
    />
  )
}

/** In the order of TITLES; exactly one is under way, none once the period is final. */
export function stepsOf(period: PeriodAnswer): readonly Step[] {
  const at = currentOf(period)
  return TITLES.map((title, i) => ({
    title,
    content: contentOf(title, i, at, period),
    status:
      i < at
        ? 'finish'
        : i > at
          ? 'wait'
          : title === '三方核对' && (isAtOdds(period) || isStuck(period))
            ? 'error'
            : 'process',
  }))
}

const TITLES = ['方案冻结', '收集佐证', '冻结数据', '三方核对', '双人签发', '公示', '定案'] as const

function isAtOdds({ differences }: PeriodAnswer): boolean {
  return differences !== null && differences.length > 0
}

function isStuck({ tally, agreement }: PeriodAnswer): boolean {
  return agreement === null && tally.failed !== null && !tally.running
}

function currentOf(period: PeriodAnswer): number {
  const { phase } = period.head
  switch (phase) {
    case 'draft':
      return 0
    case 'collecting':
      return period.againstFreezing.length === 0 ? 2 : 1
    case 'frozen':
      return period.differences === null || isAtOdds(period) ? 3 : 4
    case 'notice':
      return 5
    case 'final':
      return TITLES.length
    default:
      return unreachable(phase)
  }
}

/** One short line below a step: what fixed it, or what it waits for. */
function contentOf(title: (typeof TITLES)[number], i: number, at: number, period: PeriodAnswer): string {
  const { head, scheme, agreement, differences } = period
  const published = head.publications.at(-1)
  switch (title) {
    case '方案冻结':
      return scheme === null ? '单位和方案还可以改' : `第${scheme.version}版，${countOf(head.units)}个单位`
    case '收集佐证':
      return i < at ? `${countOf(period.imports.length)}次导入` : `截至${dayWords(head.evidenceDueOn)}`
    case '冻结数据':
      if (head.phase === 'draft') return ''
      return i < at ? '数据已固定' : period.againstFreezing.length === 0 ? '可以冻结' : '条件还没有齐'
    case '三方核对':
      if (isAtOdds(period)) return `${differences?.length ?? 0}处不一致`
      if (agreement !== null || i < at) return '三方一致'
      if (i !== at) return ''
      return period.tally.failed === null || period.tally.running ? '正在核对' : '没有做完'
    case '双人签发':
      return i < at && published !== undefined
        ? dateTimeOf(published.certifiedAtMs).slice(0, 10)
        : '评议办＋审计'
    case '公示':
      return published === undefined || i > at
        ? '至少7天'
        : `到${dateTimeOf(published.noticeUntilMs).slice(0, 10)}`
    case '定案':
      return published?.finalAtMs == null ? '' : dateTimeOf(published.finalAtMs).slice(0, 10)
    default:
      return unreachable(title)
  }
}
