// Asked once for all who wait, but never by a question older than who asks; and in time whatever the others do.

import { expect, test } from 'vitest'
import { createHandClock } from '../tests/support/hand-clock.ts'
import { createInStep } from './in-step.ts'

/** A source that is answered by hand. */
function byHand() {
  const asked: (() => void)[] = []
  return { source: () => new Promise<void>((settle) => asked.push(settle)), asked }
}
const settled = () => new Promise<void>((wake) => setImmediate(wake))

test('[SAFE4] who comes while it is asked waits for the next question, and all who wait share that one', async () => {
  const { source, asked } = byHand()
  const inStep = createInStep([source], createHandClock())
  const known: string[] = []
  const wait = (name: string) => void inStep().then(() => known.push(name))
  wait('first')
  wait('second')
  wait('third')
  expect(asked).toHaveLength(1)
  asked[0]!()
  await settled()
  expect(known).toEqual(['first'])
  expect(asked).toHaveLength(2)
  wait('fourth')
  asked[1]!()
  await settled()
  expect(known).toEqual(['first', 'second', 'third'])
  asked[2]!()
  await settled()
  expect(known).toEqual(['first', 'second', 'third', 'fourth'])
})

test('[SAFE3] a source that hangs or fails keeps nobody longer than two questions, 200 ms each', async () => {
  const clock = createHandClock()
  const inStep = createInStep([byHand().source, () => Promise.reject(new Error('away'))], clock)
  let known = 0
  for (let i = 0; i < 2; i += 1) void inStep().then(() => (known += 1))
  clock.forward(199)
  await settled()
  expect(known).toBe(0)
  clock.forward(1)
  await settled()
  expect(known).toBe(1)
  clock.forward(200)
  await settled()
  expect(known).toBe(2)
})
