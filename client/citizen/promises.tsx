// What was promised on air and what became of it: the words, the day, whether it was kept, and what a look-back found (EVAL7).

import { useState } from 'react'
import { dayWords } from '../../shared/basics/city-day.ts'
import type { PromisesAnswer, PublicPromise } from '../../shared/protocol/ledger-api.ts'
import './promises.css'
import { useAsked } from './use-asked.ts'

const ASK_MS = 30_000
const SHOWN_FIRST = 30

type Filter = 'all' | 'running' | 'done' | 'overdue'
const FILTERS: readonly (readonly [Filter, string])[] = [
  ['all', '全部'],
  ['running', '办理中'],
  ['overdue', '逾期'],
  ['done', '已销号'],
]

/** As the office's word is, but for readers who have never seen a ledger. */
const PHASE_WORDS: Readonly<Record<PublicPromise['phase'], string>> = {
  promised: '办理中',
  submitted: '已报办结，待验收',
  accepted: '已验收销号',
  rejected: '验收未通过，继续整改',
  reopened: '回头看发现不实，重新整改',
}
const OUTCOME_WORDS = { kept: '已兑现', partly: '部分兑现', broken: '未兑现' } as const
const PUNCTUAL_WORDS = { on_time: '按期', late: '超期完成', overdue: '已逾期' } as const

export function Promises() {
  const asked = useAsked<PromisesAnswer>('/api/promises', ASK_MS)
  const [filter, setFilter] = useState<Filter>('all')
  const [most, setMost] = useState(SHOWN_FIRST)
  if (asked.state === 'asking')
    return (
      <p className="quiet" role="status">
        正在读取…
      </p>
    )
  if (asked.state === 'failed') return <p className="note">现在读不到承诺清单，正在重试：{asked.sentence}</p>
  const { promises } = asked.value
  const shown = promises.filter((promise) => fits(promise, filter))
  return (
    <>
      <h1>现场承诺</h1>
      <p>电视问政现场作出的承诺，从作出到验收、回头看，都列在这里。截至 {dayWords(asked.value.today)}。</p>
      {promises.length === 0 ? (
        <p className="note">还没有现场承诺。下一场电视问政里作出的承诺，会在这里公布。</p>
      ) : (
        <>
          <div className="promise-filters" role="group" aria-label="筛选">
            {FILTERS.map(([key, label]) => (
              <button
                key={key}
                type="button"
                className="secondary"
                aria-pressed={filter === key}
                onClick={() => setFilter(key)}
              >
                {label} {promises.filter((promise) => fits(promise, key)).length}
              </button>
            ))}
          </div>
          {shown.length === 0 ? <p className="quiet">没有这样的承诺。</p> : null}
          <ul className="promises">
            {shown.slice(0, most).map((promise) => (
              <PromiseCard key={promise.itemId} promise={promise} />
            ))}
          </ul>
          {shown.length > most ? (
            <button type="button" className="secondary" onClick={() => setMost(most + SHOWN_FIRST)}>
              再看 {Math.min(SHOWN_FIRST, shown.length - most)} 条
            </button>
          ) : null}
        </>
      )}
      <p>
        <a href="/">回首页</a>
      </p>
    </>
  )
}

function PromiseCard({ promise }: { readonly promise: PublicPromise }) {
  const { unitName, text, owner, madeOn, dueOn, firstDueOn, dueReasons, phase, punctual, doneOn, lookBack } =
    promise
  return (
    <li className="promise">
      <h2>{unitName}</h2>
      <p className="promise-text">{text}</p>
      <p className="promise-state" data-punctual={punctual ?? 'none'}>
        {PHASE_WORDS[phase]}
        {punctual === null ? null : <span className="chip">{PUNCTUAL_WORDS[punctual]}</span>}
      </p>
      <dl>
        <div>
          <dt>承诺人</dt>
          <dd>{owner}</dd>
        </div>
        <div>
          <dt>作出日期</dt>
          <dd>{dayWords(madeOn)}</dd>
        </div>
        <div>
          <dt>完成期限</dt>
          <dd>
            {dayWords(dueOn)}
            {firstDueOn === null || firstDueOn === dueOn
              ? null
              : `（原定${dayWords(firstDueOn)}，改期原因：${dueReasons.join('；')}）`}
          </dd>
        </div>
        {doneOn === null ? null : (
          <div>
            <dt>销号日期</dt>
            <dd>{dayWords(doneOn)}</dd>
          </div>
        )}
        {lookBack === null ? null : (
          <div>
            <dt>回头看</dt>
            <dd>
              {dayWords(lookBack.on)}：{OUTCOME_WORDS[lookBack.outcome]}
              {lookBack.note === '' ? '' : `。${lookBack.note}`}
            </dd>
          </div>
        )}
      </dl>
    </li>
  )
}

function fits({ phase, punctual }: PublicPromise, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'done':
      return phase === 'accepted'
    case 'overdue':
      return punctual === 'overdue'
    case 'running':
      return phase !== 'accepted' && punctual !== 'overdue'
  }
}
