// Measures the frames this page draws, so that the console sees a display that stutters.

export interface FrameSpan {
  readonly fps: number
  /** Between one frame and the next, ms: the 95th percentile and the longest. */
  readonly frameMsP95: number
  readonly worstFrameMs: number
}

/** `gapsMs`: what lay between frames, not empty. */
export function spanOf(gapsMs: readonly number[]): FrameSpan {
  const sorted = [...gapsMs].sort((a, b) => a - b)
  const whole = sorted.reduce((sum, gap) => sum + gap, 0)
  const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? 0
  return {
    fps: whole === 0 ? 0 : Math.round((sorted.length * 1_000) / whole),
    frameMsP95: tenth(at(0.95)),
    worstFrameMs: tenth(at(1)),
  }
}

function tenth(ms: number): number {
  return Math.round(ms * 10) / 10
}

/** Tells of the frames of each span of `everyMs`; returns how to stop. */
export function measureFrames(everyMs: number, tell: (span: FrameSpan) => void): () => void {
  let gaps: number[] = []
  let sinceMs = performance.now()
  let lastMs = sinceMs
  let next = requestAnimationFrame(frame)
  function frame(atMs: number) {
    gaps.push(atMs - lastMs)
    lastMs = atMs
    if (atMs - sinceMs >= everyMs) {
      tell(spanOf(gaps))
      gaps = []
      sinceMs = atMs
    }
    next = requestAnimationFrame(frame)
  }
  return () => {
    cancelAnimationFrame(next)
  }
}
