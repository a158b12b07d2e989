// What the citizens of the day send: who, by which door, for which poll and unit, and of which kind; drawn from a seed.

import { CHOICES, type Choice, type PollChannel } from '../../shared/ballot/choices.ts'
import type { Random } from '../demo/random.ts'

/** `first` counts. `again` is the same message once more, `second` another one of a voter who has voted: neither counts. */
export type Kind = 'first' | 'again' | 'second' | 'late' | 'garbage'

export interface DayPoll {
  readonly windowId: string
  readonly units: readonly number[]
  /** Its text needs the unit's code (POLL1). */
  readonly coded: boolean
}

export interface Letter {
  readonly kind: Kind
  readonly door: PollChannel
  /** Of the door's own people: a number by SMS, an openid, a device. */
  readonly person: number
  readonly poll: DayPoll
  readonly unitCode: number
  readonly choice: Choice
  readonly text: string
  /** Tells one message from every other of the day. */
  readonly number: number
  /** When the carrier says it was sent; set when it first leaves. */
  sentAtMs: number
}

/** The doors' shares of all messages. */
const DOORS = { twilio: 14, wechat: 22, web: 9, aliyun: 22, tencent: 9, gateway: 24 }
const CHOICE_SHARES = { satisfied: 52, fair: 27, dissatisfied: 21 }
const WORDS: Readonly<Record<string, readonly string[]>> = {
  satisfied: ['满意', '满意！', '我满意', ' 滿意 '],
  fair: ['基本满意', '基本满意。', '基本 满意'],
  dissatisfied: ['不满意', '不滿意', '不满意！'],
}
/** Each is refused with a reason, whatever poll it meets; nothing in it may be guessed. */
const NONSENSE = [
  '今天我家又停水了，什么时候来修',
  '满意吗？',
  '满意还是不满意',
  '怎么投票',
  '☔️☔️',
  '转给老李',
  '满意 不满意',
  '8888',
] as const

export const SHARES = { again: 0.05, second: 0.05, late: 0.02, garbage: 0.05 } as const

/** Draws letters one after another; the same seed and the same calls give the same letters. */
export function createLetters(random: Random) {
  let people = 0
  let messages = 0
  const draw = (kind: Kind, poll: DayPoll, of: Partial<Letter> = {}): Letter => {
    const choice = random.weighted(CHOICE_SHARES)
    const unitCode = random.pick(poll.units)
    const letter = {
      ...{ kind, poll, unitCode, choice, text: '', sentAtMs: 0 },
      door: random.weighted(DOORS),
      person: (people += 1),
      number: (messages += 1),
      ...of,
    }
    const words = random.pick(WORDS[letter.choice] ?? [])
    return { ...letter, text: poll.coded ? `${words}${letter.unitCode}` : words }
  }
  return {
    first: (poll: DayPoll) => draw('first', poll),
    late: (poll: DayPoll) => draw('late', poll),
    /** Of somebody who may vote, or has: it uses up nothing (BAL7). */
    garbage(poll: DayPoll, by: Letter | null): Letter {
      const of = by === null ? {} : { door: by.door, person: by.person }
      return { ...draw('garbage', poll, of), text: random.pick(NONSENSE) }
    },
    /** Another message of the same voter, poll and unit, with another choice; an SMS may come by another carrier. */
    second(of: Letter): Letter {
      const choice = random.pick(CHOICES.slice(0, 3).filter((other) => other !== of.choice))
      const bySms = ['twilio', 'aliyun', 'tencent'].includes(of.door)
      const door: PollChannel = bySms && random.next() < 0.5 ? 'gateway' : of.door
      return draw('second', of.poll, { ...{ choice, door, person: of.person }, unitCode: of.unitCode })
    },
  }
}
