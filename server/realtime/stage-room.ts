// How many outputs may be told apart: anybody can name one in an address, and each costs a snapshot a tick (SAFE1).

import { PREVIEW, PROGRAMME } from '../../shared/show/air.ts'
import type { House } from '../../shared/show/house.ts'
import type { TopicName } from '../../shared/protocol/topics.ts'

/** Besides the outputs that the director has taken scenes to. */
const UNKNOWN_MOST = 24
const STAGE = 'stage/'

export interface StageRoom {
  /** Whether a display may connect as this output. */
  forOutput(output: string): boolean
  /** Whether this topic may be watched besides those watched now; true for all that are no stage. */
  forTopic(topic: TopicName): boolean
}

export function createStageRoom({
  house,
  screens,
  watched,
}: {
  readonly house: () => House
  readonly screens: () => ReadonlyMap<string, number>
  readonly watched: () => readonly TopicName[]
}): StageRoom {
  const isKnown = (output: string) =>
    output === PROGRAMME || output === PREVIEW || Object.hasOwn(house().air.outputs, output)
  const fits = (output: string, others: Iterable<string>) => {
    if (isKnown(output)) return true
    const unknown = new Set([...others].filter((other) => !isKnown(other)))
    return unknown.has(output) || unknown.size < UNKNOWN_MOST
  }

  return {
    forOutput: (output) => fits(output, screens().keys()),
    forTopic: (topic) =>
      !topic.startsWith(STAGE) ||
      fits(
        topic.slice(STAGE.length),
        watched()
          .filter((other) => other.startsWith(STAGE))
          .map((other) => other.slice(STAGE.length)),
      ),
  }
}
