// A notice: a heading and a few lines, such as where a ranking is published and until when objections are heard.

import './notice-scene.css'
import { FitText } from '../../client/ui/fit-text.tsx'
import type { SessionHead } from '../../shared/protocol/views.ts'
import { Plate } from '../plate.tsx'

interface NoticeSceneProps {
  readonly title: string
  readonly lines: readonly string[]
  readonly session: SessionHead | null
}

export function NoticeScene({ title, lines, session }: NoticeSceneProps) {
  return (
    <Plate className="notice" label="公告" session={session}>
      <div className="notice-body">
        <h1 className="notice-title">
          <FitText text={title} max={92} min={52} lines={2} />
        </h1>
        {lines.length > 0 && (
          <ul className="notice-lines">
            {lines.map((line, i) => (
              <li key={i}>
                <FitText text={line} max={48} min={30} lines={2} height={90} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Plate>
  )
}
