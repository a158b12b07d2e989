// The secret at the end of an address, for carriers that sign nothing: compared in constant time, unknown and wrong look alike.

import { hash, timingSafeEqual } from 'node:crypto'
import { refuseJson, type Door } from './door.ts'

/** What any address that is no door of ours answers: it does not say whether the channel is on. */
export const noSuchDoor: Door = (_req, res) => {
  refuseJson(res, 404, { code: 'unknown_page', detail: {} })
}

/** Opens `door` to whoever names the token, exactly as it is: no escape, nothing behind it. */
export function behindToken(token: string, door: Door, wrong: () => void): (named: string) => Door {
  if (token === '') throw new Error('an empty path token would open the door to everybody')
  const expected = hash('sha256', token, 'buffer')
  return (named) => {
    // Hashed, so that the comparison takes as long whatever the length.
    if (timingSafeEqual(hash('sha256', named, 'buffer'), expected)) return door
    wrong()
    return noSuchDoor
  }
}
