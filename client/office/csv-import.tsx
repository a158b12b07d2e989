// Importing a table in two steps: choose the file, see what it would change field by field and every fault with its line, then import.

import { Alert, Button, Modal, Space, Statistic, Table, Upload, type TableColumnsType } from 'antd'
import { useState, type ReactNode } from 'react'
import type { CsvPreview } from '../../shared/protocol/http-api.ts'
import { countOf } from '../lib/format.ts'
import { ChangesTable } from './changes-table.tsx'
import { downloadCsv, TEMPLATES } from './csv-template.ts'

export type PreviewAnswer<Row> =
  { readonly ok: true; readonly value: CsvPreview<Row> } | { readonly ok: false; readonly sentence: string }

const TABLE_FILES = '.xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

interface Props<Row> {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly template: keyof typeof TEMPLATES
  /** What the columns are and what they may hold. */
  readonly hint: ReactNode
  readonly preview: (file: File) => Promise<PreviewAnswer<Row>>
  readonly columns: TableColumnsType<Row>
  readonly rowKey: (row: Row) => string
  /** More to choose before importing. */
  readonly extra?: ReactNode
  /** Why it cannot be imported yet, where that is not the file's fault. */
  readonly wait?: string | null
  /** Null once imported, else a sentence. */
  readonly onImport: (rows: readonly Row[]) => Promise<string | null>
}

export function CsvImport<Row extends object>(props: Props<Row>) {
  const { open, onClose, title } = props
  return (
    <Modal open={open} onCancel={onClose} title={title} footer={null} width={960} destroyOnHidden>
      <ImportSteps {...props} />
    </Modal>
  )
}

function ImportSteps<Row extends object>(props: Props<Row>) {
  const { preview, columns, rowKey, onImport, onClose, template, wait = null } = props
  const [found, setFound] = useState<{ name: string; preview: CsvPreview<Row> } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const read = async (file: File) => {
    setWaiting(true)
    setProblem(null)
    setFound(null)
    const answer = await preview(file)
    setWaiting(false)
    if (answer.ok) setFound({ name: file.name, preview: answer.value })
    else setProblem(answer.sentence)
  }
  const go = async (rows: readonly Row[]) => {
    setWaiting(true)
    const refused = await onImport(rows)
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  const faults = found?.preview.errors ?? []
  const nothing = found !== null && found.preview.added + found.preview.changed === 0
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      <div>{props.hint}</div>
      <Space>
        <Upload
          accept={TABLE_FILES}
          showUploadList={false}
          beforeUpload={(file) => {
            void read(file)
            return false
          }}
        >
          <Button type={found === null ? 'primary' : 'default'} loading={waiting && found === null}>
            {found !== null ? '换一个文件' : '选择文件（xlsx或CSV）'}
          </Button>
        </Upload>
        <Button onClick={() => downloadCsv(TEMPLATES[template].file, TEMPLATES[template].rows)}>
          下载模板
        </Button>
        {found === null ? null : <span>{found.name}</span>}
      </Space>
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      {found === null ? null : (
        <>
          <Space size="large">
            <Statistic title="新增" value={countOf(found.preview.added)} />
            <Statistic title="更改" value={countOf(found.preview.changed)} />
            <Statistic title="不变" value={countOf(found.preview.same)} />
            <Statistic title="有错的地方" value={countOf(faults.length)} />
          </Space>
          {faults.length === 0 ? null : (
            <>
              <Alert
                type="error"
                showIcon
                title={`文件有${countOf(faults.length)}处错误。改好文件再选一次；有错误时不导入任何一行。`}
              />
              <Table
                size="small"
                rowKey={(row) => `${row.line} ${row.column} ${row.sentence}`}
                dataSource={[...faults]}
                pagination={{ pageSize: 8, hideOnSinglePage: true, showSizeChanger: false }}
                columns={[
                  { title: '行', dataIndex: 'line', width: 80 },
                  { title: '列', dataIndex: 'column', width: 120 },
                  { title: '错误', dataIndex: 'sentence' },
                ]}
              />
            </>
          )}
          {faults.length > 0 ? null : (
            <ChangesTable preview={found.preview} columns={columns} rowKey={rowKey} />
          )}
          {props.extra}
          <Button
            type="primary"
            block
            loading={waiting}
            disabled={faults.length > 0 || nothing || wait !== null}
            onClick={() => void go(found.preview.rows)}
          >
            {nothing && faults.length === 0
              ? '文件与现有内容相同，没有要导入的'
              : (wait ??
                `导入：新增 ${countOf(found.preview.added)}，更改 ${countOf(found.preview.changed)}`)}
          </Button>
        </>
      )}
    </Space>
  )
}
