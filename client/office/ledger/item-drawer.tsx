// One item of the ledger: what it asks, its whole history with evidence, and the steps that are possible now.

import { Alert, Button, Descriptions, Drawer, Space, Tag, Timeline } from 'antd'
import { useState } from 'react'
import { SegmentId, SessionId } from '../../../shared/basics/ids.ts'
import { ITEM_PHASE_NAMES, mayStep } from '../../../shared/evaluation/rectification.ts'
import type { LedgerItemAnswer, LedgerMark } from '../../../shared/protocol/ledger-api.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { FileLink } from '../../ui/periods/file-link.tsx'
import { useAsked } from '../../ui/periods/use-asked.ts'
import { useOffice } from '../office-desk.ts'
import { ItemActForm, type ItemAct } from './item-act-form.tsx'
import { PHASE_COLOURS } from './ledger-words.ts'

interface Props {
  readonly itemId: string
  readonly turn: number
  /** The list is to be read again. */
  readonly changed: () => void
  readonly onClose: () => void
}

export function ItemDrawer({ itemId, turn, changed, onClose }: Props) {
  const asked = useAsked<LedgerItemAnswer>(`/api/ledger/${encodeURIComponent(itemId)}`, turn)
  return (
    <Drawer open size={640} title="整改事项" onClose={onClose}>
      <AskedFrame asked={asked} what="这条事项">
        {(item) => (
          <Item
            item={item}
            changed={() => {
              asked.again()
              changed()
            }}
          />
        )}
      </AskedFrame>
    </Drawer>
  )
}

function Item({ item, changed }: { readonly item: LedgerItemAnswer; readonly changed: () => void }) {
  const { row } = item
  const [doing, setDoing] = useState<ItemAct | null>(null)
  return (
    <div className="pd-stack">
      <p className="ledger-text">{row.text}</p>
      <Space wrap>
        {row.withdrawn ? (
          <Tag>已撤销</Tag>
        ) : (
          <Tag color={PHASE_COLOURS[row.phase]}>{ITEM_PHASE_NAMES[row.phase]}</Tag>
        )}
        {row.overdue ? <Tag color="error">逾期</Tag> : null}
        {row.broughtToShow ? <Tag color="purple">待现场验收</Tag> : null}
      </Space>
      <Descriptions
        size="small"
        column={2}
        items={[
          {
            key: 'unit',
            label: '责任单位',
            span: 2,
            children: `${row.unitName}${row.unitCode === null ? '' : `（${row.unitCode}）`}`,
          },
          { key: 'owner', label: '责任人', children: row.owner },
          { key: 'weight', label: '权重', children: row.weight },
          { key: 'opened', label: '交办日期', children: row.openedOn },
          { key: 'due', label: '完成期限', children: row.dueOn },
          { key: 'source', label: '来源', span: 2, children: item.sourceWords },
          { key: 'id', label: '编号', span: 2, children: row.itemId },
        ]}
      />
      <Acts item={item} begin={setDoing} changed={changed} />
      <h2>办理过程</h2>
      <Timeline
        items={item.marks.map((mark, index) => ({
          key: index,
          color: colourOf(mark),
          content: <Mark mark={mark} />,
        }))}
      />
      {doing === null ? null : (
        <ItemActForm act={doing} row={row} onClose={() => setDoing(null)} onDone={changed} />
      )}
    </div>
  )
}

function Acts({
  item,
  begin,
  changed,
}: {
  readonly item: LedgerItemAnswer
  readonly begin: (act: ItemAct) => void
  readonly changed: () => void
}) {
  const { me, online, act } = useOffice()
  const { row } = item
  if (row.withdrawn) return null
  const office = me.role === 'office' && online
  const may = (step: Parameters<typeof mayStep>[1]) =>
    office && mayStep(row.phase, step) && !(row.broughtToShow && step !== 'reopened')
  const bring = async (sessionId: string, segmentId: string) => {
    const of = { sessionId: SessionId.parse(sessionId), segmentId: SegmentId.parse(segmentId) }
    if (await act({ type: 'BringItemToShow', itemId: row.itemId, ...of }, '已提请现场验收，揭晓后自动办理。'))
      changed()
  }
  return (
    <>
      <Space wrap>
        {may('submitted') ? (
          <Button type="primary" onClick={() => begin('submit')}>
            报送办结…
          </Button>
        ) : null}
        {may('accepted') ? (
          <Button type="primary" onClick={() => begin('accept')}>
            销号…
          </Button>
        ) : null}
        {may('rejected') ? <Button onClick={() => begin('reject')}>退回…</Button> : null}
        {may('reopened') ? (
          <Button danger onClick={() => begin('reopen')}>
            回头看不实…
          </Button>
        ) : null}
        {office && row.phase !== 'accepted' ? (
          <Button disabled={row.overdue} onClick={() => begin('amend')}>
            改期限…
          </Button>
        ) : null}
        {office && row.steps === 0 ? (
          <Button disabled={row.overdue} onClick={() => begin('withdraw')}>
            撤销…
          </Button>
        ) : null}
        {online
          ? item.segments.map(({ sessionId, segmentId, words }) => (
              <Button key={`${sessionId} ${segmentId}`} onClick={() => void bring(sessionId, segmentId)}>
                提请现场验收：{words}
              </Button>
            ))
          : null}
        {online && row.broughtToShow ? (
          <Button
            onClick={() =>
              void act({ type: 'TakeItemFromShow', itemId: row.itemId }, '已撤回现场验收。').then((done) => {
                if (done) changed()
              })
            }
          >
            撤回现场验收
          </Button>
        ) : null}
      </Space>
      {row.broughtToShow ? (
        <Alert
          type="info"
          showIcon
          title="已提请现场验收：考官窗口揭晓后，均分60分及以上自动销号，否则退回；在此之前不能另行办理。"
        />
      ) : null}
      {row.overdue && office ? (
        <Alert
          type="warning"
          showIcon
          title="已逾期：不能再改期限或撤销。确有客观原因的，在评议周期里走容错纠错，由两人核减。"
        />
      ) : null}
    </>
  )
}

function Mark({ mark }: { readonly mark: LedgerMark }) {
  return (
    <>
      <div>{mark.words}</div>
      {mark.note === '' ? null : <div>{mark.note}</div>}
      {mark.files.map(({ hash, name }) => (
        <div key={hash}>
          <FileLink hash={hash} name={name} /> {name}
        </div>
      ))}
      <div className="pd-quiet">
        {dateTimeOf(mark.atMs)} · {mark.by}
      </div>
    </>
  )
}

function colourOf({ kind, phase }: LedgerMark): string {
  if (kind === 'withdrawn') return 'gray'
  if (phase === 'accepted') return 'green'
  return phase === 'reopened' || phase === 'rejected' ? 'red' : 'blue'
}
