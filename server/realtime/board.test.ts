// The board: sends what changed, together, and a version never goes back.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TopicMessage } from '../../shared/protocol/socket-events.ts'
import type { TopicName } from '../../shared/protocol/topics.ts'
import { compareVersions, type Version } from '../../shared/protocol/version.ts'
import { createHandClock } from '../../tests/support/hand-clock.ts'
import { createBoard } from './board.ts'

function givenBoard() {
  const clock = createHandClock(0)
  const sent: (TopicMessage & { readonly atMs: number })[] = []
  const errors: unknown[] = []
  const world = {
    version: [1, 0] as Version,
    snapshots: {} as Record<string, unknown>,
    made: 0,
    moments: 0,
    throws: false,
  }
  const board = createBoard({
    source: {
      version: () => world.version,
      moment: () => {
        world.moments += 1
        return (topic) => {
          world.made += 1
          if (world.throws) throw new Error('no snapshot')
          return world.snapshots[topic] ?? { topic }
        }
      },
    },
    clock,
    send: (message) => sent.push({ ...message, atMs: clock.nowMs() }),
    onError: (error) => errors.push(error),
  })
  const change = (topic: TopicName, value: unknown, merged = world.version[1] + 1) => {
    world.snapshots = { ...world.snapshots, [topic]: value }
    world.version = [world.version[0], merged]
    board.changed()
  }
  return { clock, sent, errors, world, board, change }
}

describe('sending', () => {
  test('the first change after quiet goes out at once, those that follow together, at most ten a second', () => {
    const { clock, sent, board, change } = givenBoard()
    board.watch('console')
    clock.forward(500)
    for (let i = 0; i < 1_000; i += 1) {
      change('console', i)
      clock.forward(1)
    }
    clock.forward(100)
    expect(sent[0]).toMatchObject({ atMs: 500, snapshot: 0 })
    expect(sent.at(-1)).toMatchObject({ snapshot: 999 })
    expect(sent.length).toBeGreaterThanOrEqual(10)
    expect(sent.length).toBeLessThanOrEqual(11)
    for (const [i, message] of sent.entries()) {
      if (i > 0) expect(message.atMs - sent[i - 1]!.atMs).toBeGreaterThanOrEqual(100)
    }
  })

  test('a ranking goes out at most once a second', () => {
    const { clock, sent, board, change } = givenBoard()
    board.watch('ranking/office')
    for (let i = 0; i < 50; i += 1) {
      clock.forward(100)
      change('ranking/office', i)
    }
    clock.forward(1_000)
    expect(sent.length).toBeLessThanOrEqual(7)
    expect(sent.at(-1)).toMatchObject({ snapshot: 49 })
  })

  test('a snapshot that did not change is not sent, and one nobody watches is not even made', () => {
    const { clock, sent, world, board, change } = givenBoard()
    board.watch('now')
    clock.forward(1_150)
    const made = world.made
    change('console', 1)
    clock.forward(0)
    expect(world.made).toBe(made + 1)
    expect(sent).toEqual([])
    board.unwatch('now')
    clock.forward(10_000)
    const before = world.made
    change('now', 2)
    clock.forward(10_000)
    expect(world.made).toBe(before)
  })

  test('one look at the world serves all topics of a round', () => {
    const { clock, world, board } = givenBoard()
    for (const topic of ['now', 'console', 'setup', 'audit'] as const) board.watch(topic)
    clock.forward(450)
    const moments = world.moments
    board.changed()
    clock.forward(0)
    expect(world.moments).toBe(moments + 1)
  })

  test('what the clock alone changes is seen within a second', () => {
    const { clock, sent, world, board } = givenBoard()
    board.watch('console')
    world.snapshots = { console: 'possible now' }
    clock.forward(1_000)
    expect(sent).toMatchObject([{ snapshot: 'possible now' }])
  })

  test('a crowd of watchers slows a topic down instead of the process', () => {
    const { clock, sent, board, change } = givenBoard()
    for (let i = 0; i < 5_000; i += 1) board.watch('stage/programme')
    for (let i = 0; i < 100; i += 1) {
      clock.forward(10)
      change('stage/programme', i)
    }
    expect(sent.length).toBe(2)
  })

  test('a snapshot that cannot be made is told, stops no other topic, and is tried again', () => {
    const { clock, sent, errors, world, board, change } = givenBoard()
    board.watch('console')
    clock.forward(300)
    world.throws = true
    change('console', 1)
    clock.forward(250)
    expect(errors.length).toBeGreaterThanOrEqual(2)
    world.throws = false
    clock.forward(100)
    expect(sent).toMatchObject([{ snapshot: 1 }])
    world.throws = true
    expect(() => board.watch('audit')).toThrow('no snapshot')
  })
})

