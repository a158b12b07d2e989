// What is on file about an organisation in the quarter: its place in the province, and what bars or is held against it, each with evidence (GRADE2, GRADE3).

import { Alert, Button, Form, Input, InputNumber, Modal, Upload } from 'antd'
import { useState } from 'react'
import type { OrganisationFacts } from '../../../shared/grade/assessment.ts'
import { NO_FACTS } from '../../../shared/grade/assessment.ts'
import type { ContentHash } from '../../../shared/period/ids.ts'
import type { GradeRow, GradesAnswer } from '../../../shared/protocol/grades-api.ts'
import { useOffice } from '../office-desk.ts'
import { keepEvidenceFile } from '../periods/evidence-upload.ts'

type Matter = Exclude<keyof OrganisationFacts, 'provincePlace'>

/** The first two concern city departments alone (双挂钩). */
const MATTERS: readonly { readonly key: Matter; readonly label: string; readonly departments: boolean }[] = [
  { key: 'criticised', label: '被点名通报（不得评优）', departments: true },
  { key: 'targetsUnmet', label: '未完成目标任务（不得评优）', departments: true },
  { key: 'failedRectification', label: '上级指出的问题整改不到位（提议黄牌警告）', departments: false },
  { key: 'noImprovement', label: '黄牌警告到期没有改进（提议召回管理）', departments: false },
]

interface Kept {
  readonly words: string
  readonly files: readonly { readonly hash: ContentHash; readonly name: string }[]
}

export function FactsForm({
  answer,
  row,
  onClose,
}: {
  readonly answer: GradesAnswer
  readonly row: GradeRow
  readonly onClose: () => void
}) {
  const { send } = useOffice()
  const isDepartment = row.kind === 'department'
  const [place, setPlace] = useState<number | null>(row.facts.provincePlace)
  const [matters, setMatters] = useState<Readonly<Partial<Record<Matter, Kept>>>>(() =>
    Object.fromEntries(
      MATTERS.flatMap(({ key }) => {
        const onFile = row.facts[key]
        if (onFile === null) return []
        const files = onFile.files.map((hash) => ({ hash, name: `已存文件 ${hash.slice(0, 8)}` }))
        return [[key, { words: onFile.words, files }]]
      }),
    ),
  )
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const change = (key: Matter, how: (kept: Kept) => Kept) =>
    setMatters((before) => ({ ...before, [key]: how(before[key] ?? { words: '', files: [] }) }))
  const keep = async (key: Matter, file: File) => {
    const kept = await keepEvidenceFile(file)
    setProblem(kept.ok ? null : `“${file.name}”没有存下：${kept.sentence}`)
    if (kept.ok) change(key, ({ words, files }) => ({ words, files: [...files, kept.value] }))
  }
  const save = async () => {
    const shown = MATTERS.filter(({ departments }) => isDepartment || !departments)
    const half = shown.find(({ key }) => {
      const kept = matters[key]
      return kept !== undefined && kept.words.trim().length >= 2 !== kept.files.length > 0
    })
    if (half !== undefined) {
      setProblem(`“${half.label}”须同时写明情况并上传佐证文件；没有这种情况，两样都留空。`)
      return
    }
    const onFile = Object.fromEntries(
      shown.flatMap(({ key }) => {
        const kept = matters[key]
        return kept === undefined || kept.files.length === 0
          ? []
          : [[key, { words: kept.words.trim(), files: kept.files.map(({ hash }) => hash) }]]
      }),
    )
    setWaiting(true)
    const refused = await send(
      {
        type: 'SetOrganisationFacts',
        periodId: answer.periodId,
        organisationId: row.organisationId,
        facts: { ...NO_FACTS, ...onFile, provincePlace: isDepartment ? place : null },
      },
      '情况已登记。重新定级后生效。',
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) onClose()
  }
  return (
    <Modal
      open
      width={680}
      title={`登记情况：${row.name}`}
      okText="保存"
      cancelText="不做了"
      confirmLoading={waiting}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="pd-stack">
        {problem === null ? null : <Alert type="error" showIcon title={problem} />}
        <Form layout="vertical" requiredMark={false}>
          {isDepartment ? (
            <Form.Item label="对口省厅排名（没有就留空）">
              <InputNumber
                aria-label="对口省厅排名"
                min={1}
                max={1_000}
                precision={0}
                suffix="名"
                value={place}
                onChange={setPlace}
              />
            </Form.Item>
          ) : null}
          {MATTERS.filter(({ departments }) => isDepartment || !departments).map(({ key, label }) => (
            <Form.Item key={key} label={label}>
              <Input
                aria-label={label}
                maxLength={200}
                placeholder="没有就留空"
                value={matters[key]?.words ?? ''}
                onChange={({ target }) => change(key, ({ files }) => ({ files, words: target.value }))}
              />
              <Upload
                multiple
                accept=".pdf,.png,.jpg,.jpeg,.xlsx,.csv"
                fileList={(matters[key]?.files ?? []).map(({ hash, name }) => ({
                  ...{ uid: hash, name },
                  status: 'done' as const,
                }))}
                beforeUpload={(file) => {
                  void keep(key, file)
                  return false
                }}
                onRemove={({ uid }) =>
                  change(key, ({ words, files }) => ({
                    words,
                    files: files.filter(({ hash }) => hash !== uid),
                  }))
                }
              >
                <Button size="small" style={{ marginTop: 8 }}>
                  上传佐证文件
                </Button>
              </Upload>
            </Form.Item>
          ))}
        </Form>
      </div>
    </Modal>
  )
}
