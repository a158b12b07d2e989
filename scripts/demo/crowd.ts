// A crowd of citizens for one poll: who sends what by which door and when, drawn from the seed. Pure.

import type { Choice } from '../../shared/ballot/choices.ts'
import type { Random } from './random.ts'

export type CrowdMessage = {
  /** Milliseconds after the poll opened. */
  readonly afterMs: number
  /** Number of the citizen in this crowd. */
  readonly citizen: number
  /** Number of the message, unique in the crowd. */
  readonly message: number
} & (
  | { readonly door: 'twilio' | 'wechat'; readonly text: string }
  | { readonly door: 'web'; readonly choice: Choice }
)

/** How a unit fares with the public: weights of the three choices. */
export interface Mood {
  readonly satisfied: number
  readonly fair: number
  readonly dissatisfied: number
}

const WORDS: Readonly<Record<keyof Mood, readonly string[]>> = {
  satisfied: ['满意', '1', '满意 ', '【问政】满意', '满意！', 'A', '我投满意'],
  fair: ['基本满意', '2', 'B', '基本满意。', '２'],
  dissatisfied: ['不满意', '3', 'C', '很不满意', '不滿意', '不太满意'],
}
const GARBAGE = [
  '你们什么时候修路？',
  '满意个屁',
  'AB',
  '支持！！',
  '?',
  '不是不满意',
  '8号楼电梯坏了三个月没人管',
]

/**
 * `citizens` ballots over `lengthMs`, more at the start and the end, and on top of them 10 % repeats, 5 % garbage and a few
 * that come 0–3 s after the close.
 */
export function crowd(
  random: Random,
  citizens: number,
  lengthMs: number,
  mood: Mood,
): readonly CrowdMessage[] {
  const messages: CrowdMessage[] = []
  const send = (citizen: number, afterMs: number, garbage: boolean) => {
    const choice = random.weighted<keyof Mood>(mood)
    const door = citizen % 20 < 9 ? 'wechat' : citizen % 20 < 17 ? 'twilio' : 'web'
    const of = { afterMs: Math.floor(afterMs), citizen, message: messages.length }
    if (door === 'web') messages.push({ ...of, door, choice })
    else messages.push({ ...of, door, text: garbage ? random.pick(GARBAGE) : random.pick(WORDS[choice]) })
  }
  for (let citizen = 0; citizen < citizens; citizen += 1) {
    const when = random.next() < 0.5 ? random.next() * 0.4 : random.next()
    send(citizen, when * (lengthMs - 500), false)
  }
  for (let i = 0; i < citizens * 0.1; i += 1)
    send(random.below(citizens), random.next() * (lengthMs - 500), false)
  for (let i = 0; i < citizens * 0.05; i += 1)
    send(random.below(citizens), random.next() * (lengthMs - 500), true)
  for (let i = 0; i < citizens * 0.01; i += 1) send(citizens + i, lengthMs + random.next() * 3_000, false)
  return messages.sort((a, b) => a.afterMs - b.afterMs)
}
