// The receipt: one field for the code, and what became of the message; never a choice, never a unit (BAL10).

import { useEffect, useId, useState, type SyntheticEvent } from 'react'
import { parseReceiptCode, receiptCodeOf } from '../../shared/ballot/receipt-code.ts'
import { RECEIPT_TITLES } from '../../shared/ballot/receipt-standing.ts'
import type { ReceiptAnswer } from '../../shared/protocol/http-api.ts'
import { post } from '../lib/api.ts'
import './receipt.css'

type Told =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'asking'; readonly slow: boolean }
  | { readonly kind: 'found'; readonly code: string; readonly receipts: ReceiptAnswer['receipts'] }
  | { readonly kind: 'problem'; readonly sentence: string }

const SLOW_MS = 300
/** Longer than any code with spaces and hyphens between all its characters. */
const TYPED_MOST = 32

export function Receipt() {
  const [linked] = useState(codeInAddress)
  const [typed, setTyped] = useState(linked)
  const [told, setTold] = useState<Told>({ kind: 'nothing' })
  const field = useId()

  const ask = async (code: string) => {
    setTold({ kind: 'asking', slow: false })
    const slow = setTimeout(() => {
      setTold({ kind: 'asking', slow: true })
    }, SLOW_MS)
    const answer = await post<ReceiptAnswer>('/api/receipt', { code })
    clearTimeout(slow)
    const bits = parseReceiptCode(code)
    setTold(
      answer.ok
        ? { kind: 'found', code: bits === null ? code : receiptCodeOf(bits), receipts: answer.value.receipts }
        : { kind: 'problem', sentence: answer.sentence },
    )
  }
  // A link from the ballot brings its code along, behind the # that no server sees.
  useEffect(() => {
    if (parseReceiptCode(linked) !== null) void ask(linked)
  }, [linked])

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (typed.trim() !== '') void ask(typed)
  }
  return (
    <>
      <h1>查回执</h1>
      <p>每条评议的答复里都有一个回执码。凭它可以查到这一条是否收到、是否计入、是否包含在已公布的结果里。</p>
      <form onSubmit={submit}>
        <label htmlFor={field}>回执码</label>
        <input
          id={field}
          className="receipt-field"
          value={typed}
          placeholder="XXXXX-XXXXX"
          maxLength={TYPED_MOST}
          autoCapitalize="characters"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
          aria-describedby={`${field}-how`}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
          }}
        />
        <p className="quiet" id={`${field}-how`}>
          10个字母和数字，大小写都可以，中间的横线可以不写。
        </p>
        <button type="submit" className="submit" disabled={typed.trim() === '' || told.kind === 'asking'}>
          {told.kind === 'asking' && told.slow ? '正在查询…' : '查询'}
        </button>
      </form>
      <Outcome told={told} />
      <p className="quiet">
        回执不显示单位和选项，所以谁也不能用它来证明别人选了什么。凭回执码也查不到手机号或微信号。
      </p>
    </>
  )
}

function Outcome({ told }: { readonly told: Told }) {
  return (
    <>
      <p className="problem" role="alert">
        {told.kind === 'problem' ? told.sentence : ''}
      </p>
      <div role="status">
        {told.kind === 'found' && (
          <>
            <h2 className="receipt-code">回执 {told.code}</h2>
            {told.receipts.length > 1 && (
              <p>有{told.receipts.length}条消息的回执码碰巧相同，逐条列出如下。</p>
            )}
            {told.receipts.map(({ status, stage, sentence }, i) => (
              <div key={i} className={`note receipt-of-${status}`}>
                <b>{stage === 'void' ? '评议已作废' : RECEIPT_TITLES[status]}</b>
                <p>{sentence}</p>
              </div>
            ))}
          </>
        )}
      </div>
    </>
  )
}

function codeInAddress(): string {
  try {
    return decodeURIComponent(location.hash.slice(1)).slice(0, TYPED_MOST)
  } catch {
    return ''
  }
}
