// The countdown of a window: one value of the server's clock for studio, programme, tablets and telephones (SHOW4).

import './countdown-scene.css'
import { timeOf } from '../../client/lib/format.ts'
import { countdownReading } from '../../client/ui/countdown-reading.ts'
import { UnitName } from '../../client/ui/unit-name.tsx'
import { unreachable } from '../../shared/basics/result.ts'
import type { SceneView } from '../../shared/protocol/topics.ts'
import type { WindowPhase } from '../../shared/show/session.ts'

interface CountdownSceneProps {
  readonly scene: Extract<SceneView, { kind: 'countdown' }>
  /** The server's clock. */
  readonly nowMs: number
}

export function CountdownScene({ scene, nowMs }: CountdownSceneProps) {
  const reading = scene.phase === 'open' ? countdownReading(scene.closesAtMs, nowMs) : null
  const counting = reading !== null && !reading.over
  return (
    <section className="plate countdown-scene">
      <p className="countdown-scene-label">{scene.of === 'examiners' ? '考官打分' : '市民评议'}</p>
      <div className="countdown-scene-name">
        <UnitName name={scene.unit.name} max={60} min={32} height={120} />
      </div>
      <div className="countdown-scene-middle">
        {counting ? (
          <p
            className="countdown-scene-digits tabular"
            data-last={reading.last ? 'yes' : 'no'}
            data-hours={reading.secondsLeft >= 3_600 ? 'yes' : 'no'}
            role="timer"
            aria-label={`还剩${reading.secondsLeft}秒`}
          >
            {reading.text}
          </p>
        ) : (
          <p className="countdown-scene-word">{wordOf(scene.phase, scene.closesAtMs, nowMs)}</p>
        )}
      </div>
      <p className="countdown-scene-close tabular">
        {scene.phase !== 'void' && scene.closesAtMs !== null
          ? `截止时刻 ${timeOf(scene.closesAtMs)}`
          : '\u00a0'}
      </p>
    </section>
  )
}

/** Judged by times, not by the phase some process has reached (SHOW4): an open window past its close is closed. */
function wordOf(phase: WindowPhase, closesAtMs: number | null, nowMs: number): string {
  switch (phase) {
    case 'open':
      return closesAtMs !== null && nowMs >= closesAtMs ? '已截止' : '进行中'
    case 'closing':
    case 'frozen':
    case 'verified':
      return '已截止'
    case 'revealed':
      return '已揭晓'
    case 'void':
      return '本轮作废'
    default:
      return unreachable(phase)
  }
}
