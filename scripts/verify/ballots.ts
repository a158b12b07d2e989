// Counts a bundle's ballot rows: [group, voter, 1, choice] counts, and [group, voter, 2] and on are that voter's duplicates.

import type { Group, Split } from './shapes.ts'

export interface GroupCount {
  counted: number
  duplicate: number
  readonly choices: [number, number, number, number]
}

export interface RowFault {
  /** From 1. */
  readonly line: number
  readonly said: string
  readonly expected: string
}

const COMMA = 0x2c
const OPEN = 0x5b
const CLOSE = 0x5d
const NEWLINE = 0x0a
const ZERO = 0x30
const NO_CHOICE = -1
const FAULTS_MOST = 20
const LOOK_EVERY = 1_048_576

/**
 * Rows stand by group, voter and order; voters of a group are numbered 1, 2, 3 … without a gap, and so are one voter's ballots.
 * A number that breaks this is a fault and counts for nobody.
 */
export function countRows(
  bytes: Buffer,
  onProgress: (share: number) => void,
): {
  readonly groups: ReadonlyMap<number, GroupCount>
  readonly faults: readonly RowFault[]
  readonly rows: number
} {
  const groups = new Map<number, GroupCount>()
  const faults: RowFault[] = []
  const row = [0, 0, 0, 0]
  let [group, voter, order] = [0, 0, 0]
  let count: GroupCount | null = null
  let line = 0
  let looked = 0
  for (let at = 0; at < bytes.length;) {
    line += 1
    const from = at
    at = readRow(bytes, at, row)
    if (at - looked > LOOK_EVERY) {
      looked = at
      onProgress(at / bytes.length)
    }
    const [g, v, o, choice] = row as [number, number, number, number]
    const follows =
      at > from &&
      (o === 1 ? choice <= 3 : choice === NO_CHOICE) &&
      (g === group
        ? (v === voter && o === order + 1) || (v === voter + 1 && o === 1)
        : g > group && v === 1 && o === 1)
    if (at === from || !follows) {
      const end = bytes.indexOf(NEWLINE, from)
      at = end < 0 ? bytes.length : end + 1
      if (faults.length < FAULTS_MOST)
        faults.push({
          line,
          said: bytes.toString('utf8', from, Math.min(at, from + 60)).trim(),
          expected: `[${group},${voter},${order + 1}] | [${group},${voter + 1},1,0–3] | [>${group},1,1,0–3]`,
        })
      continue
    }
    if (g !== group || count === null) {
      count = { counted: 0, duplicate: 0, choices: [0, 0, 0, 0] }
      groups.set(g, count)
    }
    ;[group, voter, order] = [g, v, o]
    if (o === 1) {
      count.counted += 1
      count.choices[choice as 0 | 1 | 2 | 3] += 1
    } else count.duplicate += 1
  }
  return { groups, faults, rows: line }
}

/** Reads one line into `row`; behind it, or `at` itself where it is no row. */
function readRow(bytes: Buffer, start: number, row: number[]): number {
  let at = start
  if (bytes[at++] !== OPEN) return start
  for (let field = 0; field < 4; field++) {
    let value = 0
    let digits = 0
    for (; at < bytes.length && digits < 10; at++, digits++) {
      const digit = bytes[at]! - ZERO
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    // One way to write a number: no sign, no leading zero.
    if (digits === 0 || (digits > 1 && bytes[at - digits] === ZERO)) return start
    row[field] = value
    const behind = bytes[at++]
    if (behind === CLOSE && field === 2) {
      row[3] = NO_CHOICE
      break
    }
    if (behind !== (field < 3 ? COMMA : CLOSE)) return start
  }
  return bytes[at++] === NEWLINE ? at : start
}

export function splitOf({ choices: [satisfied, fair, dissatisfied, unsure] }: GroupCount): Split {
  return { satisfied, fair, dissatisfied, unsure }
}

/** The group as its rows give it; one that is too small to be published has none, and its own numbers stand. */
export function recounted(group: Group, counts: ReadonlyMap<number, GroupCount>): Group {
  const count = counts.get(group.group)
  if (group.split === null && count === undefined) return group
  const { counted, duplicate } = count ?? { counted: 0, duplicate: 0 }
  return { ...group, counted, duplicate, split: splitOf(count ?? { ...NOTHING }) }
}

const NOTHING: GroupCount = { counted: 0, duplicate: 0, choices: [0, 0, 0, 0] }
