// Importing counts in steps: the file is kept as evidence, the server says what it would change, then it is accepted whole.

import { App, Checkbox, Input, Space } from 'antd'
import { useState } from 'react'
import type { ContentHash } from '../../../shared/period/ids.ts'
import type {
  IndicatorCountRow,
  IndicatorPreview,
  IndicatorsImported,
} from '../../../shared/protocol/indicators-api.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import { post } from '../../lib/api.ts'
import { countOf } from '../../lib/format.ts'
import { newId } from '../../lib/new-id.ts'
import { CsvImport, type PreviewAnswer } from '../csv-import.tsx'
import { keepEvidenceFile } from '../periods/evidence-upload.ts'

interface Props {
  readonly head: PeriodHead
  readonly open: boolean
  readonly onClose: (done: boolean) => void
}

interface Previewed {
  readonly fileHash: ContentHash
  readonly importId: string
  readonly changed: number
}

export function IndicatorImport({ head, open, onClose }: Props) {
  const { message } = App.useApp()
  const [words, setWords] = useState('')
  const [replaces, setReplaces] = useState(false)
  const [previewed, setPreviewed] = useState<Previewed | null>(null)
  const { periodId } = head
  const preview = async (file: File): Promise<PreviewAnswer<IndicatorCountRow>> => {
    setPreviewed(null)
    setReplaces(false)
    const kept = await keepEvidenceFile(file)
    if (!kept.ok) return kept
    const fileHash = kept.value.hash
    const answer = await post<IndicatorPreview>('/api/indicators/preview', { periodId, fileHash })
    // The id is drawn with the file: pressing twice, or again after a cut line, imports once.
    if (answer.ok) setPreviewed({ fileHash, importId: newId(), changed: answer.value.changed })
    return answer
  }
  const accept = async (): Promise<string | null> => {
    if (previewed === null) return '请先选择文件。'
    const { fileHash, importId } = previewed
    const body = { periodId, fileHash, importId, words: words.trim(), replaces }
    const answer = await post<IndicatorsImported>('/api/indicators/import', body)
    if (!answer.ok) return answer.sentence
    void message.success(`已接收 ${countOf(answer.value.rows)} 行，原始文件已留存。`)
    onClose(true)
    return null
  }
  const changes = previewed !== null && previewed.changed > 0
  return (
    <CsvImport<IndicatorCountRow>
      open={open}
      onClose={() => onClose(false)}
      title={`导入大数据佐证：${head.title}`}
      template="indicators"
      hint="四列：单位代码（或编号、名称）、指标（名称或编号）、分子、分母，填件数不填百分比；可以加一列“周期”，与本周期不符的行会被指出。一行一个单位的一个指标。选定的文件会作为佐证原样留存。"
      preview={preview}
      columns={[
        { title: '代码', key: 'code', width: 80, render: (_, row) => row.unit.code },
        { title: '单位', key: 'name', ellipsis: true, render: (_, row) => row.unit.name },
        { title: '指标', dataIndex: 'indicatorName', width: 140 },
        { title: '分子', dataIndex: 'numerator', width: 100, align: 'right' },
        { title: '分母', dataIndex: 'denominator', width: 100, align: 'right' },
      ]}
      rowKey={(row) => `${row.unit.unitId} ${row.indicatorId}`}
      extra={
        <Space orientation="vertical" style={{ width: '100%' }}>
          <Input
            value={words}
            maxLength={100}
            aria-label="件数来源"
            placeholder="件数来源，如：市12345热线2026年第四季度办件统计"
            onChange={(event) => setWords(event.target.value)}
          />
          {changes ? (
            <Checkbox checked={replaces} onChange={(event) => setReplaces(event.target.checked)}>
              替换已有的 {countOf(previewed.changed)} 项（上面有删除线的数字不再计入，导入记录保留）
            </Checkbox>
          ) : null}
        </Space>
      }
      wait={
        words.trim().length < 2
          ? '请先填写件数来源'
          : changes && !replaces
            ? '有已有的数据会被替换，请先勾选确认'
            : null
      }
      onImport={accept}
    />
  )
}
