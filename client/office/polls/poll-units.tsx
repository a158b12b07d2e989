// Which units a poll has: chosen from the registry by hand, by category, or by a table of their codes. A draft until it is saved.

import { Alert, Button, Empty, Input, Segmented, Spin, Table } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { CATEGORIES, CATEGORY_NAMES, type Category, type UnitHead } from '../../../shared/evaluation/unit.ts'
import type { UnitId } from '../../../shared/basics/ids.ts'
import { comparedWith } from '../../../shared/protocol/compared.ts'
import type { CsvPreview } from '../../../shared/protocol/http-api.ts'
import type { PollMembersAnswer } from '../../../shared/protocol/polls-api.ts'
import type { PollOverview } from '../../../shared/protocol/polls-topic.ts'
import type { UnitView } from '../../../shared/protocol/views.ts'
import { get, postFile } from '../../lib/api.ts'
import { countOf } from '../../lib/format.ts'
import { CsvImport, type PreviewAnswer } from '../csv-import.tsx'
import { useOffice } from '../office-desk.ts'
import { SaveBar } from '../save-bar.tsx'
import { useRoom } from '../use-room.ts'

const NAME = '单位'

export function PollUnits({ poll }: { readonly poll: PollOverview }) {
  const [saved, setSaved] = useState<readonly UnitId[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const { pollId, unitCount, phase } = poll
  useEffect(() => {
    let left = false
    void get<PollMembersAnswer>(`/api/polls/${pollId}/members`).then((answer) => {
      if (left) return
      setProblem(answer.ok ? null : answer.sentence)
      if (answer.ok) setSaved(answer.value.unitIds)
    })
    return () => {
      left = true
    }
    // The count and the phase change with what is saved.
  }, [pollId, unitCount, phase])
  if (problem !== null) return <Alert type="error" showIcon title={problem} />
  if (saved === null) return <Spin delay={300} description="正在读取单位…" />
  return <Chosen key={saved.join()} poll={poll} saved={saved} />
}

function Chosen({ poll, saved }: { readonly poll: PollOverview; readonly saved: readonly UnitId[] }) {
  const { setup, send, setUnsaved, me } = useOffice()
  const [chosen, setChosen] = useState<ReadonlySet<UnitId>>(() => new Set(saved))
  const [waiting, setWaiting] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [importing, setImporting] = useState(false)
  const [show, setShow] = useState<'all' | 'chosen'>(saved.length === 0 ? 'all' : 'chosen')
  const [sought, setSought] = useState('')
  const room = useRoom(560)
  const mayEdit = poll.phase === 'draft' && me.role === 'office'
  const before = useMemo(() => new Set(saved), [saved])
  const same = chosen.size === before.size && [...chosen].every((unitId) => before.has(unitId))
  const units = useMemo(() => {
    const words = sought.trim()
    return setup.units.filter(
      (unit) =>
        (show === 'all' || chosen.has(unit.id)) &&
        (words === '' || unit.name.includes(words) || String(unit.code).startsWith(words)),
    )
  }, [setup.units, show, chosen, sought])
  const change = (next: ReadonlySet<UnitId>) => {
    setChosen(next)
    const isSame = next.size === before.size && [...next].every((unitId) => before.has(unitId))
    setUnsaved(NAME, !isSame)
  }
  const toggle = (category: Category) => {
    const ids = setup.units.filter((unit) => unit.category === category).map(({ id }) => id)
    const next = new Set(chosen)
    const all = ids.every((id) => next.has(id))
    for (const id of ids)
      if (all) next.delete(id)
      else next.add(id)
    change(next)
  }
  const save = async () => {
    setWaiting(true)
    const unitIds = setup.units.filter(({ id }) => chosen.has(id)).map(({ id }) => id)
    const refused = await send(
      { type: 'SetPollUnits', pollId: poll.pollId, unitIds },
      `已选定${countOf(unitIds.length)}个单位。`,
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) setUnsaved(NAME, false)
  }
  const preview = async (file: File): Promise<PreviewAnswer<UnitHead>> => {
    const answer = await postFile<CsvPreview<UnitHead>>('/api/csv/codes', file)
    if (!answer.ok) return answer
    // What is chosen already is a draft of this page: the server knows nothing of it.
    const known = (unit: UnitHead) => (chosen.has(unit.unitId) ? unit : undefined)
    return { ok: true, value: { ...answer.value, ...comparedWith(answer.value.rows, known, []) } }
  }
  return (
    <div className="office-editor">
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      {mayEdit ? (
        <SaveBar
          standing={same ? 'same' : 'edited'}
          problems={chosen.size === 0 ? ['至少选一个单位。'] : []}
          waiting={waiting}
          what="单位"
          about={`已选 ${countOf(chosen.size)} / ${countOf(setup.units.length)} 个单位`}
          onSave={() => void save()}
          onDiscard={() => change(new Set(saved))}
        >
          {CATEGORIES.map((category) => {
            const of = setup.units.filter((unit) => unit.category === category)
            const all = of.length > 0 && of.every(({ id }) => chosen.has(id))
            return (
              <Button key={category} disabled={of.length === 0} onClick={() => toggle(category)}>
                {all ? '去掉' : '全选'}
                {CATEGORY_NAMES[category]}（{countOf(of.length)}）
              </Button>
            )
          })}
          <Button onClick={() => setImporting(true)}>按表格选</Button>
          <Button disabled={chosen.size === 0} onClick={() => change(new Set())}>
            清空
          </Button>
        </SaveBar>
      ) : (
        <p className="office-about">
          {countOf(saved.length)} 个单位。名称和代码在排定时固定；要改单位，先退回草稿。
        </p>
      )}
      <div className="office-line">
        <Segmented
          value={show}
          onChange={setShow}
          options={[
            { value: 'all', label: '全部单位' },
            { value: 'chosen', label: `已选（${countOf(chosen.size)}）` },
          ]}
        />
        <Input.Search
          allowClear
          className="office-search"
          placeholder="按名称或代码查找"
          onChange={(event) => setSought(event.target.value)}
        />
      </div>
      <Table<UnitView>
        virtual
        size="middle"
        rowKey="id"
        pagination={false}
        scroll={{ y: room, x: 800 }}
        dataSource={units}
        {...(mayEdit
          ? {
              rowSelection: {
                columnWidth: 48,
                selectedRowKeys: [...chosen],
                preserveSelectedRowKeys: true,
                onChange: (keys: React.Key[]) => change(new Set(keys as UnitId[])),
              },
            }
          : {})}
        columns={[
          { title: '代码', dataIndex: 'code', width: 90 },
          { title: '单位名称', dataIndex: 'name', ellipsis: true },
          {
            title: '类别',
            dataIndex: 'category',
            width: 180,
            render: (category: Category) => CATEGORY_NAMES[category],
          },
        ]}
        footer={() => `显示 ${countOf(units.length)} 个`}
        locale={{
          emptyText: (
            <Empty
              description={
                setup.units.length === 0
                  ? '还没有单位，请先在“单位”页导入。'
                  : sought !== ''
                    ? `没有找到“${sought}”。`
                    : '还没有选单位：切到“全部单位”勾选，或按类别全选。'
              }
            />
          ),
        }}
      />
      <CsvImport<UnitHead>
        open={importing}
        onClose={() => setImporting(false)}
        title="按表格选单位"
        template="codes"
        hint="一列：单位代码。文件里的单位加到已选的里面，再按“保存单位”。"
        preview={preview}
        columns={[
          { title: '代码', dataIndex: 'code', width: 90 },
          { title: '单位名称', dataIndex: 'name', ellipsis: true },
        ]}
        rowKey={(unit) => unit.unitId}
        onImport={async (rows) => {
          change(new Set([...chosen, ...rows.map(({ unitId }) => unitId)]))
          setShow('chosen')
          return null
        }}
      />
    </div>
  )
}
