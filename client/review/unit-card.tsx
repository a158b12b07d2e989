// One unit: its name, the controls of the round's form, where one's mark stands, and recusal (回避). Nothing is preselected.

import { useState } from 'react'
import { CATEGORY_NAMES } from '../../shared/evaluation/categories.ts'
import { CHOICE_LOOK, RATED_CHOICES } from '../ui/choice-look.ts'
import { Face } from '../ui/face.tsx'
import type { Typing } from './kept.ts'
import { UNIT_STATE_WORDS, type RoundDraft, type UnitDraft } from './desk-draft.ts'

interface Props {
  readonly round: RoundDraft
  readonly unit: UnitDraft
  /** `第 3 个，共 12 个` */
  readonly place: string
  readonly give: (mark: number) => void
  /** Null takes it back. */
  readonly recuse: (reason: string | null) => void
  readonly typing: Typing
}

const GRADE_MARKS = { satisfied: 100, fair: 60, dissatisfied: 0 } as const

export function UnitCard({ round, unit, place, give, recuse, typing }: Props) {
  const kept = (what: string) => keptIn(typing, `${what} ${round.roundId} ${unit.unitId}`)
  const disabled = !round.open || unit.state === 'recused'
  return (
    <article className="card">
      <p className="quiet">{place}</p>
      <h2>{unit.name}</h2>
      <p className="quiet">
        {CATEGORY_NAMES[unit.category]} · 代码 {unit.code}
      </p>
      {unit.recusal !== null ? (
        <p className="recused">已登记回避：{unit.recusal.reason}。对本单位不需要评议。</p>
      ) : round.form === 'grades' ? (
        <Grades mark={unit.mark} disabled={disabled} give={give} />
      ) : (
        <Marks mark={unit.mark} disabled={disabled} give={give} kept={kept('mark')} />
      )}
      <p className="state" data-state={unit.state} role="status" aria-live="polite">
        {UNIT_STATE_WORDS[unit.state]}
        {unit.mark === null || unit.state === 'recused' ? '' : `：${wordOf(round, unit.mark)}`}
      </p>
      {round.open ? <Recusal unit={unit} recuse={recuse} kept={kept('recusal')} /> : null}
    </article>
  )
}

interface KeptText {
  get(): string | null
  set(text: string | null): void
}

function keptIn(typing: Typing, what: string): KeptText {
  return { get: () => typing.get(what), set: (text) => typing.set(what, text) }
}

/** Like state, and there again after a reload. */
function useKeptText(kept: KeptText): readonly [string | null, (text: string | null) => void] {
  const [text, setText] = useState(() => kept.get())
  const set = (next: string | null) => {
    kept.set(next)
    setText(next)
  }
  return [text, set]
}

function wordOf({ form }: RoundDraft, mark: number): string {
  const grade = RATED_CHOICES.find((each) => GRADE_MARKS[each] === mark)
  return form === 'grades' && grade !== undefined ? CHOICE_LOOK[grade].word : `${mark} 分`
}

interface ControlProps {
  readonly mark: number | null
  readonly disabled: boolean
  readonly give: (mark: number) => void
}

function Grades({ mark, disabled, give }: ControlProps) {
  return (
    <div className="grades" role="radiogroup" aria-label="评价">
      {RATED_CHOICES.map((grade) => {
        const { tone, face, word } = CHOICE_LOOK[grade]
        const chosen = mark === GRADE_MARKS[grade]
        return (
          <button
            key={grade}
            type="button"
            role="radio"
            aria-checked={chosen}
            className={`grade grade-${tone}`}
            disabled={disabled}
            onClick={() => {
              if (!chosen) give(GRADE_MARKS[grade])
            }}
          >
            <Face kind={face} size={56} />
            <span>{word}</span>
            <i aria-hidden="true">{chosen ? '✓' : ''}</i>
          </button>
        )
      })}
    </div>
  )
}

const STEPS = [-10, -1, 1, 10] as const
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '清除', '0', '100'] as const

/** Set up here and sent with 确定, so that not every step on the way becomes a mark. */
function Marks({ mark, disabled, give, kept }: ControlProps & { readonly kept: KeptText }) {
  const [digits, setDigits] = useKeptText(kept)
  const shown = digits ?? (mark === null ? '' : String(mark))
  const value = /^\d{1,3}$/.test(shown) && Number(shown) <= 100 ? Number(shown) : null
  const unsent = value !== null && value !== mark
  const press = (digit: (typeof DIGITS)[number]) => {
    if (digit === '清除') return setDigits('')
    if (digit === '100') return setDigits('100')
    const next = digits === null || digits === '0' ? digit : digits + digit
    if (Number(next) <= 100) setDigits(next)
  }
  return (
    <div className="marks">
      <output aria-label="分值" data-unsent={unsent ? 'yes' : 'no'}>
        {shown === '' ? '—' : shown}
      </output>
      <div className="mark-steps">
        {STEPS.map((by) => (
          <button
            key={by}
            type="button"
            disabled={disabled || value === null}
            onClick={() => setDigits(String(Math.min(100, Math.max(0, (value ?? 0) + by))))}
          >
            {by > 0 ? `+${by}` : `−${-by}`}
          </button>
        ))}
      </div>
      <div className="pad">
        {DIGITS.map((digit) => (
          <button key={digit} type="button" disabled={disabled} onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
      </div>
      <button
        type="button"
        className="big primary"
        disabled={disabled || !unsent}
        onClick={() => {
          if (value !== null) give(value)
          setDigits(null)
        }}
      >
        {unsent ? `确定 ${value} 分` : mark === null ? '请先选分值（0–100）' : `已选 ${mark} 分`}
      </button>
    </div>
  )
}

function Recusal(props: {
  readonly unit: UnitDraft
  readonly recuse: Props['recuse']
  readonly kept: KeptText
}) {
  const { unit, recuse } = props
  /** Null: nobody is writing one. */
  const [reason, setReason] = useKeptText(props.kept)
  if (unit.recusal !== null)
    return unit.recusal.own ? (
      <button type="button" className="link" onClick={() => recuse(null)}>
        取消回避
      </button>
    ) : (
      <p className="quiet">由评议办登记，如有不妥请联系评议办。</p>
    )
  if (reason === null)
    return (
      <button type="button" className="link" onClick={() => setReason('')}>
        与本单位有利害关系？登记回避
      </button>
    )
  return (
    <form
      className="recusal"
      onSubmit={(event) => {
        event.preventDefault()
        recuse(reason.trim())
        setReason(null)
      }}
    >
      <label>
        回避原因（评议办和审计可见）
        <input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </label>
      <button type="submit" className="big" disabled={reason.trim().length < 2}>
        登记回避，不评本单位
      </button>
      <button type="button" className="big" onClick={() => setReason(null)}>
        不回避
      </button>
    </form>
  )
}
