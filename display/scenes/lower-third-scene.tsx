// A lower third: one or two lines of the operator's own over the picture, which stays free above it.

import './lower-third-scene.css'
import { FitText } from '../../client/ui/fit-text.tsx'

interface LowerThirdSceneProps {
  readonly title: string
  /** May be empty. */
  readonly subtitle: string
}

export function LowerThirdScene({ title, subtitle }: LowerThirdSceneProps) {
  return (
    <section className="plate lower-third">
      <div className="lower-third-title">
        <FitText text={title} max={60} min={36} lines={2} />
      </div>
      {subtitle !== '' && (
        <div className="lower-third-subtitle">
          <FitText text={subtitle} max={40} min={30} lines={2} />
        </div>
      )}
    </section>
  )
}
