// Which units each group of reviewers is asked about: a box for each unit and group, a sensible start, all of a search at once.

import { Alert, Button, Checkbox, Empty, Input, Space, Table, type TableColumnsType } from 'antd'
import { useMemo, useState } from 'react'
import type { UnitId } from '../../../shared/basics/ids.ts'
import { REVIEWER_GROUP_NAMES, ReviewerGroup } from '../../../shared/evaluation/department.ts'
import { CATEGORY_NAMES } from '../../../shared/evaluation/categories.ts'
import type { RoundAnswer, RoundUnitRow } from '../../../shared/protocol/reviews-api.ts'
import type { RoundUnits } from '../../../shared/review/round.ts'
import { countOf } from '../../lib/format.ts'
import { useOffice } from '../office-desk.ts'
import { useRoom } from '../use-room.ts'

const GROUPS = ReviewerGroup.options
type Choice = Readonly<Record<ReviewerGroup, ReadonlySet<UnitId>>>

export function UnitsChoice({
  round,
  changed,
}: {
  readonly round: RoundAnswer
  readonly changed: () => void
}) {
  const { send, online } = useOffice()
  const room = useRoom(480)
  const draft = round.head.state === 'draft'
  const [choice, setChoice] = useState<Choice | null>(null)
  const [sought, setSought] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const kept = useMemo(() => choiceOf(round.chosen), [round.chosen])
  const shown = choice ?? kept
  const words = sought.trim().toLowerCase()
  const rows = round.units.filter(
    ({ code, name, authority, organisation }) =>
      words === '' ||
      [String(code), name, authority ?? '', organisation ?? ''].some((each) =>
        each.toLowerCase().includes(words),
      ),
  )
  const set = (group: ReviewerGroup, ids: readonly UnitId[], on: boolean) => {
    const next = new Set(shown[group])
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    setChoice({ ...shown, [group]: next })
  }
  const save = async () => {
    setWaiting(true)
    const refused = await send(
      { type: 'SetRoundUnits', roundId: round.head.roundId, units: unitsOf(shown) },
      '单位已保存。',
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) {
      setChoice(null)
      changed()
    }
  }
  const columns: TableColumnsType<RoundUnitRow> = [
    { title: '代码', dataIndex: 'code', width: 64 },
    { title: '单位', dataIndex: 'name', ellipsis: true },
    { title: '类别', key: 'category', width: 132, render: (_, { category }) => CATEGORY_NAMES[category] },
    { title: '隶属', dataIndex: 'organisation', width: 112, ellipsis: true },
    { title: '主管部门', dataIndex: 'authority', width: 112, ellipsis: true },
    ...GROUPS.map((group) => ({
      title: (
        <Checkbox
          disabled={!draft}
          checked={rows.length > 0 && rows.every(({ unitId }) => shown[group].has(unitId))}
          indeterminate={rows.some(({ unitId }) => shown[group].has(unitId))}
          onChange={({ target }) =>
            set(
              group,
              rows.map(({ unitId }) => unitId),
              target.checked,
            )
          }
        >
          {REVIEWER_GROUP_NAMES[group]}
        </Checkbox>
      ),
      key: group,
      width: 146,
      render: (_: unknown, { unitId, name }: RoundUnitRow) => (
        <Checkbox
          aria-label={`${REVIEWER_GROUP_NAMES[group]}评${name}`}
          disabled={!draft}
          checked={shown[group].has(unitId)}
          onChange={({ target }) => set(group, [unitId], target.checked)}
        />
      ),
    })),
  ]
  return (
    <div className="pd-stack">
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      {draft ? null : <Alert type="info" title="已下达，单位不能再改。" />}
      <Space wrap>
        <Input.Search
          allowClear
          style={{ width: 280 }}
          placeholder="单位、代码、隶属或主管部门"
          onChange={({ target }) => setSought(target.value)}
        />
        <Button disabled={!draft} onClick={() => setChoice(choiceOf(round.suggested))}>
          按建议选
        </Button>
        <Button
          type="primary"
          disabled={!draft || !online || choice === null}
          loading={waiting}
          onClick={() => void save()}
        >
          保存单位
        </Button>
        <span className="pd-quiet">
          {GROUPS.map((group) => `${REVIEWER_GROUP_NAMES[group]} ${countOf(shown[group].size)} 个`).join(
            '，',
          )}
          {choice === null ? '' : '（未保存）'}
        </span>
      </Space>
      <p className="pd-quiet">
        建议：有主管部门的单位由主管部门评（各评本条线）；市直部门的单位由区和乡镇（街道）评。勾选后，评议人仍不评本单位的。
      </p>
      <Table<RoundUnitRow>
        virtual
        size="small"
        rowKey="unitId"
        pagination={false}
        scroll={{ y: room, x: 1_060 }}
        dataSource={rows}
        columns={columns}
        locale={{
          emptyText: (
            <Empty description={round.units.length === 0 ? '评议周期里还没有单位。' : '没有这样的单位。'} />
          ),
        }}
      />
    </div>
  )
}

function choiceOf(units: RoundUnits): Choice {
  return { line: new Set(units.line), district: new Set(units.district), town: new Set(units.town) }
}

function unitsOf(choice: Choice): RoundUnits {
  return { line: [...choice.line], district: [...choice.district], town: [...choice.town] }
}
