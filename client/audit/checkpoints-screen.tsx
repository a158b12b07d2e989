// Checkpoints: what was signed of each log, who outside holds it, and how what they hold is held against the files (LOG2).

import { Alert, Button, Descriptions, Table, Typography } from 'antd'
import type { CheckpointsAnswer } from '../../shared/protocol/checkpoints-api.ts'
import { dateTimeOf } from '../lib/format.ts'
import { AskedFrame } from '../ui/periods/asked-frame.tsx'
import { useAgainWhile, useAsked } from '../ui/periods/use-asked.ts'

type Tree = CheckpointsAnswer['trees'][number]
type Holder = CheckpointsAnswer['holders'][number]

/** `turn`: another value asks again. */
export function CheckpointsScreen({ turn }: { readonly turn: unknown }) {
  const asked = useAsked<CheckpointsAnswer>('/api/checkpoints', turn)
  useAgainWhile(asked.problem === null, asked.again)
  return (
    <AskedFrame asked={asked} what="检查点">
      {(answer) => <Shown answer={answer} />}
    </AskedFrame>
  )
}

function Shown({ answer }: { readonly answer: CheckpointsAnswer }) {
  const { publicKey, trees, holders, failing } = answer
  const changed = trees.filter(({ isChanged }) => isChanged)
  const command = `npm run recount -- --checkpoints checkpoints.notes --key ${publicKey} data`
  return (
    <div className="audit-checkpoints">
      <p>
        {'窗口每变一次状态，以及窗口开着时每10秒，系统给流水和计票日志各签一个检查点：条数，和全部内容的摘要。' +
          '检查点交给外部的人保管。以后谁改动、截短或换掉了日志，都与保管的检查点对不上。'}
      </p>
      {changed.length === 0 ? null : (
        <Alert
          type="error"
          showIcon
          title={`${changed.map(({ tree }) => nameOf(tree)).join('、')}与先前的检查点不符：被截短，或换成了另一份。`}
          description="系统不再为它签检查点。请保留现在的文件，用外部保管的检查点核对，查明原因。"
        />
      )}
      {failing === null ? null : (
        <Alert
          type="warning"
          showIcon
          title="现在签不出检查点，正在自动重试。选票和屏幕不受影响。"
          description={failing}
        />
      )}
      <Table<Tree>
        size="small"
        rowKey="tree"
        pagination={false}
        scroll={{ x: 760 }}
        dataSource={[...trees]}
        columns={[
          { title: '日志', key: 'tree', render: (_, { tree }) => nameOf(tree) },
          {
            title: '条数',
            key: 'size',
            width: 120,
            align: 'right',
            render: (_, { newest }) => newest?.size ?? '—',
          },
          {
            title: '最近的检查点',
            key: 'at',
            width: 180,
            render: (_, { newest }) => (newest === null ? '还没有' : dateTimeOf(newest.atMs)),
          },
          {
            title: '内容摘要',
            key: 'root',
            width: 240,
            render: (_, { newest }) => (newest === null ? '—' : <code>{rootIn(newest.note)}</code>),
          },
          {
            title: '状态',
            key: 'state',
            width: 100,
            render: (_, { isChanged }) => (isChanged ? <b className="audit-bad">被改动</b> : '正常'),
          },
        ]}
      />
      <h2>外部保管方</h2>
      {holders.length === 0 ? (
        <Alert
          type="info"
          showIcon
          title="还没有外部保管方。"
          description="没有外部的检查点，能同时改写全部文件和备份的人改了什么，事后查不出来。请由运维在 CHECKPOINT_HOLDERS 里写上保管方的地址；也可以在每场结束后下载检查点，交给别人保管。"
        />
      ) : (
        <Table<Holder>
          size="small"
          rowKey="name"
          pagination={false}
          scroll={{ x: 620 }}
          dataSource={[...holders]}
          columns={[
            { title: '地址', dataIndex: 'name' },
            {
              title: '最近一次收到',
              key: 'at',
              width: 180,
              render: (_, { heldAtMs }) => (heldAtMs === null ? '本次启动以后还没有' : dateTimeOf(heldAtMs)),
            },
            { title: '状态', key: 'state', render: (_, holder) => <HolderState holder={holder} /> },
          ]}
        />
      )}
      <h2>核对</h2>
      <Descriptions
        column={1}
        size="small"
        items={[
          {
            key: 'key',
            label: '公钥',
            children: (
              <Typography.Text code copyable={{ text: publicKey }} className="audit-key">
                {publicKey}
              </Typography.Text>
            ),
          },
        ]}
      />
      <p>公钥应在评议开始以前抄下来，以抄下的为准。把保管方的检查点文件和数据目录的副本放在一起，执行：</p>
      <Typography.Paragraph copyable={{ text: command }} className="audit-command">
        {command}
      </Typography.Paragraph>
      <p>
        <Button href="/api/checkpoints/notes">下载全部检查点</Button>
      </p>
    </div>
  )
}

function HolderState({ holder: { failing, waiting } }: { readonly holder: Holder }) {
  if (failing !== null) return <span className="audit-bad">送不到：{failing}系统会一直重试。</span>
  return waiting ? '正在送' : '已收到最新的'
}

function nameOf(tree: string): string {
  return tree === 'journal' ? '流水' : `计票日志 ${tree.slice('ballots/'.length)}`
}

/** Its third line; the beginning is enough to compare by eye. */
function rootIn(note: string): string {
  return `${note.split('\n')[2]?.slice(0, 22) ?? ''}…`
}
