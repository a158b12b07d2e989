// Proves which scene a `scene/…` topic shows: what is on now, nothing before there is anything, and a list only as far as it was turned over.

import { describe, expect, test } from 'vitest'
import type { TopicName } from '../../shared/protocol/topics.ts'
import type { Air } from '../../shared/show/air.ts'
import { airOf, factsOf, houseOf, registryOf, splitOf, unitOf } from '../../tests/support/plain-house.ts'
import { snapshotOf } from './topics-of.ts'
import { sceneTopicOf } from './topics-scene.ts'

describe('before there is a session', () => {
  test.each<TopicName>([
    'scene/live_tally',
    'scene/unit_title',
    'scene/countdown',
    'scene/leader_board',
    'scene/promise',
  ])('%s shows nothing, and no error', (topic) => {
    expect(snapshotOf(topic, houseOf({}), factsOf())).toEqual({
      session: null,
      scene: { kind: 'blank' },
      takenAtMs: 0,
    })
  })

  test('a ranking is the city’s, not the session’s', () => {
    expect(snapshotOf('scene/ranking/office', houseOf({}), factsOf())).toMatchObject({
      scene: { kind: 'ranking' },
    })
  })
})

test('[SHOW5] a list is shown as far as the director turned it over, on whatever output', () => {
  const units = Array.from({ length: 12 }, (_, i) => unitOf(i + 1))
  const counts = Object.fromEntries(units.map(({ code }) => [code, splitOf(90 - code, 0, 10 + code)]))
  const house = houseOf({ registry: registryOf(units, { visibility: 'full' }), counts })
  const placesWith = (outputs: Air['outputs']) => {
    const { scene } = snapshotOf(
      'scene/list_reveal/office-best',
      { ...house, air: { ...house.air, outputs } },
      factsOf(),
    )!
    return scene.kind === 'list_reveal' ? scene.reveal.places.map(({ place }) => place) : null
  }
  const { outputs } = airOf({ studio: { kind: 'list_reveal', category: 'office', list: 'best' } })
  const turnedTo = (step: number) =>
    Object.fromEntries(Object.entries(outputs).map(([name, on]) => [name, { ...on, step }]))
  expect(placesWith({})).toEqual([])
  expect(placesWith(turnedTo(0))).toEqual([])
  expect(placesWith(turnedTo(2))).toEqual([3, 2])
  expect(placesWith(turnedTo(9))).toEqual([3, 2, 1])
})

test('names are read strictly', () => {
  expect(sceneTopicOf('list_reveal', 'utility-worst')).toEqual({
    ...{ of: 'list_reveal', category: 'utility', list: 'worst' },
  })
  for (const [kind, about] of [
    ['list_reveal', 'utility-middle'],
    ['ranking', undefined],
    ['live_tally', 'office'],
    [undefined, undefined],
  ] as const)
    expect(sceneTopicOf(kind, about)).toBeNull()
})
