// The attacks the detectors are tried with: ballots somebody adds to a clean show, as many as are asked for.

import { CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import type { Chance } from './chance.ts'
import type { Cast, Show } from './crowd.ts'

export const ATTACKS = {
  script_sms: '脚本刷票：卡池短信（5–40个号段）',
  script_wechat: '脚本刷票：微信号群',
  script_web: '脚本刷票：网页设备',
  number_farm: '号码农场：3–20个号段，跟随人流',
  burst: '集中号召：15–40秒内一边倒',
  slow_farm: '号码农场慢滴：20–60个号段，全程随机',
  slow_staff: '动员员工慢投：真实号码，跟随人流',
} as const
export type Attack = keyof typeof ATTACKS

export const SCRIPTED: readonly Attack[] = ['script_sms', 'script_wechat', 'script_web']

/** How long a script runs, in ms; what it adds is spread over that evenly. */
export interface Run {
  readonly shortestMs: number
  readonly longestMs: number
}

/** A script let loose: it is through with its numbers within a minute. */
export const ONE_GO: Run = { shortestMs: 10_000, longestMs: 45_000 }

/** Adds ballots until they are `share` of the whole. All are for one choice, 满意 or 不满意. */
export function attacked(show: Show, attack: Attack, share: number, chance: Chance, run: Run = ONE_GO): Show {
  const count = Math.round((show.ballots.length * share) / (1 - share))
  const choice = chance.pick([0, 2])
  const added: Cast[] = []
  const send = (channel: number, sentMs: number, segment: number) => {
    const carried = show.carry(channel, Math.max(0, sentMs), chance)
    if (carried !== null) added.push({ ...carried, channel, choice, segment })
  }
  const lengthMs = show.span.toMs - show.span.fromMs
  const sms = CHANNELS.indexOf(show.channels[1]!)
  const on = (channel: PollChannel) => CHANNELS.indexOf(channel)
  const pool = (least: number, most: number) =>
    Array.from({ length: least + chance.below(most - least + 1) }, () => show.segment(chance))
  switch (attack) {
    case 'script_sms': {
      const segments = pool(5, 40)
      for (const atMs of machine(count, lengthMs, chance, run)) send(sms, atMs, chance.pick(segments))
      break
    }
    case 'script_wechat':
      for (const atMs of machine(count, lengthMs, chance, run)) send(on('wechat'), atMs, 0)
      break
    case 'script_web':
      for (const atMs of machine(count, lengthMs, chance, run)) send(on('web'), atMs, 0)
      break
    case 'number_farm': {
      const segments = pool(3, 20)
      for (let i = 0; i < count; i++) send(sms, show.moment(chance), chance.pick(segments))
      break
    }
    case 'burst': {
      const lasts = chance.between(15, 40) * 1_000
      const from = chance.next() * (lengthMs - lasts - 5_000)
      const channel = chance.pick([sms, on('wechat')])
      for (let i = 0; i < count; i++)
        send(channel, from + chance.next() * lasts, channel === sms ? show.segment(chance) : 0)
      break
    }
    case 'slow_farm': {
      const segments = pool(20, 60)
      for (let i = 0; i < count; i++) send(sms, chance.next() * lengthMs, chance.pick(segments))
      break
    }
    case 'slow_staff':
      for (let i = 0; i < count; i++) send(sms, show.moment(chance), show.segment(chance))
      break
  }
  return { ...show, ballots: [...show.ballots, ...added] }
}

/** A script's moments: gaps alike but for up to 10 % of jitter, from anywhere in the window on. */
function machine(count: number, lengthMs: number, chance: Chance, run: Run): readonly number[] {
  const lasts = Math.min(lengthMs, chance.between(run.shortestMs, run.longestMs))
  const from = chance.next() * (lengthMs - lasts)
  const gap = lasts / count
  const jitter = chance.between(0, 0.1)
  return Array.from({ length: count }, (_, i) => from + (i + jitter * chance.normal()) * gap)
}
