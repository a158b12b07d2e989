// A promise given on air (承诺), and the look-back on it (回头看): who promised what until when, and what became of it.

import './promise-scene.css'
import { FitText } from '../../client/ui/fit-text.tsx'
import { UnitName } from '../../client/ui/unit-name.tsx'
import { unreachable } from '../../shared/basics/result.ts'
import type { PromiseView, SessionHead } from '../../shared/protocol/views.ts'
import type { PromiseOutcome } from '../../shared/show/promise.ts'
import { Plate } from '../plate.tsx'
import { OUTCOME_WORDS, dayOf } from './promise-words.ts'

interface PromiseSceneProps {
  readonly promise: PromiseView
  readonly session: SessionHead | null
  /** With the outcome. */
  readonly lookBack: boolean
}

export function PromiseScene({ promise, session, lookBack }: PromiseSceneProps) {
  return (
    <Plate
      className={lookBack ? 'promise-scene' : 'promise-scene promise-alone'}
      label={lookBack ? '回头看' : '现场承诺'}
      session={session}
    >
      <div className="promise">
        <div className="promise-name">
          <UnitName name={promise.unit.name} max={72} min={40} height={100} />
        </div>
        <div className="promise-words">
          <p className="promise-words-of">{lookBack ? '当时承诺' : '承诺'}</p>
          <FitText text={promise.text} max={60} min={30} lines={4} height={280} />
        </div>
        <dl className="promise-terms">
          <div>
            <dt>责任人</dt>
            <dd>
              {promise.owner === '' ? (
                '未指定'
              ) : (
                <FitText text={promise.owner} max={44} min={26} lines={2} height={92} />
              )}
            </dd>
          </div>
          <div>
            <dt>完成期限</dt>
            <dd className="tabular">{dayOf(promise.dueOn)}</dd>
          </div>
        </dl>
        {lookBack && <Outcome outcome={promise.outcome} note={promise.outcomeNote} />}
      </div>
    </Plate>
  )
}

function Outcome({ outcome, note }: { readonly outcome: PromiseOutcome | null; readonly note: string }) {
  return (
    <div className="promise-outcome" data-outcome={outcome ?? 'none'}>
      <svg className="promise-outcome-mark" viewBox="0 0 48 48" aria-hidden="true">
        {markOf(outcome)}
      </svg>
      <p className="promise-outcome-word">{outcome === null ? '待验收' : OUTCOME_WORDS[outcome]}</p>
      {note !== '' && (
        <div className="promise-outcome-note">
          <FitText text={note} max={36} min={24} lines={3} height={132} />
        </div>
      )}
    </div>
  )
}

/** Told apart by shape: a tick, half a disc, a cross, an empty ring. */
function markOf(outcome: PromiseOutcome | null) {
  switch (outcome) {
    case 'kept':
      return <path d="M6 25 l12 12 L42 11" fill="none" stroke="currentColor" strokeWidth="7" />
    case 'partly':
      return (
        <>
          <circle cx="24" cy="24" r="18" fill="none" stroke="currentColor" strokeWidth="5" />
          <path d="M24 6 a18 18 0 0 0 0 36 z" fill="currentColor" />
        </>
      )
    case 'broken':
      return <path d="M9 9 L39 39 M39 9 L9 39" fill="none" stroke="currentColor" strokeWidth="7" />
    case null:
      return (
        <circle
          cx="24"
          cy="24"
          r="18"
          fill="none"
          stroke="currentColor"
          strokeWidth="4"
          strokeDasharray="7 7.1"
        />
      )
    default:
      return unreachable(outcome)
  }
}
