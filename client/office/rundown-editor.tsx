// The rundown editor: segments in a table, added, moved by buttons or by dragging, changed in place, saved as one.

import { Alert, Button, Empty, Input, InputNumber, Select, Space, Table, type TableColumnsType } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { SegmentId } from '../../shared/basics/ids.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { SEGMENT_KIND_NAMES, SegmentKind } from '../../shared/show/session.ts'
import { newWindowId } from '../lib/new-id.ts'
import { useOffice } from './office-desk.ts'
import {
  lockedCount,
  plannedMinutes,
  rundownDraft,
  rundownProblems,
  standingOf,
  withChange,
  withMove,
  withoutSegment,
  withSegment,
  type DraftSegment,
} from './rundown-draft.ts'
import { SaveBar } from './save-bar.tsx'

const SEGMENTS_MOST = 100

export function RundownEditor({ session }: { readonly session: SessionSetup }) {
  const { setup, send, setUnsaved } = useOffice()
  const [draft, setDraft] = useState(() => rundownDraft(session))
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const [dragged, setDragged] = useState<number | null>(null)
  const standing = standingOf(draft, session)
  const problems = rundownProblems(draft)
  const locked = lockedCount(session)
  const over = session.phase === 'ended'
  const units = useMemo(
    () => setup.units.map((unit) => ({ value: unit.id, label: `${unit.code}　${unit.name}` })),
    [setup.units],
  )
  useEffect(() => {
    setUnsaved('流程单', standing !== 'same')
  }, [standing, setUnsaved])
  // Nothing of one's own in it: it follows what others save.
  useEffect(() => {
    setDraft((mine) => (JSON.stringify(mine.segments) === mine.begunFrom ? rundownDraft(session) : mine))
  }, [session])

  const save = async () => {
    setWaiting(true)
    const segments = draft.segments.map((segment) => ({
      ...segment,
      title: segment.title.trim(),
      question: segment.question.trim(),
    }))
    const refused = await send({ type: 'EditRundown', sessionId: session.id, segments }, '流程单已保存。')
    setWaiting(false)
    setProblem(refused)
    if (refused === null) setDraft({ segments, begunFrom: JSON.stringify(segments) })
  }
  const change = (segment: DraftSegment, what: Partial<DraftSegment>) =>
    setDraft((mine) => withChange(mine, segment.segmentId, what))
  const move = (from: number, to: number) => setDraft((mine) => withMove(mine, from, to, locked))
  const isLocked = (i: number) => over || i < locked

  const columns: TableColumnsType<DraftSegment> = [
    {
      title: '',
      key: 'place',
      width: 108,
      render: (_, _segment, i) => (
        <Space size={0}>
          <span className="office-place">{i + 1}</span>
          <Button
            type="text"
            size="small"
            aria-label={`第${i + 1}个环节上移`}
            disabled={isLocked(i) || i - 1 < locked}
            onClick={() => move(i, i - 1)}
          >
            ↑
          </Button>
          <Button
            type="text"
            size="small"
            aria-label={`第${i + 1}个环节下移`}
            disabled={isLocked(i) || i === draft.segments.length - 1}
            onClick={() => move(i, i + 1)}
          >
            ↓
          </Button>
        </Space>
      ),
    },
    {
      title: '类型',
      key: 'kind',
      width: 132,
      render: (_, segment, i) => (
        <Select
          aria-label={`第${i + 1}个环节的类型`}
          value={segment.kind}
          disabled={isLocked(i)}
          options={SegmentKind.options.map((value) => ({ value, label: SEGMENT_KIND_NAMES[value] }))}
          onChange={(kind) => change(segment, { kind })}
          style={{ width: '100%' }}
        />
      ),
    },
    {
      title: '标题',
      key: 'title',
      width: 220,
      render: (_, segment, i) => (
        <Input
          aria-label={`第${i + 1}个环节的标题`}
          value={segment.title}
          maxLength={60}
          disabled={isLocked(i)}
          status={segment.title.trim() === '' ? 'error' : ''}
          placeholder="必填"
          onChange={(event) => change(segment, { title: event.target.value })}
        />
      ),
    },
    {
      title: '单位',
      key: 'unit',
      width: 250,
      render: (_, segment, i) => (
        <Select
          aria-label={`第${i + 1}个环节的单位`}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          value={segment.unitId}
          disabled={isLocked(i)}
          options={units}
          status={segment.kind !== 'interlude' && segment.unitId === null ? 'warning' : ''}
          placeholder={segment.kind === 'interlude' ? '可不选' : '就绪前必选'}
          notFoundContent={units.length === 0 ? '还没有单位，请先在“单位”页导入。' : '没有找到'}
          onChange={(unitId) => change(segment, { unitId: unitId ?? null })}
          style={{ width: '100%' }}
        />
      ),
    },
    {
      title: '问题（考官平板上显示，可不填）',
      key: 'question',
      render: (_, segment, i) => (
        <Input.TextArea
          aria-label={`第${i + 1}个环节的问题`}
          autoSize={{ minRows: 1, maxRows: 3 }}
          value={segment.question}
          maxLength={200}
          disabled={isLocked(i)}
          onChange={(event) => change(segment, { question: event.target.value })}
        />
      ),
    },
    {
      title: '时长',
      key: 'planned',
      width: 110,
      render: (_, segment, i) => (
        <InputNumber
          aria-label={`第${i + 1}个环节的分钟数`}
          min={0}
          max={240}
          step={1}
          precision={1}
          suffix="分"
          value={segment.plannedMs / 60_000}
          disabled={isLocked(i)}
          onChange={(minutes) => change(segment, { plannedMs: Math.round((minutes ?? 0) * 60_000) })}
          style={{ width: '100%' }}
        />
      ),
    },
    {
      title: '',
      key: 'remove',
      width: 76,
      render: (_, segment, i) => (
        <Button
          type="link"
          danger
          size="small"
          disabled={isLocked(i)}
          onClick={() => setDraft((mine) => withoutSegment(mine, segment.segmentId))}
        >
          去掉
        </Button>
      ),
    },
  ]
  return (
    <div className="office-editor">
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <SaveBar
        standing={standing}
        problems={problems}
        waiting={waiting}
        what="流程单"
        about={`${draft.segments.length} 个环节，共 ${plannedMinutes(draft)} 分钟${locked > 0 && !over ? `；前 ${locked} 个已播出，不能改` : ''}`}
        onSave={() => void save()}
        onDiscard={() => {
          setDraft(rundownDraft(session))
          setProblem(null)
        }}
      >
        <Button
          disabled={over || draft.segments.length >= SEGMENTS_MOST}
          onClick={() => setDraft((mine) => withSegment(mine, SegmentId.parse(`g-${newWindowId()}`)))}
        >
          添加环节
        </Button>
      </SaveBar>
      <Table<DraftSegment>
        size="small"
        tableLayout="fixed"
        rowKey="segmentId"
        columns={columns}
        dataSource={[...draft.segments]}
        pagination={false}
        scroll={{ x: 1_140 }}
        onRow={(_, i = 0) => ({
          draggable: !isLocked(i),
          className: dragged === i ? 'is-dragged' : '',
          onDragStart: (event) => {
            // Text in a field is selected by dragging, not moved with its row.
            if (event.target !== event.currentTarget) return
            event.dataTransfer.effectAllowed = 'move'
            setDragged(i)
          },
          onDragOver: (event) => {
            if (dragged !== null && !isLocked(i)) event.preventDefault()
          },
          onDrop: (event) => {
            event.preventDefault()
            if (dragged !== null) move(dragged, i)
            setDragged(null)
          },
          onDragEnd: () => setDragged(null),
        })}
        locale={{
          emptyText: <Empty description="流程单还是空的。按“添加环节”加第一个；拖动行或用箭头调整次序。" />,
        }}
      />
    </div>
  )
}
