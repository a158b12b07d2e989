// All sessions, newest work first, and a new one.

import { Button, Empty, Modal, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { SessionId } from '../../shared/basics/ids.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import { newWindowId } from '../lib/new-id.ts'
import { PHASE_COLOURS, SESSION_PHASES, useOffice } from './office-desk.ts'
import { Page } from './page.tsx'
import { newSessionDraft, sessionCommand, type SessionDraft } from './session-draft.ts'
import { SessionForm } from './session-form.tsx'

const ORDER = { live: 0, ready: 1, draft: 2, ended: 3 } as const

export function SessionsScreen({ go }: { readonly go: (hash: string) => void }) {
  const { setup } = useOffice()
  const [adding, setAdding] = useState(false)
  const sessions = [...setup.sessions].sort((a, b) => ORDER[a.phase] - ORDER[b.phase])
  return (
    <Page
      title="场次"
      about="一场节目：设定评分方式，排流程单，导入考官席，发配对码，标记就绪后由导演开播。"
      actions={
        <Button type="primary" onClick={() => setAdding(true)}>
          新建场次
        </Button>
      }
    >
      <Table<SessionSetup>
        size="middle"
        rowKey="id"
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={sessions}
        columns={[
          {
            title: '场次',
            key: 'title',
            ellipsis: true,
            render: (_, session) => (
              <Button type="link" className="office-name" onClick={() => go(`sessions/${session.id}`)}>
                {session.title}
              </Button>
            ),
          },
          { title: '主题', dataIndex: 'theme', width: 120 },
          {
            title: '状态',
            key: 'phase',
            width: 180,
            render: (_, session) => (
              <Space size={4}>
                <Tag color={PHASE_COLOURS[session.phase]}>{SESSION_PHASES[session.phase]}</Tag>
                {session.rehearsal ? <Tag color="#7d5a0c">彩排</Tag> : null}
              </Space>
            ),
          },
          { title: '环节', key: 'segments', width: 90, align: 'right', render: (_, s) => s.segments.length },
          { title: '席位', key: 'seats', width: 90, align: 'right', render: (_, s) => s.seats.length },
          {
            title: '还缺什么',
            key: 'lacks',
            width: 120,
            align: 'right',
            render: (_, session) =>
              session.phase !== 'draft'
                ? '—'
                : session.readyRefusals.length === 0
                  ? '可以就绪'
                  : `${session.readyRefusals.length} 项`,
          },
        ]}
        locale={{
          emptyText: <Empty description="还没有场次。按“新建场次”开始；单位可以先在“单位”页导入。" />,
        }}
      />
      <NewSession open={adding} onClose={() => setAdding(false)} onMade={(id) => go(`sessions/${id}`)} />
    </Page>
  )
}

function NewSession(props: {
  readonly open: boolean
  readonly onClose: () => void
  readonly onMade: (id: string) => void
}) {
  const { send } = useOffice()
  const make = async (draft: SessionDraft) => {
    const id = SessionId.parse(`s-${newWindowId()}`)
    const problem = await send(sessionCommand('DraftSession', id, draft), '场次已建立，接着排流程单。')
    if (problem !== null) return problem
    props.onClose()
    props.onMade(id)
    return null
  }
  return (
    <Modal
      open={props.open}
      title="新建场次"
      footer={null}
      onCancel={props.onClose}
      width={760}
      destroyOnHidden
    >
      <SessionForm initial={newSessionDraft()} submitText="建立场次" onSubmit={make} />
    </Modal>
  )
}
