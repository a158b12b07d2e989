// The detectors' thresholds in the form of a session or a period poll: fixed before it opens, kept in its journal (BAL9).

import { Form, InputNumber } from 'antd'
import { STANDARD_DETECTION as STANDARD, type DetectionDraft } from './detection-draft.ts'

interface Field {
  readonly name: keyof DetectionDraft
  readonly label: string
  readonly says: string
  readonly min: number
  readonly max: number
  readonly precision: number
  readonly unit: string
  readonly optional?: boolean
}

const FIELDS: readonly Field[] = [
  {
    name: 'alarmsInAThousand',
    label: '误报上限',
    says: `默认 ${STANDARD.alarmsInAThousand}：一千场没有问题的直播里，至多这么多场会有提示`,
    ...{ min: 0.001, max: 100, precision: 3, unit: '‰' },
  },
  {
    name: 'fewestBallots',
    label: '最少选票',
    says: `默认 ${STANDARD.fewestBallots}：少于这个数不检测`,
    ...{ min: 100, max: 1_000_000, precision: 0, unit: '张' },
  },
  {
    name: 'burstOdds',
    label: '突增容许',
    says: `默认 ${STANDARD.burstOdds}：几秒内某选项的胜率（占比÷其余）可以自然涨到的倍数`,
    ...{ min: 1, max: 10, precision: 2, unit: '倍' },
  },
  {
    name: 'channelOdds',
    label: '通道差容许',
    says: `默认 ${STANDARD.channelOdds}：同一时间一个通道可以比其他通道多涨的倍数`,
    ...{ min: 1, max: 10, precision: 2, unit: '倍' },
  },
  {
    name: 'segmentSpread',
    label: '号段差异',
    says: `默认 ${STANDARD.segmentSpread}：正常号段之间占比的标准差`,
    ...{ min: 0.01, max: 30, precision: 2, unit: '%' },
  },
  {
    name: 'electorate',
    label: '有权评议人数',
    says: '不填：不知道，不检测；填写后，超过这个人数的票数是不可能的',
    ...{ min: 1, max: 100_000_000, precision: 0, unit: '人', optional: true },
  },
  {
    name: 'mostTurnout',
    label: '最高参与率',
    says: '不填：只检测超过全部人数',
    ...{ min: 0, max: 100, precision: 2, unit: '%', optional: true },
  },
]

export function DetectionFields({ disabled }: { readonly disabled: boolean }) {
  return (
    <div className="office-rules">
      {FIELDS.map(({ name, label, says, min, max, precision, unit, optional = false }) => (
        <Form.Item
          key={name}
          name={['detection', name]}
          label={label}
          extra={says}
          rules={[{ required: !optional, message: '请填写。' }]}
        >
          <InputNumber
            {...{ min, max, precision, disabled }}
            suffix={unit}
            placeholder={optional ? '不填' : ''}
            className="office-number"
          />
        </Form.Item>
      ))}
    </div>
  )
}
