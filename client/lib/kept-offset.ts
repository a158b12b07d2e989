// How far this device's clock was from the server's when last heard: a page that reloads without a line goes on by it.

const OFFSET = 'wenzheng.clock-offset'

/** Milliseconds to add to Date.now(); 0 where nothing was ever measured or storage is forbidden. */
export function keptOffsetMs(): number {
  try {
    const offset = Number(localStorage.getItem(OFFSET))
    return Number.isFinite(offset) ? offset : 0
  } catch {
    return 0
  }
}

export function keepOffset(serverNowMs: number): void {
  try {
    localStorage.setItem(OFFSET, String(Math.round(serverNowMs - Date.now())))
  } catch {
    // Without storage a reload without a line falls back to the device's own clock.
  }
}
