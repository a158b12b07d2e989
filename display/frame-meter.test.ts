// Proves what is told of a span of frames.

import { expect, test } from 'vitest'
import { spanOf } from './frame-meter.ts'

test('one long frame among many is the worst, and moves the 95th percentile only where it is one of few', () => {
  const steady = Array.from({ length: 99 }, () => 20)
  expect(spanOf([...steady, 180])).toEqual({ fps: 46, frameMsP95: 20, worstFrameMs: 180 })
  expect(spanOf([20, 20, 180])).toEqual({ fps: 14, frameMsP95: 180, worstFrameMs: 180 })
})

test('a page that drew nothing for a while says so', () => {
  expect(spanOf([4_000])).toEqual({ fps: 0, frameMsP95: 4_000, worstFrameMs: 4_000 })
})
