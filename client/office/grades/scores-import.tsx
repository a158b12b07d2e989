// Importing a table of organisations' own scores of a quarter (GRADE1).

import { showHundredths } from '../../../shared/basics/exact.ts'
import { ORGANISATION_KIND_NAMES } from '../../../shared/evaluation/organisation.ts'
import type { GradesAnswer, ScoreRow } from '../../../shared/protocol/grades-api.ts'
import { KeptImport } from '../kept-import.tsx'

interface Props {
  readonly answer: GradesAnswer
  readonly open: boolean
  readonly onClose: (done: boolean) => void
}

export function ScoresImport({ answer, open, onClose }: Props) {
  return (
    <KeptImport<ScoreRow>
      {...{ open, onClose, periodId: answer.periodId, path: '/api/organisation-scores', template: 'scores' }}
      title={`导入自身考核得分：${answer.title}`}
      hint="两列：名称（或编号）、得分（0到100，最多两位小数）；可以加一列“周期”，与本季度不符的行会被指出。一行一个区、部门或街镇，没有写到的不变。选定的文件会作为佐证原样留存。"
      columns={[
        { title: '名称', dataIndex: 'name', ellipsis: true },
        { title: '类别', key: 'kind', width: 140, render: (_, { kind }) => ORGANISATION_KIND_NAMES[kind] },
        {
          title: '得分',
          key: 'points',
          width: 100,
          align: 'right',
          render: (_, { hundredths }) => showHundredths(BigInt(hundredths)),
        },
      ]}
      rowKey={(row) => row.organisationId}
      sourceName="得分来源"
      sourceExample="市考核办2026年第四季度考核汇总"
    />
  )
}
