// One category's ranking, fifty rows at a time: place, movement, total with its parts, certainty, and everything that marks a row.

import { Button, Empty, Table, Tag, type TableColumnType } from 'antd'
import type { Method } from '../../../shared/evaluation/scheme.ts'
import type { RankingAnswer, RankingRow } from '../../../shared/protocol/ranking-api.ts'
import { countOf } from '../../lib/format.ts'
import { PartsBar, PartsLegend } from './parts-bar.tsx'
import {
  chanceWords,
  LIST_WORDS,
  METHOD_SHORT,
  movedSentence,
  movedWords,
  NOTE_SHORT,
  NOTE_WORDS,
  TIE_WORDS,
} from './period-words.ts'

export const RANKING_PAGE = 50

interface Props {
  readonly answer: RankingAnswer
  readonly page: number
  readonly onPage: (page: number) => void
  readonly waiting: boolean
  readonly onOpen: (row: RankingRow) => void
  /** Nothing is narrowed: an empty table is an empty ranking. */
  readonly whole: boolean
}

export function RankingTable({ answer, page, onPage, waiting, onOpen, whole }: Props) {
  const methods = answer.coverage.filter(({ ranked }) => ranked).map(({ method }) => method)
  const noted = new Set(answer.rows.flatMap(({ parts }) => parts.map(({ note }) => note)))
  const notes = (['categoryMean', 'examinersOnly', 'redistributed'] as const).filter((note) =>
    noted.has(note),
  )
  return (
    <Table<RankingRow>
      size="small"
      className="pd-ranking"
      rowKey={(row) => row.unit.unitId}
      loading={{ spinning: waiting, delay: 300 }}
      dataSource={[...answer.rows]}
      pagination={{
        current: page,
        pageSize: RANKING_PAGE,
        total: answer.total,
        showSizeChanger: false,
        hideOnSinglePage: true,
        onChange: onPage,
        showTotal: (total) => `共${countOf(total)}个`,
      }}
      scroll={{ x: 1_100 }}
      {...(notes.length === 0
        ? {}
        : { footer: () => notes.map((note) => `${NOTE_SHORT[note]}：${NOTE_WORDS[note]}。`).join(' ') })}
      columns={[
        {
          title: '名次',
          key: 'place',
          width: 64,
          align: 'right',
          render: (_, row) => <b className="pd-place">{row.place}</b>,
        },
        {
          title: '较上期',
          key: 'moved',
          width: 72,
          align: 'right',
          render: (_, row) => (
            <span className="pd-moved" data-moved={movedOf(row)}>
              {movedWords(row)}
              <span className="pd-aside">（{movedSentence(row)}）</span>
            </span>
          ),
        },
        {
          title: '单位',
          key: 'unit',
          render: (_, row) => (
            <>
              <Button type="link" className="pd-name" onClick={() => onOpen(row)}>
                {row.unit.name}
              </Button>
              <div className="pd-quiet">
                {row.unit.code} · {row.organisation ?? '没有登记主管单位'}
              </div>
            </>
          ),
        },
        {
          title: '总分',
          key: 'total',
          width: 80,
          align: 'right',
          render: (_, row) => <b>{row.total}</b>,
        },
        ...(methods.length === 0 ? [] : [partsColumn(methods)]),
        {
          title: '把握',
          key: 'certainty',
          width: 158,
          render: (_, row) => <Certainty row={row} provisional={answer.provisional} />,
        },
        {
          title: '标记',
          key: 'marks',
          width: 170,
          render: (_, row) => <Marks row={row} close={answer.close} />,
        },
      ]}
      locale={{
        emptyText: (
          <Empty
            description={
              whole
                ? '本类还没有可以排名的单位：佐证报齐以后会出现在这里。'
                : '这个条件下没有单位。换个条件再看。'
            }
          />
        ),
      }}
    />
  )
}

function movedOf(row: RankingRow): 'up' | 'down' | 'same' {
  if (row.placeBefore === null || row.placeBefore === row.place) return 'same'
  return row.placeBefore > row.place ? 'up' : 'down'
}

/** RANK7: how sure the lists are, and between which places nine of ten draws put the unit. */
export function Certainty(props: { readonly row: RankingRow; readonly provisional: boolean }) {
  const { certainty } = props.row
  if (certainty === null)
    return <span className="pd-quiet">{props.provisional ? '冻结后才算' : '还没有算出'}</span>
  const { best, worst, placeFrom, placeTo } = certainty
  return (
    <span className="pd-certainty">
      {best > 0 ? <span>进十优 {chanceWords(best)}</span> : null}
      {worst > 0 ? <span>进十差 {chanceWords(worst)}</span> : null}
      <span className="pd-quiet">
        {placeFrom === placeTo ? `90%在第${placeFrom}名` : `90%在${placeFrom}–${placeTo}名`}
      </span>
    </span>
  )
}

function Marks({ row, close }: { readonly row: RankingRow; readonly close: RankingAnswer['close'] }) {
  const { certainty } = row
  // Near a boundary: neither surely on the list nor surely off it.
  const near = (['best', 'worst'] as const).some(
    (list) =>
      close?.[list] === true && certainty !== null && certainty[list] >= 0.05 && certainty[list] <= 0.95,
  )
  return (
    <span className="pd-marks">
      {row.list === null ? null : (
        <Tag color={row.list === 'best' ? 'success' : 'error'}>{LIST_WORDS[row.list]}</Tag>
      )}
      {near ? <Tag color="warning">接近</Tag> : null}
      {row.vetoed ? <Tag color="error">一票否决</Tag> : null}
      {row.decidedBy === null ? null : <span className="pd-quiet">{TIE_WORDS[row.decidedBy]}</span>}
    </span>
  )
}

/** A roll-up has none: its totals are means of totals. */
function partsColumn(methods: readonly Method[]): TableColumnType<RankingRow> {
  return {
    title: (
      <>
        总分的组成 <PartsLegend methods={methods} />
      </>
    ),
    key: 'parts',
    width: 380,
    render: (_, row) => (
      <>
        <PartsBar row={row} />
        <span className="pd-part-words">
          {row.parts.map((part) => (
            <span key={part.method}>
              {METHOD_SHORT[part.method]} {part.weighted}
              {part.note === 'none' ? '' : ` ${NOTE_SHORT[part.note]}`}
            </span>
          ))}
        </span>
      </>
    ),
  }
}
