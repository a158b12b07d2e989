// The chart's code comes after the first picture stands: plain bars say the same until it is there, and where it cannot come.

import { useState, type ComponentType } from 'react'
import type { ScoreBar } from './score-words.ts'

type MarksChart = ComponentType<{ readonly bars: readonly ScoreBar[]; readonly mean: number | null }>

let loaded: MarksChart | null = null

/** Never rejects: a page without its chart goes on with bars. */
export async function loadMarksChart(): Promise<void> {
  try {
    loaded ??= (await import('./marks-chart.tsx')).default
  } catch {
    loaded = null
  }
}

/** Null: not here. A scene that came up without it keeps its bars, for a picture does not change by itself. */
export function useMarksChart(): MarksChart | null {
  const [chart] = useState(() => loaded)
  return chart
}
