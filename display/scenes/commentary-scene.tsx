// The commentators' clock on air: how long whoever has the word may still speak. It never says that somebody is over time.

import './countdown-scene.css'
import { countdownReading } from '../../client/ui/countdown-reading.ts'
import type { CommentaryClock } from '../../shared/show/seat-talk.ts'

interface CommentarySceneProps {
  readonly clock: CommentaryClock | null
  /** The server's clock. */
  readonly nowMs: number
}

export function CommentaryScene({ clock, nowMs }: CommentarySceneProps) {
  const reading = clock === null ? null : countdownReading(clock.endsAtMs, clock.stoppedAtMs ?? nowMs)
  return (
    <section className="plate countdown-scene">
      <p className="countdown-scene-label">
        点评{clock === null || clock.label === '' ? '' : ` · ${clock.label}`}
      </p>
      <div className="countdown-scene-middle">
        {reading === null || reading.over ? (
          <p className="countdown-scene-word">{reading === null ? '请点评' : '时间到'}</p>
        ) : (
          <p
            className="countdown-scene-digits tabular"
            data-last={reading.last ? 'yes' : 'no'}
            role="timer"
            aria-label={`还剩${reading.secondsLeft}秒`}
          >
            {reading.text}
          </p>
        )}
      </div>
    </section>
  )
}
