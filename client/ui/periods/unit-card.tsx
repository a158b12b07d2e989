// Why a unit stands where it stands (RANK6): every part with its weight, steps and evidence, vetoes, what would have changed its place, its course.

import { Alert, Collapse, Descriptions, Drawer, Empty, Space, Tag } from 'antd'
import type { ReactNode } from 'react'
import { CATEGORY_NAMES } from '../../../shared/evaluation/categories.ts'
import { METHOD_NAMES } from '../../../shared/evaluation/scheme.ts'
import type { CardPart, UnitCardAnswer } from '../../../shared/protocol/ranking-api.ts'
import { AskedFrame } from './asked-frame.tsx'
import { FileLink } from './file-link.tsx'
import { HistoryChart } from './history-chart.tsx'
import { PartsBar, PartsLegend } from './parts-bar.tsx'
import { APART_WORDS, LIST_WORDS, movedSentence, STATE_WORDS, TIE_WORDS } from './period-words.ts'
import { Certainty } from './ranking-table.tsx'
import { useAsked } from './use-asked.ts'

interface Props {
  readonly periodId: string
  readonly title: string
  readonly turn: unknown
  /** Null: closed. */
  readonly unitId: string | null
  readonly onClose: () => void
  /** What can be done about the unit, beside its title. */
  readonly acts?: (card: UnitCardAnswer) => ReactNode
}

export function UnitCardDrawer({ periodId, title, turn, unitId, onClose, acts }: Props) {
  const asked = useAsked<UnitCardAnswer>(
    unitId === null ? null : `/api/periods/${periodId}/units/${unitId}`,
    turn,
  )
  const { value } = asked
  return (
    <Drawer
      open={unitId !== null}
      onClose={onClose}
      size={780}
      title={value === null || asked.earlier ? '单位卡片' : value.unit.name}
      extra={
        <Space wrap>
          {title}
          {value === null || asked.earlier ? null : acts?.(value)}
        </Space>
      }
      destroyOnHidden
    >
      {asked.earlier && asked.problem === null ? (
        <div className="pd-waiting">正在读取单位卡片…</div>
      ) : (
        <AskedFrame asked={asked} what="单位卡片">
          {(card) => <UnitCard card={card} />}
        </AskedFrame>
      )}
    </Drawer>
  )
}

export function UnitCard({ card }: { readonly card: UnitCardAnswer }) {
  const { row } = card
  return (
    <div className="pd-stack pd-card">
      {card.provisional ? <Alert type="info" showIcon title="暂列：数据还没有冻结。" /> : null}
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'code', label: '代码', children: card.unit.code },
          { key: 'category', label: '类别', children: CATEGORY_NAMES[card.unit.category] },
          { key: 'organisation', label: '主管单位', children: card.organisation ?? '没有登记' },
          { key: 'authority', label: '业务主管部门', children: card.authority ?? '没有登记' },
        ]}
      />
      {row === null ? (
        <Alert
          type="warning"
          showIcon
          title={`${card.apart === null ? '没有名次' : `${APART_WORDS[card.apart]}，不参加排名`}。`}
        />
      ) : (
        <section className="pd-standing">
          <p>
            <b className="pd-figure">第{row.place}名</b> / 本类{card.ranked}个
            <b className="pd-figure">{row.total}</b>分
          </p>
          <Space wrap>
            {row.list === null ? null : (
              <Tag color={row.list === 'best' ? 'success' : 'error'}>{LIST_WORDS[row.list]}</Tag>
            )}
            {row.vetoed ? <Tag color="error">一票否决，不进十优</Tag> : null}
            <span>{movedSentence(row)}</span>
            {row.decidedBy === null ? null : <span>{TIE_WORDS[row.decidedBy]}</span>}
            <Certainty row={row} provisional={card.provisional} />
          </Space>
          <PartsBar row={row} />
          <PartsLegend methods={row.parts.map(({ method }) => method)} />
        </section>
      )}
      {card.vetoes.length === 0 ? null : (
        <section>
          <h2>一票否决</h2>
          <ul className="pd-list">
            {card.vetoes.map((veto) => (
              <li key={`${veto.kind}${veto.reason}`}>
                {veto.kind}：{veto.reason}
                {veto.lifted ? '（已由两人解除）' : ''}
              </li>
            ))}
          </ul>
        </section>
      )}
      <h2>每一部分怎么来的</h2>
      <Collapse
        defaultActiveKey={card.parts.map(({ method }) => method)}
        items={card.parts.map((part) => ({
          key: part.method,
          label: <PartHead part={part} />,
          children: <Part part={part} />,
        }))}
      />
      <h2>怎样会改变名次</h2>
      {card.whatIf.length === 0 ? (
        <p className="pd-quiet">没有可以列出的变化。</p>
      ) : (
        <ul className="pd-list">
          {card.whatIf.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <h2>历期</h2>
      {card.history.length === 0 ? (
        <Empty description="还没有发布过排名的周期。" />
      ) : (
        <HistoryChart history={card.history} />
      )}
    </div>
  )
}

function PartHead({ part }: { readonly part: CardPart }) {
  return (
    <span className="pd-part-head">
      <i data-method={part.method} />
      <b>{METHOD_NAMES[part.method]}</b>
      <span className="pd-quiet">
        {part.state === 'present' ? '' : `${STATE_WORDS[part.state]} · `}权重{part.weightBp / 100}%
      </span>
      <span className="pd-part-sum">
        {part.points === null || part.weighted === null ? (
          '不计分'
        ) : (
          <>
            得分{part.points}，计入总分 <b>{part.weighted}</b>
          </>
        )}
      </span>
    </span>
  )
}

function Part({ part }: { readonly part: CardPart }) {
  return (
    <div className="pd-stack">
      {part.steps.length === 0 ? (
        <p className="pd-quiet">{STATE_WORDS[part.state]}，没有计算步骤。</p>
      ) : (
        <ol className="pd-list">
          {part.steps.map((words, i) => (
            <li key={`${i} ${words}`}>{words}</li>
          ))}
        </ol>
      )}
      {part.evidence.length === 0 ? null : (
        <ul className="pd-list pd-quiet">
          {part.evidence.map(({ words, fileHash }, i) => (
            <li key={`${i} ${words}`}>
              {words} {fileHash === null ? null : <FileLink hash={fileHash} name={words} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
