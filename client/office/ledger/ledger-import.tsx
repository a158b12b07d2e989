// Importing items from a table: every row looked at before any is put on the ledger; the file itself is kept as evidence.

import { Input } from 'antd'
import { useState } from 'react'
import { ITEM_SOURCE_NAMES } from '../../../shared/evaluation/rectification.ts'
import type { LedgerPlan } from '../../../shared/ledger/item.ts'
import type { ContentHash } from '../../../shared/period/ids.ts'
import type { CsvPreview } from '../../../shared/protocol/http-api.ts'
import { postFile } from '../../lib/api.ts'
import { countOf } from '../../lib/format.ts'
import { newId } from '../../lib/new-id.ts'
import { CsvImport } from '../csv-import.tsx'
import { useOffice } from '../office-desk.ts'
import { keepEvidenceFile } from '../periods/evidence-upload.ts'

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly onImported: () => void
}

const SHORTEST_WORDS = 2

export function LedgerImport({ open, onClose, onImported }: Props) {
  const { setup, send } = useOffice()
  const [words, setWords] = useState('')
  const [kept, setKept] = useState<{
    readonly importId: string
    readonly fileHash: ContentHash | null
  } | null>(null)
  const names = new Map(setup.units.map(({ id, name }) => [id, name]))
  const preview = async (file: File) => {
    const answer = await postFile<CsvPreview<LedgerPlan>>('/api/csv/ledger', file)
    if (!answer.ok) return answer
    // A plain text file may be none the store knows; the import goes on without it, and says so in its record.
    const stored = await keepEvidenceFile(file)
    setKept({
      importId: newId(),
      fileHash: stored.ok ? stored.value.hash : null,
    })
    return answer
  }
  return (
    <CsvImport<LedgerPlan>
      open={open}
      onClose={onClose}
      title="导入整改事项"
      template="ledger"
      hint="列：编号、单位（代码、编号或名称）、来源、事项、责任人、交办日期（可不填，为今天）、完成期限、权重（可不填，为1）。导入只新增；有一行有错就一行也不导入。"
      preview={preview}
      columns={[
        { title: '编号', dataIndex: 'itemId', width: 130, ellipsis: true },
        {
          title: '单位',
          key: 'unit',
          width: 180,
          ellipsis: true,
          render: (_, row) => names.get(row.unitId) ?? row.unitId,
        },
        { title: '来源', key: 'source', width: 90, render: (_, row) => ITEM_SOURCE_NAMES[row.source] },
        { title: '事项', dataIndex: 'text', ellipsis: true },
        { title: '期限', dataIndex: 'dueOn', width: 110 },
      ]}
      rowKey={(row) => row.itemId}
      extra={
        <Input
          value={words}
          maxLength={100}
          placeholder="这批事项从哪来，如：市12345热线2026年11月交办清单"
          onChange={({ target }) => setWords(target.value)}
        />
      }
      wait={words.trim().length < SHORTEST_WORDS ? '请先填写这批事项的来源' : null}
      onImport={async (rows) => {
        const importId = kept?.importId ?? newId()
        const refused = await send(
          {
            type: 'AddItems',
            source: { importId, words: words.trim(), fileHash: kept?.fileHash ?? null },
            items: [...rows],
          },
          `已列入台账 ${countOf(rows.length)} 条。`,
        )
        if (refused === null) onImported()
        return refused
      }}
    />
  )
}
