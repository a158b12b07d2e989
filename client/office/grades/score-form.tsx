// An organisation's own score of the quarter, with where it is from and the file it came in (GRADE1).

import { Alert, Button, Form, Input, InputNumber, Modal, Upload } from 'antd'
import { useState } from 'react'
import type { GradeRow, GradesAnswer } from '../../../shared/protocol/grades-api.ts'
import { newId } from '../../lib/new-id.ts'
import { useOffice } from '../office-desk.ts'
import { keepEvidenceFile, type KeptFile } from '../periods/evidence-upload.ts'

interface Fields {
  readonly points: number
  readonly words: string
}

export function ScoreForm({
  answer,
  row,
  onClose,
}: {
  readonly answer: GradesAnswer
  readonly row: GradeRow
  readonly onClose: () => void
}) {
  const { send } = useOffice()
  const [form] = Form.useForm<Fields>()
  const [file, setFile] = useState<KeptFile | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const keep = async (chosen: File) => {
    const kept = await keepEvidenceFile(chosen)
    setProblem(kept.ok ? null : `“${chosen.name}”没有存下：${kept.sentence}`)
    if (kept.ok) setFile(kept.value)
  }
  const save = async ({ points, words }: Fields) => {
    setWaiting(true)
    const refused = await send(
      {
        type: 'AcceptOrganisationScores',
        periodId: answer.periodId,
        source: { importId: newId(), words: words.trim(), fileHash: file?.hash ?? null },
        replaces: row.own !== null,
        rows: [{ organisationId: row.organisationId, hundredths: Math.round(points * 100) }],
      },
      '得分已保存。',
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  return (
    <Modal
      open
      title={`自身考核得分：${row.name}`}
      okText={row.own === null ? '保存得分' : `替换原来的${row.own}分`}
      cancelText="不做了"
      confirmLoading={waiting}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <div className="pd-stack">
        {problem === null ? null : <Alert type="error" showIcon title={problem} />}
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{
            ...(row.own === null ? {} : { points: Number(row.own) }),
            words: row.ownFrom ?? '季度考核汇总',
          }}
          onFinish={(fields) => void save(fields)}
        >
          <Form.Item name="points" label="得分" rules={[{ required: true, message: '请填写得分。' }]}>
            <InputNumber min={0} max={100} step={0.01} precision={2} suffix="分" className="office-number" />
          </Form.Item>
          <Form.Item
            name="words"
            label="来源"
            rules={[{ required: true, whitespace: true, min: 2, message: '请写明来源。' }]}
          >
            <Input maxLength={100} showCount />
          </Form.Item>
          <Form.Item label="佐证文件" extra="PDF、PNG、JPEG、XLSX、CSV，不超过20 MB。">
            <Upload
              maxCount={1}
              accept=".pdf,.png,.jpg,.jpeg,.xlsx,.csv"
              fileList={file === null ? [] : [{ uid: file.hash, name: file.name, status: 'done' }]}
              beforeUpload={(chosen) => {
                void keep(chosen)
                return false
              }}
              onRemove={() => setFile(null)}
            >
              <Button>上传文件</Button>
            </Upload>
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
