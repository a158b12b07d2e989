// Why a unit stands where it stands (RANK6): place, every part with its steps, vetoes, and what would have changed it.

import { useEffect, useState } from 'react'
import type { UnitCardAnswer } from '../../shared/protocol/ranking-api.ts'
import { METHOD_NAMES } from '../../shared/evaluation/method-names.ts'
import { get } from '../lib/api.ts'
import type { ResultsAddress } from './results-address.ts'
import { Within } from './results-link.tsx'
import { ObjectionForm } from './results-objections.tsx'

export function UnitCard(props: {
  publicationId: string
  unitId: string
  back: Partial<ResultsAddress>
  /** In notice, and not replaced: objections are taken. */
  isOpen: boolean
}) {
  const [card, setCard] = useState<UnitCardAnswer | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const path = `/api/publications/${props.publicationId}/units/${props.unitId}`
  useEffect(() => {
    let over = false
    void get<UnitCardAnswer>(path).then((answer) => {
      if (over) return
      if (answer.ok) setCard(answer.value)
      else setFailed(answer.sentence)
    })
    return () => {
      over = true
    }
  }, [path])
  const back = (
    <p>
      <Within to={props.back}>← 回到排名</Within>
    </p>
  )
  if (failed !== null)
    return (
      <>
        {back}
        <p className="note">{failed}</p>
      </>
    )
  if (card === null)
    return (
      <p className="quiet" role="status">
        正在读取单位…
      </p>
    )
  const { unit, row, parts, standing, vetoes, whatIf } = card
  return (
    <article className="card">
      {back}
      <h2 className="unit-head">{unit.name}</h2>
      <p className="quiet">
        代码{unit.code}
        {card.organisation === null ? '' : ` · ${card.organisation}`}
      </p>
      {row !== null && (
        <p className="card-total">
          第<strong>{row.place}</strong>名（共{card.ranked}个），总分<strong>{row.total}</strong>
        </p>
      )}
      {standing?.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {row?.certainty != null && (
        <p className="quiet">
          把名次放在抽样误差里看：90%的情形在第{row.certainty.placeFrom}名到第{row.certainty.placeTo}
          名之间；列入十优的可能
          {percentOf(row.certainty.best)}，列入十差的可能{percentOf(row.certainty.worst)}。
        </p>
      )}
      {vetoes.map(({ kind, reason, lifted }) => (
        <p className="note" key={`${kind} ${reason}`}>
          一票否决（{kind}）：{reason}
          {lifted ? '，已由两人解除。' : '。'}
        </p>
      ))}
      {parts.map(({ method, points, weighted, weight, steps, evidence }) => (
        <section key={method}>
          <h3>
            {METHOD_NAMES[method]}
            {points !== null && `：${points}分`}
            {weighted !== null && `，占${weight}，计入${weighted}`}
          </h3>
          <ul className="how">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
          {evidence.length > 0 && (
            <p className="quiet">依据：{evidence.map(({ words }) => words).join('；')}</p>
          )}
        </section>
      ))}
      {whatIf.length > 0 && (
        <section>
          <h3>怎样会不同</h3>
          <ul className="how">
            {whatIf.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
      {props.isOpen && <ObjectionForm publicationId={props.publicationId} unit={unit} />}
    </article>
  )
}

const percentOf = (share: number) => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`
