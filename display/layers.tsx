// Goes from one scene to the next without a gap: the new one waits for its fonts, comes up over the old one, the old one goes.

import { useContext, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { DrawnBeforeContext } from './last-good-frame.tsx'
import { useStill } from './still.ts'

/** A scene is not kept waiting longer than this for a slice of the font. */
const FONTS_WITHIN_MS = 500
/** By then the old scene has faded; it is taken out once the new one really stands, however slow the machine. */
const GONE_AFTER_MS = 600
const LOOK_AGAIN_MS = 100
/** More takes than this within one fade are not all seen. */
const BENEATH_MOST = 6

interface LayersProps {
  /** Another key is another scene; under the same key the scene changes in place. */
  readonly sceneKey: string
  /** The next scene stands at once, without a transition. */
  readonly cut: boolean
  readonly children: ReactNode
}

interface Beneath {
  readonly id: number
  /** As it was when the next scene was taken. */
  readonly frame: ReactNode
  readonly leaving: boolean
}

interface Shown {
  readonly id: number
  readonly sceneKey: string
  /** Its fonts are there: it comes up. */
  readonly up: boolean
  /** What still stands under it, oldest first. */
  readonly beneath: readonly Beneath[]
}

export function Layers({ sceneKey, cut, children }: LayersProps) {
  const still = useStill()
  const drawnBefore = useContext(DrawnBeforeContext)
  const [shown, setShown] = useState<Shown>({ id: 0, sceneKey, up: still || drawnBefore, beneath: [] })
  const frame = useRef<ReactNode>(null)
  const top = useRef<HTMLDivElement>(null)

  if (shown.sceneKey !== sceneKey) {
    // A scene that never came up is passed over; all that is seen stays until the newest is.
    const seen = shown.up
      ? [...shown.beneath, { id: shown.id, frame: frame.current, leaving: false }]
      : shown.beneath
    setShown({ id: shown.id + 1, sceneKey, up: false, beneath: seen.slice(-BENEATH_MOST) })
  }

  useLayoutEffect(() => {
    if (shown.sceneKey === sceneKey) frame.current = children
  })

  useEffect(() => {
    if (shown.up) return
    let passedOver = false
    // Laying the text out starts its fonts loading; only then does `ready` wait for them.
    top.current?.getBoundingClientRect()
    const late = new Promise((resolve) => setTimeout(resolve, FONTS_WITHIN_MS))
    void Promise.race([document.fonts.ready, late]).then(() => {
      if (passedOver) return
      setShown((now) => ({
        ...now,
        up: true,
        beneath: cut ? [] : now.beneath.map((layer) => ({ ...layer, leaving: true })),
      }))
    })
    return () => {
      passedOver = true
    }
  }, [shown.id, shown.up, cut])

  useEffect(() => {
    if (!shown.up || shown.beneath.length === 0) return
    let timer = setTimeout(takeOut, still ? 0 : GONE_AFTER_MS)
    function takeOut() {
      if (top.current !== null && getComputedStyle(top.current).opacity !== '1') {
        timer = setTimeout(takeOut, LOOK_AGAIN_MS)
        return
      }
      setShown((now) => ({ ...now, beneath: [] }))
    }
    return () => {
      clearTimeout(timer)
    }
  }, [shown, still])

  return (
    <>
      {shown.beneath.map((layer) => (
        <div
          className="layer"
          data-layer={layer.leaving ? 'leaving' : 'up'}
          data-under={sceneKey === 'blank' ? 'nothing' : 'scene'}
          key={layer.id}
        >
          {layer.frame}
        </div>
      ))}
      <div
        className="layer"
        data-layer={shown.up ? 'up' : 'waiting'}
        data-cut={cut ? 'yes' : 'no'}
        key={shown.id}
        ref={top}
      >
        {children}
      </div>
    </>
  )
}
