// The thresholds a poll's detectors go by, fixed before it opened: for whoever asks why something was flagged or was not.

import { Collapse, Descriptions } from 'antd'
import type { DetectionRules } from '../../../shared/ballot/detect/detection-rules.ts'
import { countOf } from '../../lib/format.ts'

export function Thresholds({ rules }: { readonly rules: DetectionRules }) {
  const times = (bp: number) => `${(bp / 10_000).toFixed(2)} 倍`
  const items = [
    ['误报上限', `整场 ${(rules.familyAlphaPpm / 1_000).toFixed(3)}‰`],
    ['最少选票', `${countOf(rules.fewestBallots)} 张`],
    ['突增容许', times(rules.burstOddsBp)],
    ['通道差容许', times(rules.channelOddsBp)],
    ['号段差异', `${(rules.segmentSpreadBp / 100).toFixed(2)}%`],
    ['有权评议人数', rules.electorate === null ? '未设' : `${countOf(rules.electorate)} 人`],
    ['最高参与率', rules.mostTurnoutBp === null ? '未设' : `${(rules.mostTurnoutBp / 100).toFixed(2)}%`],
  ] as const
  return (
    <Collapse
      ghost
      items={[
        {
          key: 'rules',
          label: '识别门限（开放前定下，记在流水里）',
          children: (
            <Descriptions
              size="small"
              column={{ xs: 1, md: 3 }}
              items={items.map(([label, children]) => ({ key: label, label, children }))}
            />
          ),
        },
      ]}
    />
  )
}
