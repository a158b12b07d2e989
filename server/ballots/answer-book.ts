// Every answer a citizen can get, once, under a number: thousands of messages share a few dozen answers.

import { INVALID_REASONS } from '../../shared/ballot/ballot.ts'
import { CHOICES } from '../../shared/ballot/choices.ts'
import type { Answer } from './inbound.ts'

export const BALLOT_ANSWERS = ['received', 'repeated', 'early', 'late', 'stale'] as const
export type BallotAnswer = (typeof BALLOT_ANSWERS)[number]

export const NO_POLL = 0
const FIRST_INVALID = 1
const FIRST_OF_WINDOWS = FIRST_INVALID + INVALID_REASONS.length * 2
const A_WINDOW = BALLOT_ANSWERS.length * CHOICES.length

export interface AnswerBook {
  /** Makes the answers of one window; `slot` numbers them. */
  addWindow(unitName: string): { readonly slot: number }
  answer(number: number): Answer
}

export const invalidNumber = (reasonIndex: number, first: boolean): number =>
  FIRST_INVALID + reasonIndex * 2 + (first ? 1 : 0)

export const ballotNumber = (slot: number, kind: BallotAnswer, choiceIndex: number): number =>
  FIRST_OF_WINDOWS + slot * A_WINDOW + BALLOT_ANSWERS.indexOf(kind) * CHOICES.length + choiceIndex

export function createAnswerBook(): AnswerBook {
  const answers: Answer[] = [
    { kind: 'no_poll' },
    ...INVALID_REASONS.flatMap((reason): Answer[] => [
      { kind: 'invalid', reason, first: false },
      { kind: 'invalid', reason, first: true },
    ]),
  ]
  return {
    addWindow(unitName) {
      const slot = (answers.length - FIRST_OF_WINDOWS) / A_WINDOW
      for (const kind of BALLOT_ANSWERS)
        for (const choice of CHOICES) answers.push({ kind, choice, unitName })
      return { slot }
    },
    answer(number) {
      const answer = answers[number]
      if (answer === undefined) throw new RangeError(`no answer has the number ${number}`)
      return answer
    },
  }
}
