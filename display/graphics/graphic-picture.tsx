// What a graphic shows inside its shadow root: the scene it stands on, or nothing, and through every failure the last good frame.

import { useState } from 'react'
import { useServerNow, useTopic } from '../../client/lib/use-topic.ts'
import { RehearsalMark } from '../../client/ui/rehearsal-mark.tsx'
import type { SceneView, TopicName } from '../../shared/protocol/topics.ts'
import type { SessionHead } from '../../shared/protocol/views.ts'
import { Canvas } from '../canvas.tsx'
import { LastGoodFrame } from '../last-good-frame.tsx'
import { Layers } from '../layers.tsx'
import { sceneKeyOf } from '../scene-key.ts'
import { SceneOnAir } from '../scene-on-air.tsx'
import { StillContext } from '../still.ts'
import type { Step } from './steps.ts'

const CLOCK_EVERY_MS = 100

/** What stands on air, without where it came from. */
export interface Shown {
  readonly scene: SceneView
  readonly session: SessionHead | null
  readonly takenAtMs: number
}

interface PictureProps {
  readonly step: Step
  /** Motion is left out: the controller skips animations. */
  readonly still: boolean
  readonly voteUrl: string
}

/** Fed by a topic of the server: `stage/…` or `scene/…`. */
export function ServerPicture({ topic, ...props }: PictureProps & { readonly topic: TopicName }) {
  const newest = (useTopic(topic)?.snapshot ?? null) as Shown | null
  const [kept, setKept] = useState<Shown | null>(newest)
  if (newest !== null && newest !== kept) setKept(newest)
  return <Picture shown={kept} {...props} />
}

export function Picture({ shown, step, still, voteUrl }: PictureProps & { readonly shown: Shown | null }) {
  const nowMs = useServerNow(CLOCK_EVERY_MS)
  const onAir = shown !== null && step !== null
  const scene = onAir ? shown.scene : null
  return (
    <StillContext value={still}>
      <div className={still ? 'picture still' : 'picture'} data-ground="ink" data-scale="air">
        <LastGoodFrame attempt={shown}>
          <Canvas>
            <Layers sceneKey={scene === null ? 'blank' : sceneKeyOf(scene)} cut={still}>
              {scene !== null && (
                <SceneOnAir
                  scene={scene}
                  session={shown?.session ?? null}
                  takenAtMs={shown?.takenAtMs ?? 0}
                  nowMs={nowMs}
                  voteUrl={voteUrl}
                />
              )}
            </Layers>
            {onAir && <RehearsalMark rehearsal={shown.session?.rehearsal ?? false} />}
          </Canvas>
        </LastGoodFrame>
      </div>
    </StillContext>
  )
}
