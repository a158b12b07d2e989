// The web page's identity: a random id a browser keeps, signed by us. Weaker than a phone or an openid, hence its own channel.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export interface DeviceTokens {
  /** A token for a browser that has none: `ID.MAC`, 65 characters. */
  issue(): string
  /** The device's id, or null where we did not issue the token. Constant time. */
  verify(token: string): string | null
}

const TOKEN = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$/

/** `secret`: at least 16 random bytes, the same after a restart, else every browser becomes a new device. */
export function createDeviceTokens(secret: Uint8Array): DeviceTokens {
  if (secret.length < 16) throw new Error('the device secret needs at least 16 bytes')
  const macOf = (id: string) => createHmac('sha256', secret).update(`web-device\n${id}`).digest('base64url')
  return {
    issue() {
      const id = randomBytes(16).toString('base64url')
      return `${id}.${macOf(id)}`
    },
    verify(token) {
      const [, id, mac] = TOKEN.exec(token) ?? []
      if (id === undefined || mac === undefined) return null
      return timingSafeEqual(Buffer.from(mac, 'latin1'), Buffer.from(macOf(id), 'latin1')) ? id : null
    },
  }
}
