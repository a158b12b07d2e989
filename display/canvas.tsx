// One canvas of 1920 × 1080, brought to any output by one transform.

import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'

export const CANVAS = { width: 1_920, height: 1_080 } as const

/** The largest scale at which the whole canvas is seen. */
export function canvasScaleOf(width: number, height: number): number {
  return Math.min(width / CANVAS.width, height / CANVAS.height)
}

/** Fills what it stands in: a page, or a graphic in somebody else's. */
export function Canvas({ children }: { readonly children: ReactNode }) {
  const room = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: innerWidth, height: innerHeight })
  useLayoutEffect(() => {
    const box = room.current!
    const measure = () => {
      setSize({ width: box.clientWidth, height: box.clientHeight })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    return () => {
      observer.disconnect()
    }
  }, [])
  const scale = canvasScaleOf(size.width, size.height)
  const left = (size.width - CANVAS.width * scale) / 2
  const top = (size.height - CANVAS.height * scale) / 2
  return (
    <div className="canvas-room" ref={room}>
      <div className="canvas" style={{ transform: `translate(${left}px, ${top}px) scale(${scale})` }}>
        {children}
      </div>
    </div>
  )
}
