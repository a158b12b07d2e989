// Standby, and the safe still of a panic: the evening's name, its theme, and nothing that could be wrong.

import './standby-scene.css'
import { FitText } from '../../client/ui/fit-text.tsx'
import { unreachable } from '../../shared/basics/result.ts'
import type { SessionHead } from '../../shared/protocol/views.ts'

export function StandbyScene({ session }: { readonly session: SessionHead | null }) {
  return (
    <section className="plate standby">
      <p className="standby-theme">{session === null ? '电视问政' : session.theme}</p>
      {session !== null && (
        <>
          <hr className="standby-rule" />
          <FitText className="standby-title" text={session.title} max={76} min={44} lines={2} />
          <p className="standby-word">{wordOf(session.phase)}</p>
        </>
      )}
    </section>
  )
}

function wordOf(phase: SessionHead['phase']): string {
  switch (phase) {
    case 'draft':
    case 'ready':
      return '即将开始'
    case 'live':
      return '请稍候'
    case 'ended':
      return '本场结束'
    default:
      return unreachable(phase)
  }
}
