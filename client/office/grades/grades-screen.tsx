// One quarter's organisations with their scores, grades and what is proposed; each opens to what its grade is made of.

import { Alert, App, Button, Empty, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import { BAR_REASON_NAMES, type Grade, GRADE_NAMES } from '../../../shared/evaluation/grade.ts'
import { ORGANISATION_KIND_NAMES } from '../../../shared/evaluation/organisation.ts'
import type { GradeRow, GradesAnswer } from '../../../shared/protocol/grades-api.ts'
import { post } from '../../lib/api.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { usePeriodAct } from '../periods/use-period-act.ts'
import { useRoom } from '../use-room.ts'
import { CardForm, type CardAsked } from './card-form.tsx'
import { FactsForm } from './facts-form.tsx'
import { proposalWords } from './grade-words.ts'
import { RulesForm } from './rules-form.tsx'
import { ScoreForm } from './score-form.tsx'
import { ScoresImport } from './scores-import.tsx'

type Editing = { readonly what: 'score' | 'facts'; readonly row: GradeRow } | { readonly what: 'rules' }

const COLOURS: Readonly<Record<Grade, string>> = {
  excellent: 'default',
  qualified: 'default',
  barely: 'default',
  unqualified: 'red',
}

export function GradesScreen({
  answer,
  again,
}: {
  readonly answer: GradesAnswer
  readonly again: () => void
}) {
  const { mayEdit } = usePeriodAct()
  const { message } = App.useApp()
  const room = useRoom(430)
  const [editing, setEditing] = useState<Editing | null>(null)
  const [importing, setImporting] = useState(false)
  const [asked, setAsked] = useState<CardAsked | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const { rules, settled } = answer
  const settle = async () => {
    setWaiting(true)
    const done = await post<object>(`/api/grades/${answer.periodId}/settle`, {})
    setWaiting(false)
    setProblem(done.ok ? null : done.sentence)
    if (done.ok) void message.success('已定级。提议须由两个人逐项确认才生效。')
    again()
  }
  return (
    <div className="pd-stack">
      <div className="office-line">
        <Button
          type="primary"
          loading={waiting}
          disabled={!mayEdit || answer.againstSettling.length > 0}
          onClick={() => void settle()}
        >
          {settled === null ? '定级' : '重新定级'}
        </Button>
        <Button disabled={!mayEdit || answer.rows.length === 0} onClick={() => setImporting(true)}>
          导入得分
        </Button>
        <Button disabled={!mayEdit} onClick={() => setEditing({ what: 'rules' })}>
          考核办法…
        </Button>
        <span className="pd-quiet">
          {answer.againstSettling.length > 0
            ? answer.againstSettling.join('')
            : settled === null
              ? '还没有定级。'
              : `${settled.by}于${dateTimeOf(settled.atMs)}按公示“${settled.publicationId}”定级。`}
        </span>
      </div>
      <p className="pd-quiet">
        自身得分占{rules.ownBp / 100}%，所属单位得分占{rules.unitsBp / 100}
        %；没有参加排名的单位时只按自身得分。优秀
        {rules.bands.excellentFrom / 100}分起，合格{rules.bands.qualifiedFrom / 100}分起，基本合格
        {rules.bands.barelyFrom / 100}分起，按精确总分比较。
      </p>
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      {answer.outdated ? (
        <Alert type="warning" showIcon title="定级以后又有新的公示，等次还是按原来的排名。请重新定级。" />
      ) : null}
      <Table<GradeRow>
        size="middle"
        rowKey="organisationId"
        pagination={false}
        dataSource={[...answer.rows]}
        scroll={{ y: room, x: 1_080 }}
        locale={{
          emptyText: <Empty description="还没有区、部门或街镇。请先在“主管单位与区”里导入。" />,
        }}
        expandable={{ expandedRowRender: (row) => <Details row={row} mayEdit={mayEdit} ask={setAsked} /> }}
        columns={[
          { title: '名称', dataIndex: 'name', width: 240 },
          { title: '类别', width: 110, render: (_, { kind }) => ORGANISATION_KIND_NAMES[kind] },
          { title: '自身得分', width: 100, align: 'right', render: (_, { own }) => own ?? '未报' },
          {
            title: '所属单位均分',
            width: 150,
            align: 'right',
            render: (_, { settled: of }) =>
              of === null ? '—' : of.unitsMean === null ? '无' : `${of.unitsMean}（${of.units}个）`,
          },
          { title: '总分', width: 90, align: 'right', render: (_, { settled: of }) => of?.total ?? '—' },
          { title: '等次', width: 110, render: (_, { settled: of }) => gradeTag(of?.grade ?? null) },
          {
            title: '待确认的提议',
            render: (_, { settled: of }) =>
              of?.proposals
                .filter(({ confirmed }) => !confirmed)
                .map((proposal) => <div key={proposal.kind + proposal.why}>{proposalWords(proposal)}</div>),
          },
          {
            title: '',
            width: 170,
            render: (_, row) => (
              <Space>
                <Button size="small" disabled={!mayEdit} onClick={() => setEditing({ what: 'score', row })}>
                  得分…
                </Button>
                <Button size="small" disabled={!mayEdit} onClick={() => setEditing({ what: 'facts', row })}>
                  情况…
                </Button>
              </Space>
            ),
          },
        ]}
      />
      <ScoresImport
        answer={answer}
        open={importing}
        onClose={(done) => {
          setImporting(false)
          if (done) again()
        }}
      />
      {editing?.what === 'rules' ? <RulesForm answer={answer} onClose={() => setEditing(null)} /> : null}
      {editing?.what === 'score' ? (
        <ScoreForm answer={answer} row={editing.row} onClose={() => setEditing(null)} />
      ) : null}
      {editing?.what === 'facts' ? (
        <FactsForm answer={answer} row={editing.row} onClose={() => setEditing(null)} />
      ) : null}
      {asked === null ? null : (
        <CardForm periodId={answer.periodId} asked={asked} onClose={() => setAsked(null)} />
      )}
    </div>
  )
}

function gradeTag(grade: Grade | null) {
  return grade === null ? (
    <span className="pd-quiet">未定</span>
  ) : (
    <Tag color={COLOURS[grade]}>{GRADE_NAMES[grade]}</Tag>
  )
}

/** What the grade is made of, what is proposed, and every card with what became of it. */
function Details({
  row,
  mayEdit,
  ask,
}: {
  readonly row: GradeRow
  readonly mayEdit: boolean
  readonly ask: (asked: CardAsked) => void
}) {
  const { settled, cards } = row
  const barred =
    settled !== null && settled.bars.length > 0
      ? `不得评为优秀：${settled.bars.map((bar) => BAR_REASON_NAMES[bar]).join('、')}。`
      : null
  return (
    <div className="pd-stack">
      {row.ownFrom === null ? null : <div>自身得分来源：{row.ownFrom}。</div>}
      {settled === null ? <div>还没有定级。</div> : null}
      {settled !== null && settled.total === null ? <div>没有自身得分，不定等次。</div> : null}
      {settled?.byBands == null ? null : <div>按分数线：{GRADE_NAMES[settled.byBands]}。</div>}
      {barred === null ? null : <div>{barred}</div>}
      {settled?.vetoed === true ? <div>所属单位本季度有一票否决事项。</div> : null}
      {settled?.proposals.map((proposal) => (
        <div key={proposal.kind + proposal.why} className="office-line">
          <span>提议：{proposalWords(proposal)}</span>
          {proposal.confirmed ? (
            <Tag>已确认</Tag>
          ) : (
            <Button
              size="small"
              disabled={!mayEdit}
              onClick={() => ask({ type: 'ConfirmCard', row, proposal })}
            >
              申请确认…
            </Button>
          )}
        </div>
      ))}
      {cards.map((card) => (
        <div key={`${card.atMs} ${card.proposal.kind}`} className="office-line">
          <span>
            {dateTimeOf(card.atMs)} {card.by.join('、')}确认{proposalWords(card.proposal)}，理由：
            {card.reason}
            {card.relief === null
              ? '。'
              : `；${dateTimeOf(card.relief.atMs)} ${card.relief.by.join('、')}撤销，理由：${card.relief.reason}。`}
          </span>
          {card.relief === null ? (
            <Button
              size="small"
              disabled={!mayEdit}
              onClick={() => ask({ type: 'LiftCard', row, proposal: card.proposal })}
            >
              申请撤销…
            </Button>
          ) : null}
        </div>
      ))}
    </div>
  )
}
