// Puts a period's ballot rows into the groups a bundle counts them by, so that nothing below PUB4's numbers can be read from it.

import type { UnitId } from '../../shared/basics/ids.ts'
import { CHOICES } from '../../shared/ballot/choices.ts'
import { EMPTY_SPLIT, type Split } from '../../shared/ballot/tally.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import type { BallotRows, PollRows } from '../storage/sealed-polls.ts'
import type { BundlePoll } from './bundle-polls.ts'
import type { BallotGroup } from './bundle-members.ts'
import { isSegmentPollPublished, isSplitPublished, OWN_TALLY_FROM } from './published-inputs.ts'

/** PUB4: a breakdown by channel is published from 100. */
const WEB_FROM = 100

/** Rows of one unit or segment in one poll: `from` ≤ row < `to`. */
interface Slice {
  readonly rows: BallotRows
  readonly from: number
  readonly to: number
}

export interface GroupedBallots {
  readonly group: BallotGroup
  /** Voters of all slices; empty where the group is too small to be published. */
  readonly slices: readonly Slice[]
}

type Feeds = BallotGroup extends infer Group
  ? Group extends BallotGroup
    ? Omit<Group, 'group' | 'unitIds' | 'counted' | 'duplicate' | 'split'>
    : never
  : never

interface Bucket {
  readonly feeds: Feeds
  /** One; none for choices that name no unit of the poll. */
  readonly unitIds: readonly UnitId[]
  readonly slices: Slice[]
}

/** `polls` and `rows` in the same order. Groups by units' codes, then segments, then what was pooled. */
export function headlineGroupsOf(
  polls: readonly BundlePoll[],
  rows: readonly PollRows[],
  inputs: PeriodInputs,
  scheme: Scheme,
): readonly GroupedBallots[] {
  const buckets = bucketsOf(polls, rows, 'headline', inputs)
  const own: { readonly bucket: Bucket; readonly split: Split }[] = []
  const small: Bucket[] = []
  const outside: Bucket[] = []
  for (const bucket of buckets) {
    const split = splitOf(bucket.slices)
    if (bucket.feeds.feeds === 'citizens')
      if (isSplitPublished(split, scheme)) own.push({ bucket, split })
      else small.push(bucket)
    else if (bucket.feeds.feeds === 'tv' && isSegmentPollPublished(split, scheme)) own.push({ bucket, split })
    else outside.push(bucket)
  }
  return numbered([
    ...own.map(({ bucket, split }) => groupOf(bucket.feeds, [bucket], split)),
    ...merged({ feeds: 'pooled' }, small, OWN_TALLY_FROM),
    ...merged({ feeds: 'nothing' }, outside, Infinity),
  ])
}

/** The web page's, which the ranking does not read: a unit's own from 100, the others together where they come to 100. */
export function webGroupsOf(
  polls: readonly BundlePoll[],
  rows: readonly PollRows[],
  inputs: PeriodInputs,
): readonly GroupedBallots[] {
  const large: Bucket[] = []
  const small: Bucket[] = []
  const outside: Bucket[] = []
  for (const bucket of bucketsOf(polls, rows, 'web', inputs))
    if (bucket.feeds.feeds === 'nothing') outside.push(bucket)
    else if (countedIn(bucket.slices) >= WEB_FROM) large.push(bucket)
    else small.push(bucket)
  return numbered([
    ...large.map((bucket) => groupOf(bucket.feeds, [bucket], splitOf(bucket.slices))),
    ...merged({ feeds: 'pooled' }, small, WEB_FROM),
    ...merged({ feeds: 'nothing' }, outside, Infinity),
  ])
}

