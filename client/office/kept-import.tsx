// Importing a table in steps: the file is kept as evidence, the server says what it would change, then it is accepted whole.

import { App, Checkbox, Input, Space, type TableColumnsType } from 'antd'
import { useState, type ReactNode } from 'react'
import type { ContentHash, PeriodId } from '../../shared/period/ids.ts'
import type { KeptImported, KeptPreview } from '../../shared/protocol/kept-table-api.ts'
import { post } from '../lib/api.ts'
import { countOf } from '../lib/format.ts'
import { newId } from '../lib/new-id.ts'
import { CsvImport, type PreviewAnswer } from './csv-import.tsx'
import type { TEMPLATES } from './csv-template.ts'
import { keepEvidenceFile } from './periods/evidence-upload.ts'

interface Props<Row> {
  readonly open: boolean
  /** `done`: something was imported. */
  readonly onClose: (done: boolean) => void
  readonly periodId: PeriodId
  /** Its doors are PATH/preview and PATH/import. */
  readonly path: '/api/indicators' | '/api/counts' | '/api/organisation-scores'
  readonly title: string
  readonly template: keyof typeof TEMPLATES
  readonly hint: ReactNode
  readonly columns: TableColumnsType<Row>
  readonly rowKey: (row: Row) => string
  /** What the source of the numbers is called, and an example of one. */
  readonly sourceName: string
  readonly sourceExample: string
}

interface Previewed {
  readonly fileHash: ContentHash
  readonly importId: string
  readonly changed: number
}

const SHORTEST_SOURCE = 2

export function KeptImport<Row extends object>(props: Props<Row>) {
  const { open, onClose, periodId, path, title, template, hint, columns, rowKey, sourceName } = props
  const { message } = App.useApp()
  const [words, setWords] = useState('')
  const [replaces, setReplaces] = useState(false)
  const [previewed, setPreviewed] = useState<Previewed | null>(null)
  const preview = async (file: File): Promise<PreviewAnswer<Row>> => {
    setPreviewed(null)
    setReplaces(false)
    const kept = await keepEvidenceFile(file)
    if (!kept.ok) return kept
    const fileHash = kept.value.hash
    const answer = await post<KeptPreview<Row>>(`${path}/preview`, { periodId, fileHash })
    // The id is drawn with the file: pressing twice, or again after a cut line, imports once.
    if (answer.ok) setPreviewed({ fileHash, importId: newId(), changed: answer.value.changed })
    return answer
  }
  const accept = async (): Promise<string | null> => {
    if (previewed === null) return '请先选择文件。'
    const { fileHash, importId } = previewed
    const body = { periodId, fileHash, importId, words: words.trim(), replaces }
    const answer = await post<KeptImported>(`${path}/import`, body)
    if (!answer.ok) return answer.sentence
    void message.success(`已接收 ${countOf(answer.value.rows)} 行，原始文件已留存。`)
    onClose(true)
    return null
  }
  const changes = previewed !== null && previewed.changed > 0
  return (
    <CsvImport<Row>
      {...{ open, title, template, hint, columns, rowKey, preview }}
      onClose={() => onClose(false)}
      extra={
        <Space orientation="vertical" style={{ width: '100%' }}>
          <Input
            value={words}
            maxLength={100}
            aria-label={sourceName}
            placeholder={`${sourceName}，如：${props.sourceExample}`}
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
        words.trim().length < SHORTEST_SOURCE
          ? `请先填写${sourceName}`
          : changes && !replaces
            ? '有已有的数据会被替换，请先勾选确认'
            : null
      }
      onImport={accept}
    />
  )
}
