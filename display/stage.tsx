// What one output shows: the newest scene of its topic, and through every failure the last good frame.

import { useEffect, useState } from 'react'
import { timeOf } from '../client/lib/format.ts'
import { useConnectionState, useServerNow, useTopic } from '../client/lib/use-topic.ts'
import { RehearsalMark } from '../client/ui/rehearsal-mark.tsx'
import type { StageSnapshot } from '../shared/protocol/topics.ts'
import { Canvas } from './canvas.tsx'
import { LastGoodFrame } from './last-good-frame.tsx'
import { Layers } from './layers.tsx'
import { sceneKeyOf } from './scene-key.ts'
import { SceneOnAir } from './scene-on-air.tsx'
import type { StageQuery } from './stage-query.ts'
import { StillContext } from './still.ts'

interface StageProps {
  readonly query: StageQuery
  /** The citizens' page, as an absolute address. */
  readonly voteUrl: string
}

/** Ten times a second: a countdown turns within a tenth of the server's second. */
const CLOCK_EVERY_MS = 100

export function Stage({ query, voteUrl }: StageProps) {
  const newest = useTopic(`stage/${query.output}`)?.snapshot ?? null
  const [kept, setKept] = useState<StageSnapshot | null>(newest)
  if (newest !== null && newest !== kept) setKept(newest)
  const nowMs = useServerNow(CLOCK_EVERY_MS)
  const rehearsal = kept?.session?.rehearsal ?? false

  useEffect(() => {
    document.documentElement.dataset['key'] = query.key
    document.body.classList.toggle('still', query.still)
    document.body.classList.toggle('rehearsal', rehearsal)
  }, [query.key, query.still, rehearsal])

  return (
    <StillContext value={query.still}>
      <LastGoodFrame attempt={kept}>
        {kept !== null && <StageFrame snapshot={kept} nowMs={nowMs} voteUrl={voteUrl} />}
      </LastGoodFrame>
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
  return (
    <Canvas>
      <Layers sceneKey={sceneKeyOf(snapshot.scene)}>
        <SceneOnAir
          scene={snapshot.scene}
          session={snapshot.session}
          takenAtMs={snapshot.takenAtMs}
          nowMs={nowMs}
          voteUrl={voteUrl}
        />
      </Layers>
      <RehearsalMark rehearsal={snapshot.session?.rehearsal ?? false} />
    </Canvas>
  )
}

function MonitorMark() {
  const { online, offlineSinceMs } = useConnectionState()
  if (online || offlineSinceMs === null) return null
  return <div className="monitor-mark tabular">{timeOf(offlineSinceMs)} 起断线，画面保持</div>
}
