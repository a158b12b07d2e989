// A list of served citizens on its way in: chosen, read with its progress, looked at with every fault, then fixed or thrown away.

import { Alert, Button, Input, Progress, Space, Statistic, Table, Upload } from 'antd'
import { useState } from 'react'
import { sentenceOf } from '../../../shared/basics/refusal.ts'
import { RECORDS_MOST, type BatchId } from '../../../shared/invitation/batch.ts'
import type { UploadStarted, UploadView } from '../../../shared/protocol/invitations-api.ts'
import { post, postFile } from '../../lib/api.ts'
import { countOf } from '../../lib/format.ts'
import { downloadCsv, TEMPLATES } from '../csv-template.ts'
import { usePolled } from './use-polled.ts'

interface Props {
  readonly pollId: string
  readonly unitName: (code: number) => string
  readonly onFixed: () => void
  readonly onClose: () => void
}

export function UploadPanel({ pollId, unitName, onFixed, onClose }: Props) {
  const [title, setTitle] = useState('')
  const [batchId, setBatchId] = useState<BatchId | null>(null)
  const [waiting, setWaiting] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const path = batchId === null ? null : `/api/invitations/upload?batchId=${batchId}`
  const { value: view, problem: lost } = usePolled<UploadView>(path, 500)

  const choose = async (file: File) => {
    setWaiting(true)
    setProblem(null)
    const named = title.trim() === '' ? file.name.replace(/\.csv$/i, '').slice(0, 60) : title.trim()
    if (title.trim() === '') setTitle(named)
    const query = new URLSearchParams({ pollId, title: named })
    const answer = await postFile<UploadStarted>(`/api/invitations/upload?${query.toString()}`, file)
    setWaiting(false)
    if (answer.ok) setBatchId(answer.value.batchId)
    else setProblem(answer.sentence)
  }
  const fix = async () => {
    setWaiting(true)
    const answer = await post('/api/invitations/fix', { batchId })
    setWaiting(false)
    if (answer.ok) onFixed()
    else setProblem(answer.sentence)
  }
  const discard = async () => {
    if (batchId !== null) await post('/api/invitations/discard', { batchId })
    setBatchId(null)
  }
  const reading = waiting || view?.phase === 'reading'
  const refused = view?.phase === 'refused' && view.refusal !== null ? sentenceOf(view.refusal) : null
  return (
    <section className="office-card" aria-label="上传办件名单">
      <Space wrap>
        <Input
          aria-label="批次名称"
          placeholder="批次名称，如“三月办件”（不填则用文件名）"
          maxLength={60}
          style={{ width: 360 }}
          value={title}
          disabled={batchId !== null}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Upload
          accept=".csv,text/csv"
          showUploadList={false}
          disabled={reading}
          beforeUpload={(file) => {
            void choose(file)
            return false
          }}
        >
          <Button type={view === null ? 'primary' : 'default'} loading={reading}>
            {view === null ? '选择CSV文件' : '换一个文件'}
          </Button>
        </Upload>
        <Button onClick={() => downloadCsv(TEMPLATES.records.file, TEMPLATES.records.rows)}>下载模板</Button>
        <Button onClick={() => void discard().then(onClose)}>取消</Button>
      </Space>
      <p className="office-quiet">
        {`列：单位（名称或代码）、手机号，可另有事项、日期；UTF-8 或 GBK，最多${countOf(RECORDS_MOST)}行。号码加密保存，抽取后没有抽中的立即删除，其余在评议期截止30天后自动删除。`}
      </p>
      {[problem, refused, lost]
        .filter((sentence) => sentence !== null)
        .map((sentence) => (
          <Alert key={sentence} type="error" showIcon title={sentence} />
        ))}
      {view?.phase === 'reading' ? (
        <div role="status">
          <Progress aria-label="读取进度" percent={100} status="active" showInfo={false} />
          正在读取：已读{countOf(view.rowsRead)}行
        </div>
      ) : null}
      {view?.phase === 'ready' ? (
        <Preview view={view} unitName={unitName} waiting={waiting} onFix={() => void fix()} />
      ) : null}
    </section>
  )
}

function Preview(props: {
  readonly view: UploadView
  readonly unitName: (code: number) => string
  readonly waiting: boolean
  readonly onFix: () => void
}) {
  const { preview } = props.view
  const skipped = [
    preview.duplicates > 0 ? `重复${countOf(preview.duplicates)}行` : '',
    preview.left > 0 ? `已退订${countOf(preview.left)}人` : '',
    preview.invitedBefore > 0 ? `本期已邀请过${countOf(preview.invitedBefore)}人` : '',
  ].filter((words) => words !== '')
  return (
    <>
      <Space size="large" wrap>
        <Statistic title="可抽取" value={countOf(preview.records)} suffix="条" />
        <Statistic title="人数" value={countOf(preview.people)} />
        <Statistic title="单位" value={countOf(preview.units.length)} />
        <Statistic title="有错的地方" value={countOf(preview.faultCount)} />
      </Space>
      {skipped.length === 0 ? null : <p>另有不参加抽取的：{skipped.join('，')}。</p>}
      {preview.faultCount === 0 ? null : (
        <>
          <Alert
            type="warning"
            showIcon
            title={`有${countOf(preview.faultCount)}处错误，这些行不参加抽取。可以改好文件重新上传，也可以不理会它们继续。`}
          />
          <Table
            size="small"
            rowKey={(row) => `${String(row.line)} ${row.column} ${row.sentence}`}
            dataSource={[...preview.faults]}
            pagination={{ pageSize: 6, hideOnSinglePage: true, showSizeChanger: false }}
            columns={[
              { title: '行', dataIndex: 'line', width: 90 },
              { title: '列', dataIndex: 'column', width: 140 },
              { title: '错误', dataIndex: 'sentence' },
            ]}
          />
        </>
      )}
      <Table
        size="small"
        rowKey="line"
        dataSource={[...preview.sample]}
        pagination={{ pageSize: 6, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: '没有可以抽取的行。' }}
        columns={[
          { title: '行', dataIndex: 'line', width: 90 },
          { title: '单位', dataIndex: 'unitCode', render: (code: number) => props.unitName(code) },
          { title: '手机号', dataIndex: 'phone', width: 150 },
          { title: '事项', dataIndex: 'service' },
          { title: '日期', dataIndex: 'date', width: 140 },
        ]}
      />
      <Button type="primary" loading={props.waiting} disabled={preview.records === 0} onClick={props.onFix}>
        固定名单：{countOf(preview.records)}条
      </Button>
    </>
  )
}
