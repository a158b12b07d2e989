// One category of a published ranking: its two lists, then everybody, searched and page by page, then who stands apart.

import { useEffect, useState } from 'react'
import type { RankingAnswer, RankingRow } from '../../shared/protocol/ranking-api.ts'
import type { Category } from '../../shared/evaluation/categories.ts'
import { get } from '../lib/api.ts'
import { Within } from './results-link.tsx'

interface Of {
  readonly publicationId: string
  readonly category: Category
}

/** Asked once: what is published does not change. */
function useRanking({ publicationId, category }: Of, query: string) {
  const [answer, setAnswer] = useState<RankingAnswer | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const path = `/api/publications/${publicationId}/ranking?category=${category}${query}`
  useEffect(() => {
    let over = false
    void get<RankingAnswer>(path).then((got) => {
      if (over) return
      if (got.ok) setAnswer(got.value)
      setFailed(got.ok ? null : got.sentence)
    })
    return () => {
      over = true
    }
  }, [path])
  return { answer, failed }
}

export function Ranking(props: Of & { isNotice: boolean }) {
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  const [page, setPage] = useState(1)
  useEffect(() => {
    const timer = setTimeout(() => {
      setQ(typed.trim())
      setPage(1)
    }, 250)
    return () => clearTimeout(timer)
  }, [typed])
  const { answer, failed } = useRanking(
    props,
    `${q === '' ? '' : `&q=${encodeURIComponent(q)}`}${page === 1 ? '' : `&page=${page}`}`,
  )
  if (failed !== null && answer === null) return <p className="note">{failed}</p>
  if (answer === null)
    return (
      <p className="quiet" role="status">
        正在读取排名…
      </p>
    )
  const pages = Math.max(1, Math.ceil(answer.total / 50))
  return (
    <>
      <Lists {...props} {...{ listN: answer.listN, close: answer.close, boundary: answer.boundary }} />
      <section>
        <h2>全部名次</h2>
        <p className="quiet">
          参加排名{answer.ranked}个单位。各部分是计入总分的分数，相加等于总分；点单位看每一步怎么来的。
        </p>
        <label className="search">
          查单位
          <input
            type="search"
            value={typed}
            placeholder="名称、代码或所属组织"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        {answer.rows.length === 0 ? (
          <p>{q === '' ? '本类没有参加排名的单位。' : `没有找到“${q}”。请换一个词，或换一个类别。`}</p>
        ) : (
          <Rows rows={answer.rows} of={props} />
        )}
        {pages > 1 && (
          <p className="pages">
            <button type="button" disabled={page === 1} onClick={() => setPage(page - 1)}>
              上一页
            </button>
            第{page}页，共{pages}页
            <button type="button" disabled={page === pages} onClick={() => setPage(page + 1)}>
              下一页
            </button>
          </p>
        )}
      </section>
      <Apart unranked={answer.unranked} of={props} />
    </>
  )
}

function Lists(props: Of & { isNotice: boolean } & Pick<RankingAnswer, 'listN' | 'close' | 'boundary'>) {
  const { listN, close, boundary, isNotice } = props
  const best = useRanking(props, '&list=best').answer
  const worst = useRanking(props, '&list=worst').answer
  if (listN === 0) return <p>参加排名的单位不足8个，本类不取十优十差名单。</p>
  return (
    <div className="lists">
      {(
        [
          ['best', '十优满意单位', best],
          ['worst', '十差不满意单位', worst],
        ] as const
      ).map(([list, name, answer]) => (
        <section key={list} className={`list-${list}`}>
          <h2>
            {name}
            {isNotice && <span className="chip">公示中</span>}
          </h2>
          <p className="quiet">
            本类取{listN}名。{boundary[list] === 'all_listed' && '末尾并列，并列的全部列入。'}
            {boundary[list] === 'withheld' && '并列的单位横跨两个名单，都不列入。'}
            {close?.[list] === true && '名单边缘的单位分数接近，差距在抽样误差之内。'}
          </p>
          {answer !== null && answer.rows.length === 0 && <p>本期没有单位列入。</p>}
          {answer !== null && answer.rows.length > 0 && (
            <ol className="list">
              {answer.rows.map(({ unit, place, total }) => (
                <li key={unit.unitId}>
                  <span className="place">{place}</span>
                  <Within
                    to={{ publication: props.publicationId, category: props.category, unit: unit.unitId }}
                  >
                    {unit.name}
                  </Within>
                  <span className="total">{total}</span>
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
    </div>
  )
}

const SHORT = {
  citizens: '市民',
  bigData: '大数据',
  department: '部门',
  rectification: '整改',
  tv: '电视',
} as const

function Rows({ rows, of: { publicationId, category } }: { rows: readonly RankingRow[]; of: Of }) {
  const methods = (Object.keys(SHORT) as (keyof typeof SHORT)[]).filter((method) =>
    rows.some(({ parts }) => parts.some((part) => part.method === method)),
  )
  return (
    <table className="ranking">
      <thead>
        <tr>
          <th scope="col">名次</th>
          <th scope="col">单位</th>
          <th scope="col">总分</th>
          {methods.map((method) => (
            <th scope="col" key={method} className="part">
              {SHORT[method]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ unit, organisation, place, total, parts, list, vetoed }) => (
          <tr key={unit.unitId}>
            <td className="place">{place}</td>
            <td>
              <Within to={{ publication: publicationId, category, unit: unit.unitId }}>{unit.name}</Within>
              <span className="quiet">
                {' '}
                {unit.code}
                {organisation === null ? '' : ` · ${organisation}`}
              </span>
              {list !== null && <span className="chip">{list === 'best' ? '十优' : '十差'}</span>}
              {vetoed && <span className="chip">一票否决</span>}
            </td>
            <td className="total">{total}</td>
            {methods.map((method) => (
              <td key={method} className="part">
                {parts.find((part) => part.method === method)?.weighted ?? '—'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const APART = {
  sample: ['样本不足', '有效评议太少，不参加排名。'],
  notDelivered: ['应报未报', '佐证到期没有报送，不参加排名。'],
  noMethod: ['缺少佐证', '缺少计算总分所需的佐证，不参加排名。'],
} as const

function Apart({ unranked, of }: { unranked: RankingAnswer['unranked']; of: Of }) {
  return (['sample', 'notDelivered', 'noMethod'] as const).map((why) => {
    const units = unranked.filter((each) => each.why === why)
    if (units.length === 0) return null
    return (
      <section key={why}>
        <h2>
          {APART[why][0]}（{units.length}个）
        </h2>
        <p className="quiet">{APART[why][1]}</p>
        <ul className="how">
          {units.map(({ unit }) => (
            <li key={unit.unitId}>
              <Within to={{ publication: of.publicationId, category: of.category, unit: unit.unitId }}>
                {unit.name}
              </Within>
            </li>
          ))}
        </ul>
      </section>
    )
  })
}
