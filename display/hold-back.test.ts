// Proves that a delayed output shows every snapshot its delay after it came, in order, and the safe still at once.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHoldBack } from './hold-back.ts'

interface Numbered {
  readonly n: number
  readonly delayMs: number
  readonly panic: boolean
}

/** A clock moved by hand, and what was shown when. */
function given() {
  let nowMs = 0
  let timers: { readonly atMs: number; readonly call: () => void }[] = []
  const seen: { readonly n: number; readonly atMs: number }[] = []
  const held = createHoldBack<Numbered>({
    nowMs: () => nowMs,
    later(ms, call) {
      const timer = { atMs: nowMs + ms, call }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    show: ({ n }) => seen.push({ n, atMs: nowMs }),
  })
  const moveTo = (untilMs: number) => {
    for (;;) {
      const next = timers.filter((one) => one.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined) break
      timers = timers.filter((one) => one !== next)
      nowMs = Math.max(nowMs, next.atMs)
      next.call()
    }
    nowMs = untilMs
  }
  const offer = (n: number, delayMs: number, panic = false) => held.offer({ n, delayMs, panic })
  return { offer, moveTo, seen, held, waiting: () => timers.length }
}

test('the first picture stands at once, the others their delay after they came', () => {
  const { offer, moveTo, seen } = given()
  offer(1, 5_000)
  moveTo(1_000)
  offer(2, 5_000)
  moveTo(2_500)
  offer(3, 5_000)
  moveTo(60_000)
  expect(seen).toEqual([
    { n: 1, atMs: 0 },
    { n: 2, atMs: 6_000 },
    { n: 3, atMs: 7_500 },
  ])
})

test('without a delay nothing waits; a delay that ends passes over what was still waiting', () => {
  const { offer, moveTo, seen } = given()
  offer(1, 0)
  offer(2, 0)
  expect(seen.map((one) => one.n)).toEqual([1, 2])
  offer(3, 20_000)
  offer(4, 20_000)
  moveTo(1_000)
  offer(5, 0)
  moveTo(60_000)
  expect(seen.map((one) => one.n)).toEqual([1, 2, 5])
})

test('the safe still waits for nothing, and nothing held back comes over it', () => {
  const { offer, moveTo, seen } = given()
  offer(1, 8_000)
  offer(2, 8_000)
  moveTo(100)
  offer(3, 8_000, true)
  moveTo(60_000)
  expect(seen).toEqual([
    { n: 1, atMs: 0 },
    { n: 3, atMs: 100 },
  ])
})

test('a page that is closed leaves no timer', () => {
  const { offer, held, waiting } = given()
  offer(1, 0)
  offer(2, 500)
  expect(waiting()).toBe(1)
  held.stop()
  expect(waiting()).toBe(0)
})

test('whatever the delays: no snapshot comes after a newer one, and the newest is shown in the end', () => {
  const step = fc.record({ afterMs: fc.nat(3_000), delayMs: fc.nat(9_000), panic: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const { offer, moveTo, seen } = given()
      let atMs = 0
      steps.forEach(({ afterMs, delayMs, panic }, n) => {
        atMs += afterMs
        moveTo(atMs)
        offer(n, delayMs, panic)
      })
      moveTo(atMs + 10_000)
      const order = seen.map((one) => one.n)
      expect(order).toEqual([...order].sort((a, b) => a - b))
      expect(order.at(-1)).toBe(steps.length - 1)
    }),
  )
})
