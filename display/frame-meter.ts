// Counts the frames this page drew in the last second, so that the console sees a display that stutters.

/** Tells whole frames a second, each second; returns how to stop. */
export function countFrames(tell: (fps: number) => void): () => void {
  let frames = 0
  let since = performance.now()
  let next = requestAnimationFrame(frame)
  function frame(atMs: number) {
    frames += 1
    if (atMs - since >= 1_000) {
      tell(Math.round((frames * 1_000) / (atMs - since)))
      frames = 0
      since = atMs
    }
    next = requestAnimationFrame(frame)
  }
  return () => {
    cancelAnimationFrame(next)
  }
}
