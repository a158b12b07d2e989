// Proves the step model of OGraf v1: relative and absolute plays, the ends, and what is no play at all.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPlayTarget, stepAfter, type Step } from './steps.ts'

describe('a play', () => {
  test.each<[Step, number, object, Step]>([
    [null, 1, {}, 0],
    [0, 1, {}, null],
    [null, 3, { delta: 2 }, 1],
    [1, 3, { delta: -1 }, 0],
    [0, 3, { delta: -1 }, null],
    [0, 3, { goto: 2 }, 2],
    [2, 3, { goto: 0, delta: 5 }, 0],
    [1, 3, { goto: 3 }, null],
    [1, 3, { delta: 0 }, 1],
    [null, 3, { delta: 0 }, null],
  ])('from %s of %s steps by %o leads to %s', (present, stepCount, play, step) => {
    expect(stepAfter(present, stepCount, play)).toBe(step)
  })

  test('never leads to a step that does not exist', () => {
    const whole = fc.option(fc.integer({ min: -20, max: 20 }), { nil: undefined })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.record({ goto: whole, delta: whole })),
        (n, plays) => {
          const step = plays.reduce<Step>((present, play) => stepAfter(present, n, play), null)
          return step === null || (step >= 0 && step < n)
        },
      ),
    )
  })

  test('with something else than whole numbers is none', () => {
    for (const odd of [null, 'play', { goto: '1' }, { delta: 0.5 }, { goto: Number.NaN }, { delta: null }]) {
      expect(isPlayTarget(odd)).toBe(false)
    }
    expect(isPlayTarget({ skipAnimation: true })).toBe(true)
  })
})
