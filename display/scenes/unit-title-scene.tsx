// Which unit is questioned and what it is asked: a plate in the lower part, so that the people stay in the picture.

import './unit-title-scene.css'
import { FitText } from '../../client/ui/fit-text.tsx'
import { UnitName } from '../../client/ui/unit-name.tsx'
import { CATEGORY_NAMES } from '../../shared/evaluation/unit.ts'
import type { SceneView } from '../../shared/protocol/topics.ts'
import type { SessionHead } from '../../shared/protocol/views.ts'
import { SEGMENT_KIND_NAMES } from '../../shared/show/session.ts'
import { Plate } from '../plate.tsx'

interface UnitTitleSceneProps {
  readonly scene: Extract<SceneView, { kind: 'unit_title' }>
  readonly session: SessionHead | null
}

export function UnitTitleScene({ scene, session }: UnitTitleSceneProps) {
  const { unit, title, question, segmentKind } = scene
  return (
    <Plate
      className="unit-title"
      label={SEGMENT_KIND_NAMES[segmentKind]}
      session={session}
      marks={unit === null ? null : <span>{CATEGORY_NAMES[unit.category]}</span>}
    >
      <h1 className="unit-title-name">
        <UnitName name={unit === null ? title : unit.name} max={104} min={60} />
      </h1>
      {unit !== null && title !== unit.name && (
        <div className="unit-title-segment">
          <FitText text={title} max={44} min={32} lines={1} />
        </div>
      )}
      {question !== '' && (
        <div className="unit-title-question">
          <FitText text={question} max={52} min={28} lines={4} />
        </div>
      )}
    </Plate>
  )
}
