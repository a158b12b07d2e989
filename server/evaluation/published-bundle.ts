// A bundle read back: what its members say. Its ranking is not computed again, it is the one that was published (PUB2).

import { readFile } from 'node:fs/promises'
import { unzip } from 'fflate'
import { fromJson } from '../../shared/basics/exact.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import { CATEGORIES, type Category } from '../../shared/evaluation/categories.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import type { CategoryOutcome } from '../../shared/evaluation/outcome.ts'
import { listWarningsOf } from '../../shared/evaluation/ranking-lists.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { EMPTY_SPLIT, type Split } from '../../shared/ballot/tally.ts'
import type { PeriodInputs, PeriodUnit, UnitInputs } from '../../shared/period/inputs.ts'
import { vetoesIn } from '../../shared/period/rolled.ts'
import {
  type CertaintyMember,
  type Manifest,
  MEMBERS,
  type PublishedCategory,
  type PublishedInputs,
  type ResultsMember,
  type UnitsMember,
} from './bundle-members.ts'
import { bytesHashOf } from './canonical.ts'
import { certaintyOf, type Drawn, DRAWS, drawnOf, type PeriodDrawn } from './drawn.ts'
import { outcomeIn, type PackedPeriod, packPeriod } from './period-outcome.ts'
import type { RankedPeriod } from './period-rankings.ts'

/** A bundle but its evidence: what its ranking is shown from. */
export interface BundleRanking {
  readonly manifest: Manifest
  readonly bundleBytes: number
  readonly scheme: Scheme
  readonly organisations: readonly Organisation[]
  readonly units: readonly PeriodUnit[]
  readonly packed: PackedPeriod
  /** Null for a roll-up. */
  readonly drawn: PeriodDrawn | null
}

/** Rejects where the file is gone or is not what its hash says. For a thread of its own: a city's takes a second. */
export async function readBundleRanking(file: string, bundleHash: string): Promise<BundleRanking> {
  const bytes = await readFile(file)
  if (bytesHashOf(bytes) !== bundleHash) throw new Error(`${file} is not the bundle of that hash`)
  const { manifest, scheme, units: unitsMember, inputs, results, certainty } = MEMBERS
  const json = await membersOf(file, bytes, [manifest, scheme, unitsMember, inputs, results, certainty])
  const { units, organisations } = json(unitsMember) as UnitsMember
  const { evidence, rolled } = json(inputs) as PublishedInputs
  const { categories } = json(results) as ResultsMember
  const unitOf = new Map(units.map((unit) => [unit.unitId, unit]))
  const published = new Map(categories.map((each) => [each.category, outcomeOf(each, unitOf)]))
  return {
    manifest: json(manifest) as Manifest,
    bundleBytes: bytes.byteLength,
    scheme: json(scheme) as Scheme,
    ...{ organisations, units },
    packed: packPeriod(units, (category) => published.get(category)!, {
      vetoes: [...vetoesIn(evidence)],
      isRolled: rolled.length > 0,
    }),
    drawn: drawnIn(json(certainty) as CertaintyMember),
  }
}

function outcomeOf(
  { listN, boundary, coverage, rows, unranked }: PublishedCategory,
  unitOf: ReadonlyMap<UnitId, PeriodUnit>,
): CategoryOutcome {
  return {
    ...{ listN, boundary, coverage },
    warnings: listWarningsOf(rows.map(({ list, total }) => ({ list, total: fromJson(total) }))),
    rows: rows.map(({ unitId, place, shown, total, parts, list, vetoed, decidedBy }) => ({
      ...{ unit: unitOf.get(unitId)!, place, total: shown, exact: total },
      parts: parts.map(({ method, shownPoints, shownPart, note }) => ({
        ...{ method, points: shownPoints, weighted: shownPart, note },
      })),
      ...{ list, vetoed, decidedBy },
    })),
    unranked: unranked.map(({ unitId, why, methods }) => ({ unit: unitOf.get(unitId)!, why, methods })),
  }
}