describe('watching', () => {
  test('the first message is made by the same code as every later one', () => {
    const { clock, sent, board, change } = givenBoard()
    change('now', { n: 1 })
    expect(board.watch('now')).toEqual({ topic: 'now', version: [1, 1], snapshot: { n: 1 } })
    clock.forward(200)
    change('now', { n: 2 })
    clock.forward(0)
    expect(sent).toMatchObject([{ topic: 'now', version: [1, 2], snapshot: { n: 2 } }])
    expect(board.watch('now')).toMatchObject({ version: [1, 2], snapshot: { n: 2 } })
  })

  test('a watch that finds a newer snapshot tells the others too', () => {
    const { clock, sent, world, board } = givenBoard()
    board.watch('now')
    clock.forward(150)
    world.snapshots = { now: 'newer' }
    expect(board.watch('now').snapshot).toBe('newer')
    expect(sent).toMatchObject([{ snapshot: 'newer' }])
  })

  test('[SAFE1] a flood of looks makes no more than a tick would', () => {
    const { clock, world, board } = givenBoard()
    for (let i = 0; i < 1_000; i += 1) {
      board.look('now')
      clock.forward(1)
    }
    expect(world.made).toBeLessThanOrEqual(11)
  })

  test('[SAFE1] topics only looked at do not pile up', () => {
    const { world, board } = givenBoard()
    for (let i = 0; i < 100; i += 1) board.look(`stage/out-${i}`)
    const made = world.made
    board.look('stage/out-0')
    expect(world.made).toBe(made + 1)
    expect(board.topics()).toEqual([])
  })
})

describe('versions', () => {
  test('a client is behind only where the topic changed since', () => {
    const { clock, board, world, change } = givenBoard()
    const first = board.watch('now')
    clock.forward(200)
    change('console', 1)
    clock.forward(0)
    // The world moved on to [1, 1], `now` did not.
    expect(board.missedBy('now', first.version)).toBeNull()
    change('now', 2)
    clock.forward(100)
    expect(board.missedBy('now', first.version)).toMatchObject({ version: world.version, snapshot: 2 })
    expect(board.missedBy('now', world.version)).toBeNull()
    expect(board.missedBy('now', null)).toMatchObject({ snapshot: 2 })
    expect(board.missedBy('setup', null)).toBeNull()
  })

  test('never go back, whatever changes, and a count that starts anew', () => {
    const seed = 7_001
    const step = fc.record({
      ms: fc.integer({ min: 0, max: 1_500 }),
      position: fc.integer({ min: 0, max: 2 }),
      merged: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant('reset' as const)),
      value: fc.integer({ min: 0, max: 3 }),
      act: fc.constantFrom('change', 'watch', 'unwatch', 'look'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { clock, sent, world, board } = givenBoard()
        const seen: TopicMessage[] = []
        let watching = 0
        for (const { ms, position, merged, value, act } of steps) {
          clock.forward(ms)
          world.version = [world.version[0] + position, merged === 'reset' ? 0 : world.version[1] + merged]
          world.snapshots = { now: value }
          if (act === 'change') board.changed()
          if (act === 'watch') {
            seen.push(...sent.splice(0), board.watch('now'))
            watching += 1
          }
          if (act === 'unwatch' && watching > 0) {
            board.unwatch('now')
            watching -= 1
          }
          if (act === 'look') seen.push(...sent.splice(0), board.look('now').message)
          seen.push(...sent.splice(0))
        }
        for (const [i, message] of seen.entries()) {
          if (i > 0) expect(compareVersions(message.version, seen[i - 1]!.version)).toBeGreaterThanOrEqual(0)
        }
        if (watching > 0) {
          board.changed()
          clock.forward(1_000)
          expect(board.look('now').message.snapshot).toEqual(world.snapshots['now'])
        }
      }),
      { seed, numRuns: 300 },
    )
  })
})
