// Objections to a ranking in notice: what was answered, in public, and the form that files one (PUB1).

import { useState } from 'react'
import type { ObjectionsAnswer, PublicationsAnswer } from '../../shared/protocol/publications-api.ts'
import { post } from '../lib/api.ts'
import { minuteOf } from './closes.tsx'
import { Within } from './results-link.tsx'
import { useAsked } from './use-asked.ts'

const ASK_MS = 60_000
const WORDS_MOST = 1_000
const OUTCOMES = { upheld: '异议成立', partly: '部分成立', rejected: '异议不成立' } as const

export function Objections(props: { chosen: PublicationsAnswer['publications'][number] }) {
  const { publicationId, finalAtMs, replacedBy, uncorrected } = props.chosen.publication
  const asked = useAsked<ObjectionsAnswer>(`/api/publications/${publicationId}/objections`, ASK_MS)
  const isOpen = finalAtMs === null && replacedBy === null
  return (
    <section>
      <h2>公示与异议</h2>
      {asked.state === 'known' && (
        <>
          <p className="quiet">
            已答复{asked.value.answered.length}件，待答复{asked.value.open}件。
          </p>
          {asked.value.answered.map((each) => (
            <div className="answered" key={each.objectionId}>
              <p>
                <strong>{OUTCOMES[each.outcome]}</strong>　{each.unitName ?? '关于整个排名'}，
                {minuteOf(each.filedAtMs)} 提出，{minuteOf(each.atMs)} 答复
              </p>
              <p>{each.words}</p>
            </div>
          ))}
        </>
      )}
      {uncorrected !== null && (
        <p className="note">有异议成立或部分成立，结果没有更正。评议办的理由：{uncorrected}</p>
      )}
      {isOpen ? (
        <>
          <p>对某个单位有异议，请点开那个单位，在它的说明下面提出；下面这张表是关于整个排名的。</p>
          <ObjectionForm publicationId={publicationId} unit={null} />
        </>
      ) : (
        <p>
          {replacedBy === null ? (
            '公示期已经结束，不再受理异议。'
          ) : (
            <>
              这次发布已被更正，异议请对<Within to={{ publication: replacedBy }}>更正后的发布</Within>提出。
            </>
          )}
        </p>
      )}
    </section>
  )
}

/** `unit`: null is the whole ranking. */
export function ObjectionForm(props: {
  publicationId: string
  unit: { readonly unitId: string; readonly name: string } | null
}) {
  const { publicationId, unit } = props
  const [words, setWords] = useState('')
  const [contact, setContact] = useState('')
  const [state, setState] = useState<'ready' | 'sending' | 'filed'>('ready')
  const [fault, setFault] = useState<string | null>(null)
  if (state === 'filed')
    return <p role="status">异议已收到。评议办逐件答复，答复在这里公开；您的原话和联系方式不公开。</p>
  const send = async () => {
    setState('sending')
    const answer = await post('/api/objections', {
      publicationId,
      unitId: unit?.unitId ?? null,
      ...{ words: words.trim(), contact: contact.trim() },
    })
    setFault(answer.ok ? null : answer.sentence)
    setState(answer.ok ? 'filed' : 'ready')
  }
  return (
    <form
      className="objection"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h3>{unit === null ? '对整个排名提出异议' : `对“${unit.name}”的结果提出异议`}</h3>
      <label>
        理由（{words.trim().length}/{WORDS_MOST}字，至少5字）
        <textarea
          required
          minLength={5}
          maxLength={WORDS_MOST}
          rows={5}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </label>
      <label>
        姓名和电话或邮箱（可以不填；填了便于答复，不公开）
        <input value={contact} maxLength={100} onInput={(event) => setContact(event.currentTarget.value)} />
      </label>
      {fault !== null && (
        <p className="note" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" className="submit" disabled={state === 'sending' || words.trim().length < 5}>
        {state === 'sending' ? '正在提交…' : '提交异议'}
      </button>
    </form>
  )
}
