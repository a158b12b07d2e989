// Ties this tablet to a seat: by the QR code's one-time token in the address, or by eight digits typed here.

import { useEffect, useState } from 'react'
import type { Paired } from '../../shared/protocol/http-api.ts'
import { post } from '../lib/api.ts'

const DIGITS = 8
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '清空', '0', '退格'] as const

/** The token of `#pair=TOKEN`, taken out of the address bar at once: it is used up by pairing. */
function takeTokenFromAddress(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('pair')
  if (token !== null) history.replaceState(null, '', location.pathname)
  return token
}

export function PairingScreen({ paired }: { paired: (seat: Paired) => void }) {
  const [digits, setDigits] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const pair = async (code: string) => {
    setBusy(true)
    setProblem(null)
    const answer = await post<Paired>('/api/seats/pair', { code })
    setBusy(false)
    if (answer.ok) paired(answer.value)
    else {
      setProblem(answer.sentence)
      setDigits('')
    }
  }

  useEffect(() => {
    const token = takeTokenFromAddress()
    if (token !== null) void pair(token)
    // Once, when the page opens; `pair` closes over nothing that changes what it does.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const press = (key: string) => {
    if (busy) return
    setProblem(null)
    if (key === '清空') setDigits('')
    else if (key === '退格') setDigits(digits.slice(0, -1))
    else {
      const next = (digits + key).slice(0, DIGITS)
      setDigits(next)
      if (next.length === DIGITS) void pair(next)
    }
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (/^[0-9]$/.test(event.key)) press(event.key)
      else if (event.key === 'Backspace') press('退格')
      else if (event.key === 'Escape') press('清空')
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
    }
  })

  return (
    <main className="pairing">
      <div className="pairing-words">
        <h1>考官平板配对</h1>
        <p>请扫描席位卡上的二维码，或输入导演台给出的八位配对码。</p>
        <p className="pairing-code" role="group" aria-label="已输入的配对码" aria-live="polite">
          {Array.from({ length: DIGITS }, (_, i) => (
            <span key={i} className={i === 4 ? 'pairing-digit pairing-gap' : 'pairing-digit'}>
              {digits[i] ?? ''}
            </span>
          ))}
        </p>
        <p className="pairing-note" role="status">
          {busy ? '正在配对…' : (problem ?? '配对码只能用一次，10 分钟内有效。')}
        </p>
      </div>
      <div className="pairing-keys">
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            className={/^\d$/.test(key) ? 'key' : 'key key-word'}
            disabled={busy}
            onClick={() => {
              press(key)
            }}
          >
            {key}
          </button>
        ))}
      </div>
    </main>
  )
}
