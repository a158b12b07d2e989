// A window's countdown as every screen shows it: from closesAtMs and the server's clock, in figures that keep their places.

import './countdown.css'
import { countdownReading } from './countdown-reading.ts'

interface CountdownProps {
  readonly closesAtMs: number | null
  /** The server's clock. */
  readonly nowMs: number
  /** Said while no close is set. */
  readonly onCue?: string
  /** Said when it is over. */
  readonly over?: string
}

export function Countdown({ closesAtMs, nowMs, onCue = '等待截止口令', over = '已截止' }: CountdownProps) {
  const reading = countdownReading(closesAtMs, nowMs)
  if (reading === null) return <span className="countdown countdown-words">{onCue}</span>
  if (reading.over) return <span className="countdown countdown-words">{over}</span>
  return (
    <span
      className="countdown tabular"
      role="timer"
      aria-label={`还剩${reading.secondsLeft}秒`}
      data-last={reading.last ? 'yes' : 'no'}
    >
      {reading.text}
    </span>
  )
}
