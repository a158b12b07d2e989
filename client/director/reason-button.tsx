// A button that says why it is grey, in a tooltip, in words below it, and in the console's line when it is pressed all the same.

import { Button, Tooltip, type ButtonProps } from 'antd'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useDesk } from './desk.ts'

const HOLD_MS = 700

interface Props {
  readonly children: ReactNode
  /** Sentences; empty = it can be pressed. */
  readonly reasons: readonly string[]
  readonly onPress: () => void
  /** What cannot be undone is held down until it is full. */
  readonly hold?: boolean
  readonly tone?: 'normal' | 'primary' | 'danger'
  readonly size?: ButtonProps['size']
  /** Says the first reason below the button; off where the place shows its reasons itself. */
  readonly below?: boolean
  /** Said below while it can be pressed. */
  readonly hint?: string
  readonly block?: boolean
  readonly label?: string
}

export function ReasonButton(props: Props) {
  const { children, reasons, onPress, hold = false, tone = 'normal', size, below = true, hint = '' } = props
  const { tell } = useDesk()
  const grey = reasons.length > 0
  const holding = useHold(onPress, () => tell('hint', '请按住不放，填满后才执行。'))
  const press = () => {
    if (grey) tell('refused', reasons.join(''))
    else if (!hold) onPress()
  }
  const listeners = hold && !grey ? holding.listeners : {}
  const said = grey ? reasons[0] : hint
  return (
    <span className={props.block === true ? 'rb rb-block' : 'rb'}>
      <Tooltip title={grey ? reasons.join('\n') : ''} classNames={{ root: 'rb-tip' }}>
        <Button
          className={`rb-button${grey ? ' is-grey' : ''}${holding.on ? ' is-holding' : ''}`}
          type={tone === 'primary' && !grey ? 'primary' : 'default'}
          danger={tone === 'danger' && !grey}
          {...(size === undefined ? {} : { size })}
          block={props.block ?? false}
          aria-disabled={grey}
          {...(props.label === undefined ? {} : { 'aria-label': props.label })}
          onClick={press}
          onFocus={() => {
            if (grey) tell('hint', reasons.join(''))
          }}
          {...listeners}
        >
          {hold && !grey ? <span className="rb-fill" style={{ transitionDuration: `${HOLD_MS}ms` }} /> : null}
          <span className="rb-words">
            {children}
            {hold && !grey ? <small> 按住</small> : null}
          </span>
        </Button>
      </Tooltip>
      {below ? (
        <small className="rb-said" title={said}>
          {said}
        </small>
      ) : null}
    </span>
  )
}

/** Pointer or Enter held for HOLD_MS acts once; let go of earlier, it says what was expected. */
function useHold(act: () => void, letGo: () => void) {
  const [on, setOn] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  const begin = () => {
    if (timer.current !== null) return
    setOn(true)
    timer.current = setTimeout(() => {
      timer.current = null
      setOn(false)
      latest.current()
    }, HOLD_MS)
  }
  const end = (early: boolean) => {
    if (timer.current === null) return
    clearTimeout(timer.current)
    timer.current = null
    setOn(false)
    if (early) letGo()
  }
  return {
    on,
    listeners: {
      onPointerDown: begin,
      onPointerUp: () => end(true),
      onPointerLeave: () => end(false),
      onPointerCancel: () => end(false),
      onBlur: () => end(false),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Enter' && !event.repeat) begin()
      },
      onKeyUp: (event: KeyboardEvent) => {
        if (event.key === 'Enter') end(true)
      },
    },
  }
}
