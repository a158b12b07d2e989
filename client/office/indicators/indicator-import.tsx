// Importing a table of indicators' counts of a quarter (EVAL5).

import type { IndicatorCountRow } from '../../../shared/protocol/indicators-api.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import { KeptImport } from '../kept-import.tsx'

interface Props {
  readonly head: PeriodHead
  readonly open: boolean
  readonly onClose: (done: boolean) => void
}

export function IndicatorImport({ head, open, onClose }: Props) {
  return (
    <KeptImport<IndicatorCountRow>
      {...{ open, onClose, periodId: head.periodId, path: '/api/indicators', template: 'indicators' }}
      title={`导入大数据佐证：${head.title}`}
      hint="四列：单位代码（或编号、名称）、指标（名称或编号）、分子、分母，填件数不填百分比；可以加一列“周期”，与本周期不符的行会被指出。一行一个单位的一个指标。选定的文件会作为佐证原样留存。"
      columns={[
        { title: '代码', key: 'code', width: 80, render: (_, row) => row.unit.code },
        { title: '单位', key: 'name', ellipsis: true, render: (_, row) => row.unit.name },
        { title: '指标', dataIndex: 'indicatorName', width: 140 },
        { title: '分子', dataIndex: 'numerator', width: 100, align: 'right' },
        { title: '分母', dataIndex: 'denominator', width: 100, align: 'right' },
      ]}
      rowKey={(row) => `${row.unit.unitId} ${row.indicatorId}`}
      sourceName="件数来源"
      sourceExample="市12345热线2026年第四季度办件统计"
    />
  )
}
