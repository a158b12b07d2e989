// Goes from one scene to the next without a gap: the new one waits for its fonts, comes up over the old one, the old one goes.

import { useContext, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { DrawnBeforeContext } from './last-good-frame.tsx'
import { useStill } from './still.ts'

/** A scene is not kept waiting longer than this for a slice of the font. */
const FONTS_WITHIN_MS = 500
/** The old scene is taken away when the new one stands for certain. */
const LEAVES_AFTER_MS = 600

interface LayersProps {
  /** Another key is another scene; under the same key the scene changes in place. */
  readonly sceneKey: string
  readonly children: ReactNode
}

interface Layer {
  readonly id: number
  readonly sceneKey: string
}

interface Shown {
  readonly top: Layer
  readonly leaving: { readonly layer: Layer; readonly frame: ReactNode } | null
  /** The top layer's fonts are there. */
  readonly up: boolean
}

export function Layers({ sceneKey, children }: LayersProps) {
  const still = useStill()
  const drawnBefore = useContext(DrawnBeforeContext)
  const [shown, setShown] = useState<Shown>({
    top: { id: 0, sceneKey },
    leaving: null,
    up: still || drawnBefore,
  })
  const frame = useRef<ReactNode>(null)
  const topElement = useRef<HTMLDivElement>(null)

  if (shown.top.sceneKey !== sceneKey) {
    setShown({
      top: { id: shown.top.id + 1, sceneKey },
      // A scene that never came up is skipped; what was up stays until the newest is.
      leaving: shown.up ? { layer: shown.top, frame: frame.current } : shown.leaving,
      up: false,
    })
  }

  useLayoutEffect(() => {
    if (shown.top.sceneKey === sceneKey) frame.current = children
  })

  const topId = shown.top.id
  useEffect(() => {
    let gone = false
    // Laying the text out starts its fonts loading; only then does `ready` wait for them.
    topElement.current?.getBoundingClientRect()
    const late = new Promise((resolve) => setTimeout(resolve, FONTS_WITHIN_MS))
    void Promise.race([document.fonts.ready, late]).then(() => {
      if (!gone) setShown((now) => (now.top.id === topId ? { ...now, up: true } : now))
    })
    return () => {
      gone = true
    }
  }, [topId])

  useEffect(() => {
    if (!shown.up || shown.leaving === null) return
    const timer = setTimeout(
      () => {
        setShown((now) => ({ ...now, leaving: null }))
      },
      still ? 0 : LEAVES_AFTER_MS,
    )
    return () => {
      clearTimeout(timer)
    }
  }, [shown, still])

  return (
    <>
      {shown.leaving !== null && (
        <div className="layer" data-layer={shown.up ? 'leaving' : 'up'} key={shown.leaving.layer.id}>
          {shown.leaving.frame}
        </div>
      )}
      <div className="layer" data-layer={shown.up ? 'up' : 'waiting'} key={topId} ref={topElement}>
        {children}
      </div>
    </>
  )
}
