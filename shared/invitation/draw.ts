// The random draw of whom to invite: a pure function of the list, the seed and the size, which anybody can replay.
//
// Each record gets the key SHA-256(seed LF tag). In the order of these keys a record is drawn unless its unit has its number or its
// person was drawn for another unit already. A record's tag and its person's tag are keyed hashes: no phone is needed to replay.

export interface DrawRecord {
  readonly unitCode: number
  /** 32 hex digits, one a unit and person. */
  readonly tag: string
  /** 32 hex digits, one a person. */
  readonly person: string
}

/** Hex SHA-256 of a text as UTF-8: handed in, because nothing here may reach for one. */
export type Sha256 = (text: string) => string

export interface Drawn {
  /** In the order they were drawn. */
  readonly records: readonly DrawRecord[]
  /** Hash of who was drawn, to compare a replay by. */
  readonly chosenHash: string
}

export interface DrawOptions {
  /** 64 hex digits, drawn after the list was fixed. */
  readonly seed: string
  /** Records a unit, at most. */
  readonly perUnit: number
  readonly sha256: Sha256
}

/** Keys begin with two of these digits: a part of the list at a time, so that no step is long. */
const PREFIXES = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
/** Keys made between two looks at the clock by whoever runs the steps. */
const KEYS_A_STEP = 1_000

/** The whole draw at once. */
export function drawSample(records: readonly DrawRecord[], options: DrawOptions): Drawn {
  return runToEnd(drawInSteps(records, options))
}

/** The same in steps of a few milliseconds each, for a server that must not stall. */
export function* drawInSteps(
  records: readonly DrawRecord[],
  { seed, perUnit, sha256 }: DrawOptions,
): Generator<void, Drawn> {
  const parts = new Map<string, { readonly key: string; readonly record: DrawRecord }[]>(
    PREFIXES.map((prefix) => [prefix, []]),
  )
  for (const [i, record] of records.entries()) {
    const key = sha256(`${seed}\n${record.tag}`)
    parts.get(key.slice(0, 2))?.push({ key, record })
    if (i % KEYS_A_STEP === KEYS_A_STEP - 1) yield
  }
  const left = new Map<number, number>()
  const taken = new Set<string>()
  const drawn: DrawRecord[] = []
  for (const prefix of PREFIXES) {
    const part = parts.get(prefix) ?? []
    for (const { record } of part.sort(
      (a, b) => compare(a.key, b.key) || compare(a.record.tag, b.record.tag),
    )) {
      const { unitCode, person } = record
      const free = left.get(unitCode) ?? perUnit
      if (free === 0 || taken.has(person)) continue
      left.set(unitCode, free - 1)
      taken.add(person)
      drawn.push(record)
    }
    yield
  }
  const chosenHash = sha256(drawn.map(({ tag }) => tag).join('\n'))
  return { records: drawn, chosenHash }
}

/**
 * Hash of a list in whatever order: records sorted by tag, in parts by the first two digits of the tag; each part's hash is
 * SHA-256(hash before LF `unit tag person` a line).
 */
export function listHashOf(records: readonly DrawRecord[], sha256: Sha256): string {
  return runToEnd(listHashInSteps(records, sha256))
}

export function* listHashInSteps(records: readonly DrawRecord[], sha256: Sha256): Generator<void, string> {
  const parts = new Map<string, string[]>(PREFIXES.map((prefix) => [prefix, []]))
  for (const [i, { unitCode, tag, person }] of records.entries()) {
    parts.get(tag.slice(0, 2))?.push(`${tag} ${String(unitCode)} ${person}`)
    if (i % (KEYS_A_STEP * 10) === 0) yield
  }
  let hash = ''
  for (const prefix of PREFIXES) {
    hash = sha256([hash, ...(parts.get(prefix) ?? []).sort(compare)].join('\n'))
    yield
  }
  return hash
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function runToEnd<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
