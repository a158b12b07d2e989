// One canvas of 1920 × 1080, brought to any output by one transform.

import { useEffect, useState, type ReactNode } from 'react'

export const CANVAS = { width: 1_920, height: 1_080 } as const

/** The largest scale at which the whole canvas is seen. */
export function canvasScaleOf(width: number, height: number): number {
  return Math.min(width / CANVAS.width, height / CANVAS.height)
}

export function Canvas({ children }: { readonly children: ReactNode }) {
  const [size, setSize] = useState({ width: innerWidth, height: innerHeight })
  useEffect(() => {
    const resized = () => {
      setSize({ width: innerWidth, height: innerHeight })
    }
    addEventListener('resize', resized)
    return () => {
      removeEventListener('resize', resized)
    }
  }, [])
  const scale = canvasScaleOf(size.width, size.height)
  const left = (size.width - CANVAS.width * scale) / 2
  const top = (size.height - CANVAS.height * scale) / 2
  return (
    <div className="canvas" style={{ transform: `translate(${left}px, ${top}px) scale(${scale})` }}>
      {children}
    </div>
  )
}