/** One a unit over all its period polls, so that two polls of a quarter are no breakdown by time; one a segment's poll. */
function bucketsOf(
  polls: readonly BundlePoll[],
  rows: readonly PollRows[],
  side: 'headline' | 'web',
  inputs: PeriodInputs,
): readonly Bucket[] {
  const byUnit = new Map<UnitId, Bucket>()
  const citizensOf = new Map(inputs.evidence.map((each) => [each.unitId, each.citizens?.pollIds ?? []]))
  const segments = new Map<string, Bucket>()
  const outside: Bucket[] = []
  polls.forEach((poll, i) => {
    const unitOf = new Map(poll.window.units.map(({ id, code }) => [code as number, id]))
    for (const slice of slicesOf(rows[i]![side].rows)) {
      const unitId = unitOf.get(slice.rows.code[slice.from]!)
      const bucket = unitId === undefined ? nobodys() : bucketFor(poll, unitId)
      bucket.slices.push(slice)
    }
  })
  return [...inputs.units.flatMap(({ unitId }) => byUnit.get(unitId) ?? []), ...segments.values(), ...outside]

  function nobodys(unitIds: readonly UnitId[] = []): Bucket {
    const made: Bucket = { feeds: { feeds: 'nothing' }, unitIds, slices: [] }
    outside.push(made)
    return made
  }

  function bucketFor(poll: BundlePoll, unitId: UnitId): Bucket {
    if (poll.segment !== null) {
      const key = `${poll.segment.sessionId}/${poll.segment.segmentId}/${unitId}`
      const known = segments.get(key)
      if (known !== undefined) return known
      const made: Bucket = { feeds: { feeds: 'tv', ...poll.segment }, unitIds: [unitId], slices: [] }
      segments.set(key, made)
      return made
    }
    if (!(citizensOf.get(unitId) ?? []).includes(poll.window.windowId)) return nobodys([unitId])
    const made: Bucket = byUnit.get(unitId) ?? { feeds: { feeds: 'citizens' }, unitIds: [unitId], slices: [] }
    byUnit.set(unitId, made)
    return made
  }
}

function slicesOf(rows: BallotRows): readonly Slice[] {
  const slices: Slice[] = []
  const { code } = rows
  for (let from = 0, to = 1; from < code.length; to++) {
    if (to < code.length && code[to] === code[from]) continue
    slices.push({ rows, from, to })
    from = to
  }
  return slices
}

/** One group of all, published where it has enough ballots and is of more than one unit; none where nothing is in it. */
function merged(feeds: Feeds, buckets: readonly Bucket[], from: number): readonly Unnumbered[] {
  if (buckets.length === 0) return []
  const slices = buckets.flatMap((bucket) => bucket.slices)
  const units = new Set(buckets.flatMap(({ unitIds }) => unitIds))
  const isPublished = countedIn(slices) >= from && units.size > 1
  return [groupOf(feeds, buckets, isPublished ? splitOf(slices) : null)]
}

type Unnumbered = Omit<GroupedBallots, 'group'> & { readonly group: Omit<BallotGroup, 'group'> }

function groupOf(feeds: Feeds, buckets: readonly Bucket[], split: Split | null): Unnumbered {
  const slices = buckets.flatMap((bucket) => bucket.slices)
  const counted = countedIn(slices)
  const rows = slices.reduce((all, { from, to }) => all + to - from, 0)
  return {
    group: {
      ...feeds,
      unitIds: [...new Set(buckets.flatMap(({ unitIds }) => unitIds))].sort((a, b) => (a < b ? -1 : 1)),
      ...{ counted, duplicate: rows - counted, split },
    },
    slices: split === null ? [] : slices,
  }
}

function numbered(groups: readonly Unnumbered[]): readonly GroupedBallots[] {
  return groups.map(({ group, slices }, i) => ({
    group: { ...group, group: i + 1 } as BallotGroup,
    slices,
  }))
}

function countedIn(slices: readonly Slice[]): number {
  let counted = 0
  for (const { rows, from, to } of slices)
    for (let row = from; row < to; row++) if (rows.order[row] === 1) counted += 1
  return counted
}

function splitOf(slices: readonly Slice[]): Split {
  const counts = [0, 0, 0, 0]
  for (const { rows, from, to } of slices)
    for (let row = from; row < to; row++) if (rows.order[row] === 1) counts[rows.choice[row]!]! += 1
  const split = { ...EMPTY_SPLIT }
  CHOICES.forEach((choice, i) => {
    split[choice] = counts[i]!
  })
  return split
}
