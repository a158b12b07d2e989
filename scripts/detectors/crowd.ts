// A made-up city voting in one window without manipulation: surges, calls to vote, drifting opinion, carriers' delays and batches.

import { CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import type { LookedAt } from '../../shared/ballot/detect/features.ts'
import { createChance, type Chance } from './chance.ts'

/** One ballot before it is given columns. */
export interface Cast {
  readonly orderMs: number
  readonly receivedMs: number
  readonly channel: number
  readonly choice: number
  readonly segment: number
}

export interface Show {
  readonly span: LookedAt
  readonly ballots: Cast[]
  readonly channels: readonly PollChannel[]
  /** Draws a moment as the crowd would vote, in ms from the opening. */
  readonly moment: (chance: Chance) => number
  /** A number segment as the city has them. */
  readonly segment: (chance: Chance) => number
  /** A message sent at `sentMs` from the opening: when it is received, and its order time (BAL4). Null: too late. */
  readonly carry: (
    channel: number,
    sentMs: number,
    chance: Chance,
  ) => { orderMs: number; receivedMs: number } | null
}

const STEP_MS = 100
const SMS: readonly PollChannel[] = ['aliyun', 'tencent', 'gateway']
const DRAIN_MS: Readonly<Record<PollChannel, number>> = {
  twilio: 2_000,
  web: 2_000,
  wechat: 20_000,
  aliyun: 90_000,
  tencent: 90_000,
  gateway: 90_000,
}

export interface Size {
  readonly fewest: number
  readonly most: number
}

/** From a small town's evening to the 50,000 in three minutes that the house is built for. */
export const ANY_SIZE: Size = { fewest: 2_000, most: 50_000 }

/** One window of about as many messages (the late ones are gone); everything follows from the seed. */
export function cleanShow(seed: number, { fewest, most }: Size = ANY_SIZE): Show {
  const chance = createChance(seed)
  const lengthMs = chance.pick([90, 120, 180, 240, 300]) * 1_000
  const opensAtMs = 1_800_000_000_000 + chance.below(86_400_000)
  const messages = Math.round(chance.between(Math.log(fewest), Math.log(most), Math.exp))
  const channels: PollChannel[] = ['wechat', chance.pick(SMS), 'web']
  if (chance.next() < 0.4) channels.push(...SMS.filter((each) => !channels.includes(each)).slice(0, 1))
  if (chance.next() < 0.3) channels.push('twilio')
  const weightOf = (channel: PollChannel) => {
    if (channel === 'twilio') return chance.between(0.01, 0.05)
    return channel === 'web' ? chance.between(0.05, 0.2) : chance.between(0.25, 0.6)
  }
  const streams = channels.map((channel) => ({
    channel: CHANNELS.indexOf(channel),
    weight: weightOf(channel),
    leaning: chance.normal() * 0.25,
  }))
  const crowd = moodOf(chance, lengthMs)
  const city = cityOf(chance)
  const flushMs = chance.between(400, 2_000)
  const carry: Show['carry'] = (channel, sentMs, by) => {
    const name = CHANNELS[channel]!
    const sent = opensAtMs + sentMs
    const inSeconds = Math.floor(sent / 1_000) * 1_000
    let receivedMs: number
    let carrierMs: number | null = inSeconds
    if (name === 'web') {
      receivedMs = sent + by.logNormal(80, 0.6)
      carrierMs = null
    } else if (name === 'twilio') {
      receivedMs = sent + by.logNormal(2_000, 0.7)
      carrierMs = null
    } else if (name === 'wechat') receivedMs = sent + by.logNormal(150, 0.6) + (by.next() < 0.01 ? 5_000 : 0)
    else {
      // Carriers gather what has come and pass it on in batches.
      const at = sent + by.logNormal(3_000, 0.8)
      receivedMs = Math.ceil(at / flushMs) * flushMs + by.between(20, 150)
      if (by.next() < 0.02) carrierMs = null
    }
    receivedMs = Math.round(receivedMs)
    const orderMs = carrierMs === null ? receivedMs : Math.min(carrierMs, receivedMs)
    const late = orderMs > opensAtMs + lengthMs || receivedMs > opensAtMs + lengthMs + DRAIN_MS[name]
    return late ? null : { orderMs: Math.max(orderMs, opensAtMs), receivedMs }
  }
  const ballots: Cast[] = []
  const weights = streams.map(({ weight }) => weight)
  for (let i = 0; i < messages; i++) {
    const sentMs = crowd.moment(chance)
    const stream = streams[chance.weighted(crowd.favoured(sentMs, weights))]!
    const carried = carry(stream.channel, sentMs, chance)
    if (carried === null) continue
    const isSms = SMS.includes(CHANNELS[stream.channel]!)
    const { segment, leaning } = isSms ? city.pick(chance) : { segment: 0, leaning: 0 }
    const choice = crowd.choice(sentMs, stream.leaning + leaning, chance)
    ballots.push({ ...carried, channel: stream.channel, choice, segment })
  }
  return {
    span: { fromMs: opensAtMs, toMs: opensAtMs + lengthMs },
    ballots,
    channels,
    moment: (by) => crowd.moment(by),
    segment: (by) => city.pick(by).segment,
    carry,
  }
}

/** When people vote, and what for, over the window. */
function moodOf(chance: Chance, lengthMs: number) {
  const steps = lengthMs / STEP_MS
  const rate = new Float64Array(steps)
  /** Added to the logit of 满意 and taken from that of 不满意. */
  const mood = new Float64Array(steps)
  const some = <T>(least: number, most: number, make: () => T) =>
    Array.from({ length: least + chance.below(most - least + 1) }, make)
  const base = chance.between(0.4, 1)
  const opening = { height: chance.between(2, 8), delay: chance.between(2, 5), fall: chance.between(8, 25) }
  const calls = some(1, 4, () => ({
    at: (chance.next() * lengthMs) / 1_000,
    height: chance.between(1, 5),
    rise: chance.between(0.5, 3),
    fall: chance.between(5, 15),
  }))
  const closing = { height: chance.between(1, 4), lasts: chance.between(8, 15) }
  const lull = {
    from: chance.next() * lengthMs,
    lasts: chance.between(10, 40) * 1_000,
    depth: chance.between(0.3, 0.8),
  }
  // An answer convinces or annoys: opinion moves to another level within seconds.
  const turns = some(1, 4, () => ({
    at: (chance.next() * lengthMs) / 1_000,
    by: chance.normal() * 0.25,
    width: chance.between(1, 8),
  }))
  // A shocking film: more people at once, and angrier, for a moment.
  const flares = some(0, 2, () => ({
    at: (chance.next() * lengthMs) / 1_000,
    by: -chance.between(0.1, 0.35),
    height: chance.between(0.5, 3),
    fall: chance.between(4, 12),
  }))
  const after = (t: number, at: number, fall: number) => (t < at ? 0 : Math.exp(-(t - at) / fall))
  for (let i = 0; i < steps; i++) {
    const t = (i * STEP_MS) / 1_000
    let r = base + (t < opening.delay ? 0 : opening.height * after(t, opening.delay, opening.fall))
    for (const { at, height, rise, fall } of calls)
      r += height * after(t, at, fall) * (1 - Math.exp(-Math.max(0, t - at) / rise))
    for (const { at, height, fall } of flares) r += height * after(t, at, fall)
    if (t > lengthMs / 1_000 - closing.lasts) r += closing.height
    if (i * STEP_MS > lull.from && i * STEP_MS < lull.from + lull.lasts) r *= lull.depth
    rate[i] = r
    let m = 0
    for (const { at, by, width } of turns) m += by / (1 + Math.exp(-(t - at) / width))
    for (const { at, by, fall } of flares) m += by * after(t, at, fall)
    mood[i] = m
  }
  const summed = new Float64Array(steps + 1)
  for (let i = 0; i < steps; i++) summed[i + 1] = summed[i]! + rate[i]!
  const satisfied = chance.between(0.2, 0.65)
  const fair = chance.between(0.1, 0.3)
  const unsure = chance.next() < 0.4 ? chance.between(0.01, 0.06) : 0
  const rest = 1 - satisfied - fair
  // A QR code on air for a while: one channel is favoured.
  const favour = {
    at: chance.below(3),
    from: chance.next() * lengthMs,
    lasts: chance.between(8, 25) * 1_000,
    by: chance.between(1, 3),
  }
  return {
    moment(by: Chance): number {
      const wanted = by.next() * summed[steps]!
      let low = 0
      let high = steps
      while (high - low > 1) {
        const middle = (low + high) >> 1
        if (summed[middle]! <= wanted) low = middle
        else high = middle
      }
      return (low + by.next()) * STEP_MS
    },
    favoured(sentMs: number, weights: readonly number[]): readonly number[] {
      if (sentMs < favour.from || sentMs > favour.from + favour.lasts) return weights
      return weights.map((weight, i) => (i === favour.at ? weight * favour.by : weight))
    },
    choice(sentMs: number, leaning: number, by: Chance): number {
      const m = mood[Math.min(steps - 1, Math.floor(sentMs / STEP_MS))]! + leaning
      const up = satisfied * Math.exp(m)
      const down = rest * Math.exp(-m)
      const draw = by.next() * (up + fair + down) * (1 + unsure)
      if (draw < up) return 0
      if (draw < up + fair) return 1
      return draw < up + fair + down ? 2 : 3
    },
  }
}

/** A few hundred number segments with heavy-tailed shares; employers and neighbourhoods lean a little. */
function cityOf(chance: Chance) {
  const tail = chance.between(1.1, 1.8)
  const segments = Array.from({ length: 150 + chance.below(350) }, (_, i) => ({
    segment: 1 + i + (chance.below(0xfff) << 16),
    leaning: chance.normal() * (i % 50 === 0 ? 0.5 : 0.2),
    weight: Math.min(40, (1 - chance.next()) ** (-1 / tail)),
  }))
  const summed: number[] = []
  for (const { weight } of segments) summed.push((summed.at(-1) ?? 0) + weight)
  return {
    pick(by: Chance) {
      const wanted = by.next() * summed.at(-1)!
      let low = 0
      let high = segments.length - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if (summed[middle]! < wanted) low = middle + 1
        else high = middle
      }
      return segments[low]!
    },
  }
}
