// What one output shows: the newest scene of its topic, and through every failure the last good frame.

import { useEffect, useState } from 'react'
import { timeOf } from '../client/lib/format.ts'
import { useConnectionState, useServerNow } from '../client/lib/use-topic.ts'
import { RehearsalMark } from '../client/ui/rehearsal-mark.tsx'
import type { SceneView, StageSnapshot } from '../shared/protocol/topics.ts'
import type { Version } from '../shared/protocol/version.ts'
import { Canvas } from './canvas.tsx'
import { Guides } from './guides.tsx'
import { Identify } from './identify.tsx'
import { LastGoodFrame } from './last-good-frame.tsx'
import { Layers } from './layers.tsx'
import { sceneKeyOf } from './scene-key.ts'
import { SceneOnAir } from './scene-on-air.tsx'
import type { StageQuery } from './stage-query.ts'
import { StillContext } from './still.ts'
import { useSnapshotOnAir } from './use-snapshot-on-air.ts'

interface StageProps {
  readonly query: StageQuery
  /** The citizens' page, as an absolute address. */
  readonly voteUrl: string
  /** Told the version of each snapshot that was really drawn. */
  readonly onDrawn?: (version: Version) => void
}

/** Ten times a second: a countdown turns within a tenth of the server's second. */
const CLOCK_EVERY_MS = 100

/** When the countdown of a scene is over, so that it turns on its second; null: it counts down to nothing. */
function turnsAtMsOf(scene: SceneView | null): number | null {
  switch (scene?.kind) {
    case 'countdown':
      return scene.closesAtMs
    case 'commentary':
      return scene.clock?.endsAtMs ?? null
    case 'how_to_vote':
    case 'live_tally':
      return scene.poll.closesAtMs
    case 'lock_board':
      return scene.panel.closesAtMs
    default:
      return null
  }
}

export function Stage({ query, voteUrl, onDrawn }: StageProps) {
  const onAir = useSnapshotOnAir(query.output)
  const nowMs = useServerNow(CLOCK_EVERY_MS, turnsAtMsOf(onAir?.snapshot.scene ?? null))
  const rehearsal = onAir?.snapshot.session?.rehearsal ?? false
  useReloadWhenAsked(onAir?.snapshot ?? null)

  useEffect(() => {
    document.documentElement.dataset['key'] = query.key
    document.body.classList.toggle('still', query.still)
    document.body.classList.toggle('rehearsal', rehearsal)
  }, [query.key, query.still, rehearsal])

  return (
    <StillContext value={query.still}>
      <LastGoodFrame
        attempt={onAir}
        onGood={(drawn) => {
          if (drawn !== null) onDrawn?.(drawn.version)
        }}
      >
        {onAir !== null && <StageFrame snapshot={onAir.snapshot} nowMs={nowMs} voteUrl={voteUrl} />}
      </LastGoodFrame>
      {query.guides && (
        <Canvas>
          <Guides output={query.output} />
        </Canvas>
      )}
      {query.monitor && <MonitorMark />}
    </StillContext>
  )
}

interface StageFrameProps {
  readonly snapshot: StageSnapshot
  /** The server's clock. */
  readonly nowMs: number
  readonly voteUrl: string
}

/** One frame of an output: what the gallery photographs and the stage shows. */
export function StageFrame({ snapshot, nowMs, voteUrl }: StageFrameProps) {
  const { scene, session, takenAtMs, cut, identifyUntilMs, output, role } = snapshot
  return (
    <Canvas>
      <Layers sceneKey={sceneKeyOf(scene)} cut={cut}>
        <SceneOnAir scene={scene} session={session} takenAtMs={takenAtMs} nowMs={nowMs} voteUrl={voteUrl} />
      </Layers>
      <RehearsalMark rehearsal={session?.rehearsal ?? false} />
      {identifyUntilMs !== null && nowMs < identifyUntilMs && <Identify output={output} role={role} />}
    </Canvas>
  )
}

/** A page that first saw another stamp loads itself anew. It has just heard from the server, so there is one to load from. */
function useReloadWhenAsked(snapshot: StageSnapshot | null) {
  const [first, setFirst] = useState<{ readonly stampMs: number | null } | null>(null)
  if (first === null && snapshot !== null) setFirst({ stampMs: snapshot.reloadAtMs })
  const asked = first !== null && snapshot !== null && snapshot.reloadAtMs !== first.stampMs
  useEffect(() => {
    if (asked) location.reload()
  }, [asked])
}

function MonitorMark() {
  const { online, offlineSinceMs } = useConnectionState()
  if (online || offlineSinceMs === null) return null
  return <div className="monitor-mark tabular">{timeOf(offlineSinceMs)} 起断线，画面保持</div>
}
