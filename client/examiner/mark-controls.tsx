// The few big controls of one form: three grades and 弃权, two faces, or points from 0 to 100. Nothing is preselected.

import { useState } from 'react'
import { unreachable } from '../../shared/basics/result.ts'
import type { Mark, ScoreForm } from '../../shared/show/score.ts'
import { CHOICE_LOOK, RATED_CHOICES } from '../ui/choice-look.ts'
import { Face } from '../ui/face.tsx'
import { sameMark } from './score-draft.ts'

interface Props {
  readonly form: ScoreForm
  readonly mark: Mark | null
  readonly disabled: boolean
  readonly choose: (mark: Mark) => void
}

export function MarkControls(props: Props) {
  switch (props.form.kind) {
    case 'grades':
      return <Grades {...props} />
    case 'placard':
      return <Faces {...props} />
    case 'marks':
      return <Points {...props} />
    default:
      return unreachable(props.form)
  }
}

function Grades({ mark, disabled, choose }: Props) {
  return (
    <div className="grades" role="radiogroup" aria-label="评价">
      {RATED_CHOICES.map((grade) => {
        const value: Mark = { kind: 'grade', grade }
        return (
          <BigButton
            key={grade}
            tone={CHOICE_LOOK[grade].tone}
            mark={value}
            current={mark}
            disabled={disabled}
            choose={choose}
          >
            <Face kind={CHOICE_LOOK[grade].face} size={96} />
            <span>{CHOICE_LOOK[grade].word}</span>
          </BigButton>
        )
      })}
      <BigButton
        tone="abstain"
        mark={{ kind: 'grade', grade: 'abstain' }}
        current={mark}
        disabled={disabled}
        choose={choose}
      >
        <span>弃权</span>
      </BigButton>
    </div>
  )
}

function Faces({ mark, disabled, choose }: Props) {
  return (
    <div className="faces" role="radiogroup" aria-label="举牌">
      <BigButton
        tone="satisfied"
        mark={{ kind: 'face', face: 'smile' }}
        current={mark}
        disabled={disabled}
        choose={choose}
      >
        <Face kind="smile" size={96} />
        <span>笑脸</span>
      </BigButton>
      <BigButton
        tone="dissatisfied"
        mark={{ kind: 'face', face: 'cry' }}
        current={mark}
        disabled={disabled}
        choose={choose}
      >
        <Face kind="cry" size={96} />
        <span>哭脸</span>
      </BigButton>
    </div>
  )
}

function BigButton(props: {
  tone: string
  mark: Mark
  current: Mark | null
  disabled: boolean
  choose: (mark: Mark) => void
  children: React.ReactNode
}) {
  const chosen = sameMark(props.mark, props.current)
  return (
    <button
      type="button"
      role="radio"
      aria-checked={chosen}
      className={`big big-${props.tone}`}
      disabled={props.disabled}
      onClick={() => {
        if (!chosen) props.choose(props.mark)
      }}
    >
      {props.children}
      <span className="big-check" aria-hidden="true">
        {chosen ? '✓' : ''}
      </span>
    </button>
  )
}

const STEPS = [-10, -1, 1, 10] as const

/** Points are set up here and sent with 确定, so that not every step on the way becomes a score. */
function Points({ mark, disabled, choose }: Props) {
  const sent = mark?.kind === 'points' ? mark.points : null
  const [digits, setDigits] = useState<string | null>(null)
  const shown = digits ?? (sent === null ? '' : String(sent))
  const value = /^\d{1,3}$/.test(shown) && Number(shown) <= 100 ? Number(shown) : null
  const step = (by: number) => {
    setDigits(String(Math.min(100, Math.max(0, (value ?? 0) + by))))
  }
  const press = (digit: string) => {
    const next = digits === null || digits === '0' ? digit : digits + digit
    if (Number(next) <= 100) setDigits(next)
  }
  const unsent = value !== null && value !== sent
  return (
    <div className="points">
      <div className="points-left">
        <output className={unsent ? 'points-value points-unsent' : 'points-value'} aria-label="分值">
          {shown === '' ? '—' : shown}
        </output>
        <div className="points-steps">
          {STEPS.map((by) => (
            <button
              key={by}
              type="button"
              className="key"
              disabled={disabled}
              onClick={() => {
                step(by)
              }}
            >
              {by > 0 ? `+${by}` : `−${-by}`}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="send-points"
          disabled={disabled || !unsent}
          onClick={() => {
            if (value === null) return
            choose({ kind: 'points', points: value })
            setDigits(null)
          }}
        >
          {unsent ? `确定 ${value} 分` : sent === null ? '请输入 0–100 分' : `已选 ${sent} 分`}
        </button>
      </div>
      <div className="points-keys">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9', '100', '0', '清空'].map((key) => (
          <button
            key={key}
            type="button"
            className={key.length > 1 ? 'key key-word' : 'key'}
            disabled={disabled}
            onClick={() => {
              if (key === '清空') setDigits('')
              else if (key === '100') setDigits('100')
              else press(key)
            }}
          >
            {key}
          </button>
        ))}
      </div>
    </div>
  )
}
