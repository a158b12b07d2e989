// Who takes part in a round: reviewers' accounts with what each would be asked about.

import { Alert, Button, Empty, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { PersonId } from '../../../shared/basics/ids.ts'
import { REVIEWER_GROUP_NAMES } from '../../../shared/evaluation/department.ts'
import type { ReviewerRow, RoundAnswer } from '../../../shared/protocol/reviews-api.ts'
import { countOf } from '../../lib/format.ts'
import { useOffice } from '../office-desk.ts'
import { useRoom } from '../use-room.ts'

export function ReviewersChoice({
  round,
  changed,
}: {
  readonly round: RoundAnswer
  readonly changed: () => void
}) {
  const { send, online } = useOffice()
  const room = useRoom(460)
  const { state, roundId } = round.head
  const kept = round.reviewers.flatMap(({ inRound, reviewerId }) => (inRound ? [reviewerId] : []))
  const [chosen, setChosen] = useState<readonly PersonId[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const fixed = state === 'over'
  const save = async () => {
    setWaiting(true)
    const refused = await send(
      { type: 'SetRoundReviewers', roundId, reviewerIds: [...(chosen ?? kept)] },
      '评议人已保存。',
    )
    setWaiting(false)
    setProblem(refused)
    if (refused === null) {
      setChosen(null)
      changed()
    }
  }
  return (
    <div className="pd-stack">
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <Space wrap>
        <Button
          type="primary"
          disabled={fixed || !online || chosen === null}
          loading={waiting}
          onClick={() => void save()}
        >
          保存评议人
        </Button>
        <Button
          disabled={fixed}
          onClick={() =>
            setChosen(
              round.reviewers.flatMap(({ asked, disabled, reviewerId }) =>
                asked > 0 && !disabled ? [reviewerId] : [],
              ),
            )
          }
        >
          选全部有单位可评的
        </Button>
        <span className="pd-quiet">
          已选 {countOf((chosen ?? kept).length)} 名{chosen === null ? '' : '（未保存）'}
        </span>
      </Space>
      <Table<ReviewerRow>
        size="small"
        rowKey="reviewerId"
        pagination={false}
        scroll={{ y: room, x: 900 }}
        dataSource={round.reviewers}
        rowSelection={{
          selectedRowKeys: [...(chosen ?? kept)],
          onChange: (keys) => setChosen(keys.map((key) => PersonId.parse(key))),
          getCheckboxProps: ({ name }) => ({ disabled: fixed, 'aria-label': `选${name}` }),
        }}
        columns={[
          {
            title: '评议人',
            key: 'name',
            width: 180,
            render: (_, { name, disabled }) => (
              <>
                {name} {disabled ? <Tag color="error">已停用</Tag> : null}
              </>
            ),
          },
          { title: '用户名', dataIndex: 'reviewerId', width: 180 },
          { title: '所代表单位', dataIndex: 'organisation' },
          { title: '组别', key: 'group', width: 150, render: (_, { group }) => REVIEWER_GROUP_NAMES[group] },
          {
            title: '可评单位',
            key: 'asked',
            width: 110,
            align: 'right',
            render: (_, { asked }) => (asked === 0 ? <Tag color="warning">没有</Tag> : countOf(asked)),
          },
        ]}
        locale={{
          emptyText: <Empty description="还没有评议人账号，请先在“账号”页添加或导入。" />,
        }}
      />
    </div>
  )
}
