// Records a veto (一票否决) against a unit: the matter, the reason, the evidence files; and asks for one to be lifted (RANK5, GRADE4).

import { Alert, Button, Form, Input, Select, Upload } from 'antd'
import { useState } from 'react'
import type { ContentHash } from '../../../shared/period/ids.ts'
import type { UnitId } from '../../../shared/basics/ids.ts'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { newId } from '../../lib/new-id.ts'
import type { VetoRow } from '../../ui/periods/vetoes-table.tsx'
import { useOffice } from '../office-desk.ts'
import { AskReason, type Reasoned } from './ask-reason.tsx'
import { keepEvidenceFile, type KeptFile } from './evidence-upload.ts'
import { usePeriodAct } from './use-period-act.ts'

interface Fields extends Reasoned {
  readonly unitId: UnitId
  readonly kind: string
}

const FILES_MOST = 20

export function VetoForm({
  period,
  onClose,
}: {
  readonly period: PeriodAnswer
  readonly onClose: () => void
}) {
  const { setup } = useOffice()
  const [form] = Form.useForm<Fields>()
  const [files, setFiles] = useState<readonly KeptFile[]>([])
  const [uploading, setUploading] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { send } = usePeriodAct()
  const kinds = vetoKindsOf(period.schemeVersions.at(-1)?.scheme)
  const keep = async (file: File) => {
    setUploading(true)
    const kept = await keepEvidenceFile(file)
    setUploading(false)
    setProblem(kept.ok ? null : `“${file.name}”没有存下：${kept.sentence}`)
    if (kept.ok) setFiles((before) => [...before.filter(({ hash }) => hash !== kept.value.hash), kept.value])
  }
  return (
    <AskReason<Fields>
      title="登记一票否决"
      okText="登记"
      danger
      okDisabled={uploading}
      consequence={
        <Alert
          type="warning"
          showIcon
          title="被否决的单位不进十优，由下一名递补；名次、总分和理由照常公开，并提交组织考核。解除须两个人。"
        />
      }
      form={form}
      reasonLabel="理由（公开）"
      submit={({ unitId, kind, reason }) =>
        send(
          {
            type: 'SetVeto',
            periodId: period.head.periodId,
            vetoId: newId(),
            unitId,
            kind: kind.trim(),
            reason: reason.trim(),
            files: files.map(({ hash }): ContentHash => hash),
          },
          '一票否决已登记。',
        )
      }
      onClose={onClose}
    >
      <Form.Item name="unitId" label="单位" rules={[{ required: true, message: '请选单位。' }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="按名称或代码查找"
          options={setup.units.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        />
      </Form.Item>
      <Form.Item
        name="kind"
        label="事项"
        rules={[{ required: true, whitespace: true, message: '请填写事项。' }]}
      >
        {kinds.length === 0 ? (
          <Input maxLength={40} showCount placeholder="如：发生重大责任事故" />
        ) : (
          <Select options={kinds.map((value) => ({ value, label: value }))} />
        )}
      </Form.Item>
      <Form.Item label="佐证文件" extra="PDF、PNG、JPEG、XLSX、CSV，每个不超过20 MB。按内容保存，不能改动。">
        {problem === null ? null : <Alert type="error" showIcon title={problem} />}
        <Upload
          multiple
          accept=".pdf,.png,.jpg,.jpeg,.xlsx,.csv"
          fileList={files.map(({ hash, name }) => ({ uid: hash, name, status: 'done' as const }))}
          beforeUpload={(file) => {
            void keep(file)
            return false
          }}
          onRemove={({ uid }) => setFiles((before) => before.filter(({ hash }) => hash !== uid))}
        >
          <Button loading={uploading} disabled={files.length >= FILES_MOST}>
            上传文件
          </Button>
        </Upload>
      </Form.Item>
    </AskReason>
  )
}

export function LiftVetoForm(props: {
  readonly period: PeriodAnswer
  readonly veto: VetoRow
  readonly onClose: () => void
}) {
  const { period, veto, onClose } = props
  const [form] = Form.useForm<Reasoned>()
  const { request } = usePeriodAct()
  return (
    <AskReason<Reasoned>
      title={`申请解除一票否决：${veto.unitName}`}
      okText="申请解除，须另一人确认"
      consequence={
        <p>
          事项：{veto.kind}。理由：{veto.reason}
          。解除以后这个单位可以进十优；否决和解除的记录都留着，一直能看到。
        </p>
      }
      form={form}
      reasonLabel="解除的理由（容错纠错，公开）"
      submit={({ reason }) =>
        request({ type: 'LiftVeto', periodId: period.head.periodId, vetoId: veto.vetoId }, reason)
      }
      onClose={onClose}
    />
  )
}

/** The scheme's veto kinds, where it names any. */
function vetoKindsOf(scheme: unknown): readonly string[] {
  const kinds = (scheme as { readonly vetoKinds?: unknown } | null | undefined)?.vetoKinds
  return Array.isArray(kinds) ? kinds.filter((kind): kind is string => typeof kind === 'string') : []
}
