// The dialog of one step: what it does to the item, words for it, and evidence files where the step takes them.

import { Alert, App, Button, Form, Input, Space, Upload } from 'antd'
import { useState } from 'react'
import type { LedgerCommand } from '../../../shared/ledger/command.ts'
import type { EvidenceFile } from '../../../shared/ledger/item.ts'
import type { LedgerRow } from '../../../shared/protocol/ledger-api.ts'
import { unreachable } from '../../../shared/basics/result.ts'
import { FormModal } from '../form-modal.tsx'
import { useOffice } from '../office-desk.ts'
import { keepEvidenceFile } from '../periods/evidence-upload.ts'

export type ItemAct = 'submit' | 'accept' | 'reject' | 'reopen' | 'amend' | 'withdraw'

interface Fields {
  readonly words: string
  readonly dueOn: string
}

const ACTS: Readonly<
  Record<
    ItemAct,
    { title: string; done: string; consequence: string; label: string; files: boolean; most: number }
  >
> = {
  submit: {
    title: '报送办结',
    done: '已报送，待验收。',
    consequence: '按今天计算是否按期；验收前可以退回。',
    label: '办理情况',
    files: true,
    most: 400,
  },
  accept: {
    title: '销号',
    done: '已销号。',
    consequence: '销号后，回头看发现不实的还可以重新打开。',
    label: '验收意见',
    files: true,
    most: 400,
  },
  reject: {
    title: '退回',
    done: '已退回。',
    consequence: '退回后责任单位继续整改，期限不变。',
    label: '退回理由',
    files: false,
    most: 200,
  },
  reopen: {
    title: '回头看不实',
    done: '已认定不实，重新整改。',
    consequence: '本周期该事项计 −1，以后再销号也不恢复；确有错误，由两人走容错纠错核减。',
    label: '认定理由',
    files: true,
    most: 200,
  },
  amend: {
    title: '改期限',
    done: '期限已改。',
    consequence: '改期限和理由在台账上保留；现场承诺的改期在公开页面显示。',
    label: '改期理由',
    files: false,
    most: 200,
  },
  withdraw: {
    title: '撤销',
    done: '已撤销。',
    consequence: '用于登记有误：撤销后不计入评议，台账上仍看得到。',
    label: '撤销理由',
    files: false,
    most: 200,
  },
}

const FILES_MOST = 20

interface Props {
  readonly act: ItemAct
  readonly row: LedgerRow
  readonly onClose: () => void
  readonly onDone: () => void
}

export function ItemActForm({ act, row, onClose, onDone }: Props) {
  const { send } = useOffice()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const [files, setFiles] = useState<readonly EvidenceFile[]>([])
  const { title, done, consequence, label, most } = ACTS[act]
  const submit = async ({ words, dueOn }: Fields) => {
    setWaiting(true)
    const refused = await send(commandOf(act, row, words.trim(), dueOn, files), done)
    setWaiting(false)
    setProblem(refused)
    if (refused === null) {
      onDone()
      onClose()
    }
  }
  return (
    <FormModal<Fields>
      open
      title={title}
      okText={title}
      {...{ waiting, problem, form, submit, onClose }}
      clearProblem={() => setProblem(null)}
      initialValues={{ dueOn: row.dueOn }}
    >
      <Alert type="info" title={consequence} style={{ marginBottom: 16 }} />
      {act === 'amend' ? (
        <Form.Item name="dueOn" label="新的期限" rules={[{ required: true, message: '请填写期限。' }]}>
          <Input type="date" style={{ width: 180 }} />
        </Form.Item>
      ) : null}
      <Form.Item
        name="words"
        label={label}
        rules={[
          { required: true, whitespace: true, message: `请填写${label}。` },
          { min: 2, message: '至少2个字。' },
        ]}
      >
        <Input.TextArea rows={3} maxLength={most} showCount />
      </Form.Item>
      {ACTS[act].files ? <Files files={files} setFiles={setFiles} /> : null}
    </FormModal>
  )
}

function Files({
  files,
  setFiles,
}: {
  readonly files: readonly EvidenceFile[]
  readonly setFiles: (change: (files: readonly EvidenceFile[]) => readonly EvidenceFile[]) => void
}) {
  const { message } = App.useApp()
  const [waiting, setWaiting] = useState(0)
  const keep = async (file: File) => {
    setWaiting((n) => n + 1)
    const kept = await keepEvidenceFile(file)
    setWaiting((n) => n - 1)
    if (!kept.ok) void message.error({ content: `${file.name}：${kept.sentence}`, duration: 8 })
    else
      setFiles((before) =>
        before.some(({ hash }) => hash === kept.value.hash)
          ? before
          : [...before, kept.value].slice(0, FILES_MOST),
      )
  }
  return (
    <Space orientation="vertical" style={{ width: '100%' }}>
      <Upload
        multiple
        showUploadList={false}
        accept=".pdf,.png,.jpg,.jpeg,.xlsx,.csv"
        beforeUpload={(file) => {
          void keep(file)
          return false
        }}
      >
        <Button loading={waiting > 0} disabled={files.length >= FILES_MOST}>
          添加佐证文件
        </Button>
      </Upload>
      <span className="pd-quiet">PDF、图片、表格，每个不超过20MB；按内容留存，不能替换。</span>
      {files.map(({ hash, name }) => (
        <Space key={hash}>
          {name}
          <Button
            size="small"
            type="link"
            onClick={() => setFiles((all) => all.filter((each) => each.hash !== hash))}
          >
            不附这个
          </Button>
        </Space>
      ))}
    </Space>
  )
}

function commandOf(
  act: ItemAct,
  { itemId, steps }: LedgerRow,
  words: string,
  dueOn: string,
  given: readonly EvidenceFile[],
): LedgerCommand {
  const of = { itemId, stepsSeen: steps }
  const files = [...given]
  switch (act) {
    case 'submit':
      return { type: 'SubmitItem', ...of, note: words, files }
    case 'accept':
      return { type: 'AcceptItem', ...of, note: words, files }
    case 'reject':
      return { type: 'RejectItem', ...of, reason: words }
    case 'reopen':
      return { type: 'ReopenItem', ...of, reason: words, files }
    case 'amend':
      return { type: 'AmendItemDue', itemId, dueOn, reason: words }
    case 'withdraw':
      return { type: 'WithdrawItem', itemId, reason: words }
    default:
      return unreachable(act)
  }
}
