// Every answer a citizen can get, under a number: a batch keeps numbers, and thousands of messages share a few dozen answers.

import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import { CHOICES } from '../../shared/ballot/choices.ts'
import type { Answer } from './inbound.ts'

export const BALLOT_ANSWERS = ['received', 'repeated', 'early', 'late', 'stale'] as const
export type BallotAnswer = (typeof BALLOT_ANSWERS)[number]

export const NO_POLL = 0
const FIRST_INVALID = 1
const FIRST_OF_WINDOWS = FIRST_INVALID + INVALID_REASONS.length * 2
const A_UNIT = BALLOT_ANSWERS.length * CHOICES.length

export interface AnswerBook {
  /** Numbers the answers of one window: `slot` is where those of its first unit begin, by the place of a unit. */
  addWindow(unitNames: readonly string[]): { readonly slot: number }
  answer(number: number): Answer
}

export const invalidNumber = (reasonIndex: number, first: boolean): number =>
  FIRST_INVALID + reasonIndex * 2 + (first ? 1 : 0)

/** `unitPlace`: the unit's place in the list of its window. */
export const ballotNumber = (
  slot: number,
  unitPlace: number,
  kind: BallotAnswer,
  choiceIndex: number,
): number => slot + unitPlace * A_UNIT + BALLOT_ANSWERS.indexOf(kind) * CHOICES.length + choiceIndex

export function createAnswerBook(): AnswerBook {
  const fixed: readonly Answer[] = [
    { kind: 'no_poll' },
    ...INVALID_REASONS.flatMap((reason): Answer[] => [
      { kind: 'invalid', reason, first: false },
      { kind: 'invalid', reason, first: true },
    ]),
  ]
  const windows: { readonly slot: number; readonly unitNames: readonly string[] }[] = []
  let next = FIRST_OF_WINDOWS
  /** Those that were given before: of 10,000 units only the few that are voted for cost memory. */
  const made = new Map<number, Answer>()

  const make = (number: number): Answer => {
    const window = windows.findLast(({ slot }) => slot <= number)
    const within = number - (window?.slot ?? 0)
    const unitName = window?.unitNames[Math.floor(within / A_UNIT)]
    const kind = BALLOT_ANSWERS[Math.floor((within % A_UNIT) / CHOICES.length)]
    const choice = CHOICES[within % CHOICES.length]
    if (unitName === undefined || kind === undefined || choice === undefined) {
      throw new RangeError(`no answer has the number ${number}`)
    }
    const answer: Answer = { kind, choice, unitName }
    made.set(number, answer)
    return answer
  }

  return {
    addWindow(unitNames) {
      const slot = next
      windows.push({ slot, unitNames })
      next += unitNames.length * A_UNIT
      return { slot }
    },
    answer: (number) => fixed[number] ?? made.get(number) ?? make(number),
  }
}