/** In the order of the rows, as both were written. */
function drawnIn(member: CertaintyMember): PeriodDrawn | null {
  if (member === null) return null
  const { draws, categories } = member
  const of = (category: Category): Drawn => {
    const { units, close } = categories.find((each) => each.category === category)!
    if (draws !== DRAWS) throw new Error(`a bundle of ${draws} draws`)
    return drawnOf(
      units.map(({ best, worst, placeFrom, placeTo }) => ({
        ...{ best: best / draws, worst: worst / draws, placeFrom, placeTo },
      })),
      close,
    )
  }
  const [office, station, institution, utility] = CATEGORIES.map(of) as [Drawn, Drawn, Drawn, Drawn]
  return { office, station, institution, utility }
}

/** Whole, for what is set once and forgotten. Rejects as its parts do. */
export async function readPublished(file: string, bundleHash: string): Promise<Published> {
  const ranking = await readBundleRanking(file, bundleHash)
  return { ...publishedOf(ranking), ...(await readBundleEvidence(file, ranking.units)) }
}

export function publishedOf({ packed, drawn, units, scheme, ...rest }: BundleRanking): PublishedRanking {
  const outcome = outcomeIn(packed, units)
  const certainty = drawn === null ? null : certaintyOf(drawn, (category) => outcome.of(category).rows)
  return { ...rest, ranked: { units, scheme, basis: 'final', outcome, certainty } }
}

/** A published ranking as it is shown. */
export interface PublishedRanking extends Pick<BundleRanking, 'manifest' | 'bundleBytes' | 'organisations'> {
  readonly ranked: RankedPeriod
}

export interface Published extends PublishedRanking, PublishedEvidence {}

export interface PublishedEvidence {
  readonly inputs: PeriodInputs
  /** Units whose counts are not published: how many rated them. */
  readonly hidden: ReadonlyMap<UnitId, number>
}

/** What its cards are told from. Rejects where the file is gone or damaged. */
export async function readBundleEvidence(
  file: string,
  units: readonly PeriodUnit[],
): Promise<PublishedEvidence> {
  const json = await membersOf(file, await readFile(file), [MEMBERS.inputs])
  const { evidence, rolled } = json(MEMBERS.inputs) as PublishedInputs
  const hidden = new Map<UnitId, number>()
  for (const { unitId, citizens } of evidence)
    if (citizens?.split === null) hidden.set(unitId, citizens.ratings)
  return { inputs: { units, rolled, evidence: evidence.map(unitInputsOf) }, hidden }
}

async function membersOf(
  file: string,
  bytes: Uint8Array,
  names: readonly string[],
): Promise<(name: string) => unknown> {
  const wanted = new Set(names)
  const members = await new Promise<Record<string, Uint8Array>>((settle, fail) => {
    unzip(bytes, { filter: ({ name }) => wanted.has(name) }, (error, data) =>
      error === null ? settle(data) : fail(error),
    )
  })
  return (name) => {
    const member = members[name]
    if (member === undefined) throw new Error(`${file} holds no ${name}`)
    const text = Buffer.from(member.buffer, member.byteOffset, member.byteLength).toString('utf8')
    return JSON.parse(text) as unknown
  }
}

/** As frozen inputs are; counts that are not published are none, and too few to rank a unit by all the same. */
function unitInputsOf({
  citizens,
  department,
  tv,
  ...rest
}: PublishedInputs['evidence'][number]): UnitInputs {
  const orEmpty = (split: Split | null) => split ?? EMPTY_SPLIT
  return {
    ...rest,
    citizens: citizens === null ? null : { split: orEmpty(citizens.split), pollIds: citizens.pollIds },
    department: department.flatMap(({ group, marks }) => marks.map((mark) => ({ group, reviewer: 0, mark }))),
    tv: tv.map(({ poll, ...segment }) => ({ ...segment, poll: poll === null ? null : orEmpty(poll.split) })),
  }
}
