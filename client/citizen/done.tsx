// What became of a ballot: the server's sentence, the choice, and the receipt code with which anybody can look it up later.

import { useEffect, useRef, useState } from 'react'
import { CHOICE_LOOK } from '../ui/choice-look.ts'
import type { Cast } from './casts.ts'
import { Closes } from './closes.tsx'
import { copyText } from './copy-text.ts'
import type { Paper } from './papers.ts'
import { Way } from './way.tsx'

export function Done({ paper, mine, serverNowMs }: { paper: Paper; mine: Cast; serverNowMs: number }) {
  const said = useRef<HTMLParagraphElement>(null)
  // The form is gone: whoever cannot see the screen is led to what came of it.
  useEffect(() => said.current?.focus({ preventScroll: true }), [])
  return (
    <>
      <p className="done" role="status" tabIndex={-1} ref={said}>
        {mine.answer?.sentence}
      </p>
      <p>
        您的选择：<b>{CHOICE_LOOK[mine.choice].word}</b>
        <span className="chip">{mine.as === 'wechat' ? '微信身份' : '网页'}</span>
      </p>
      {mine.answer !== null && <Receipt code={mine.answer.receipt} />}
      {paper.standing === 'open' && (
        <p className="left">
          <Closes paper={paper} serverNowMs={serverNowMs} />
        </p>
      )}
      {paper.kind === 'period' && paper.standing === 'open' && (
        <p>
          <Way className="submit" to={{ poll: paper.windowId, asWeb: mine.as === 'web' }}>
            再评一个单位
          </Way>
        </p>
      )}
    </>
  )
}

function Receipt({ code }: { code: string }) {
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null)
  return (
    <div className="receipt-of-mine">
      <p>
        回执码 <b className="code-shown tabular">{code}</b>
      </p>
      <button
        type="button"
        className="secondary"
        onClick={() => void copyText(code).then((done) => setCopied(done ? 'yes' : 'no'))}
      >
        {copied === 'yes' ? '已复制' : '复制回执码'}
      </button>
      <p className="quiet" role="status">
        {copied === 'no' && '这个浏览器不让复制，请长按回执码或抄写下来。'}
      </p>
      <p className="quiet">
        用它可以在<a href={`/receipt#${code}`}>回执查询</a>看到这一票是否计入；谁也查不到您选了什么。
      </p>
    </div>
  )
}
