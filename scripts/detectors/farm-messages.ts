// A crowd by SMS and a number farm in it, through the signed gateway: what a quarantine is tried and pictured with.

import { gatewayRequest } from '../requests/gateway-messages.ts'
import { SMS_NUMBER } from '../demo/city.ts'
import { createRandom } from '../demo/random.ts'

const SEED = 20_261_125
const SEGMENTS = 60
const FARMED = 5
const BATCH = 600

export const CROWD = 1_500
export const FARM = 300
/** Honest ballots from the segments that the farm uses too. */
export const HONEST_OF_FARMED = (CROWD / SEGMENTS) * FARMED

/** 1,500 people of 60 segments, 40 % of them 满意, and 300 numbers of five of these segments that all say 不满意. */
export async function sendCrowdAndFarm(base: string, secret: string, unitCode: number | null): Promise<void> {
  const random = createRandom(SEED)
  const text = (option: string) => (unitCode === null ? option : `${option}${unitCode}`)
  const number = (segment: number, i: number) => `1380${100 + segment}${1_000 + i}`
  const messages = [
    ...Array.from({ length: CROWD }, (_, i) => ({
      from: number(i % SEGMENTS, Math.floor(i / SEGMENTS)),
      text: text(random.next() < 0.4 ? '满意' : random.next() < 0.5 ? '基本满意' : '不满意'),
    })),
    ...Array.from({ length: FARM }, (_, i) => ({
      from: number(i % FARMED, 4_000 + i),
      text: text('不满意'),
    })),
  ]
  for (let at = 0; at < messages.length; at += BATCH) {
    const atMs = Date.now()
    const batch = messages.slice(at, at + BATCH).map((message, i) => ({
      ...{ id: `farm-${String(at + i).padStart(8, '0')}`, to: SMS_NUMBER, ts: Math.floor(atMs / 1_000) },
      ...message,
    }))
    const stamp = { atMs, nonce: `farm-batch-${at}` }
    const { path, method, headers, body } = gatewayRequest(secret, batch, stamp)
    const answer = await fetch(base + path, { method, headers, body })
    if (answer.status !== 200)
      throw new Error(`the gateway door answered ${answer.status}: ${await answer.text()}`)
  }
}
