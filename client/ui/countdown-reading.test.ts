// Proves what a countdown reads, second by second.

import { expect, test } from 'vitest'
import { countdownReading } from './countdown-reading.ts'

const CLOSES = 1_800_000_000_000

test('[SHOW4] the last full second counts as 1, and only the close itself is the end', () => {
  const at = (beforeMs: number) => countdownReading(CLOSES, CLOSES - beforeMs)
  expect(at(95_000)).toEqual({ secondsLeft: 95, text: '1:35', last: false, over: false })
  expect(at(10_001)).toMatchObject({ text: '0:11', last: false })
  expect(at(10_000)).toMatchObject({ text: '0:10', last: true })
  expect(at(1)).toMatchObject({ text: '0:01', last: true, over: false })
  expect(at(0)).toEqual({ secondsLeft: 0, text: '0:00', last: false, over: true })
  expect(at(-60_000)).toMatchObject({ text: '0:00', over: true })
  expect(at(3_723_000)).toMatchObject({ text: '1:02:03' })
})

test('[SHOW9] a window on cue has nothing to count', () => {
  expect(countdownReading(null, CLOSES)).toBeNull()
})
