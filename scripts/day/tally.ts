// The day's oracle: what must be counted, from what was answered alone. Knows nothing of how the server counts.

import type { Choice, PollChannel } from '../../shared/ballot/choices.ts'
import type { Letter } from './letters.ts'

/** `WINDOW UNIT CHANNEL CHOICE` → ballots; what is 0 is not in it. */
export type Counts = ReadonlyMap<string, number>

export const keyOf = (windowId: string, unit: number, channel: PollChannel, choice: Choice) =>
  `${windowId} ${unit} ${channel} ${choice}`

/** Each voter's first letter counts, by the door it came through; the day sees to it that it was answered before any other left. */
export function countsOf(answered: readonly Letter[]): Counts {
  const counts = new Map<string, number>()
  for (const { kind, poll, unitCode, door, choice } of answered) {
    if (kind !== 'first') continue
    const key = keyOf(poll.windowId, unitCode, door, choice)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** Where two counts differ, as lines to read; none where they are the same. */
export function differences(name: string, expected: Counts, found: Counts): readonly string[] {
  const keys = [...new Set([...expected.keys(), ...found.keys()])].sort()
  return keys
    .filter((key) => (expected.get(key) ?? 0) !== (found.get(key) ?? 0))
    .map((key) => `${name}: ${key}: expected ${expected.get(key) ?? 0}, found ${found.get(key) ?? 0}`)
}

/** The same counts with parts of the key left out. */
export function groupedBy(counts: Counts, group: (key: readonly string[]) => string): Counts {
  const grouped = new Map<string, number>()
  for (const [key, n] of counts) {
    const name = group(key.split(' '))
    grouped.set(name, (grouped.get(name) ?? 0) + n)
  }
  return grouped
}
