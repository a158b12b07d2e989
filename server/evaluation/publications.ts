// Published rankings as their bundles say them: read from the file, since a period that is reopened forgets its inputs (PUB2).

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzip } from 'fflate'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { UnitCertainty } from '../../shared/evaluation/certainty.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import { closenessOf } from '../../shared/evaluation/uncertain-units.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import { EMPTY_SPLIT, type Split } from '../../shared/ballot/tally.ts'
import { periodsInOrder } from '../../shared/period/head.ts'
import type { PublicationId } from '../../shared/period/ids.ts'
import type { PeriodInputs, UnitInputs } from '../../shared/period/inputs.ts'
import type { Period, Publication } from '../../shared/period/period.ts'
import type { House } from '../../shared/show/house.ts'
import {
  type CertaintyMember,
  type Manifest,
  MEMBERS,
  type PublishedInputs,
  type UnitsMember,
} from './bundle-members.ts'
import type { RankedPeriod } from './period-rankings.ts'

export interface Published {
  readonly manifest: Manifest
  readonly bundleBytes: number
  readonly organisations: readonly Organisation[]
  readonly ranked: RankedPeriod
  /** Units whose counts are not published: how many rated them. */
  readonly hidden: ReadonlyMap<UnitId, number>
}

export interface Publications {
  /** Of every period, the latest days first, and of a period the latest first. */
  list(): readonly { readonly period: Period; readonly publication: Publication }[]
  find(id: PublicationId): { readonly period: Period; readonly publication: Publication } | null
  /** Rejects where its file is gone or damaged. */
  contentOf(publication: Publication): Promise<Published>
  fileOf(publication: Publication): string
}

/** A publication of 10,000 units takes some ten megabytes read: the last few asked for are kept. */
const KEPT = 4

export function createPublications(folder: string, house: () => House): Publications {
  const kept = new Map<string, Promise<Published>>()
  const fileOf = ({ bundleHash }: Publication) => join(folder, `${bundleHash}.zip`)
  const list = () =>
    periodsInOrder(house()).flatMap((period) =>
      period.publications.map((publication) => ({ period, publication })).reverse(),
    )
  return {
    list,
    fileOf,
    find: (id) => list().find(({ publication }) => publication.publicationId === id) ?? null,
    contentOf(publication) {
      const { bundleHash } = publication
      const content = kept.get(bundleHash) ?? readContent(fileOf(publication))
      kept.delete(bundleHash)
      kept.set(bundleHash, content)
      content.catch(() => kept.delete(bundleHash))
      const oldest = kept.keys().next().value
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
      return content
    },
  }
}

async function readContent(file: string): Promise<Published> {
  const bytes = await readFile(file)
  const wanted = new Set<string>([
    ...[MEMBERS.manifest, MEMBERS.scheme, MEMBERS.units, MEMBERS.inputs, MEMBERS.certainty],
  ])
  const members = await new Promise<Record<string, Uint8Array>>((settle, fail) => {
    unzip(bytes, { filter: ({ name }) => wanted.has(name) }, (error, data) =>
      error === null ? settle(data) : fail(error),
    )
  })
  const json = (name: string): unknown => {
    const member = members[name]
    if (member === undefined) throw new Error(`${file} holds no ${name}`)
    return JSON.parse(Buffer.from(member.buffer, member.byteOffset, member.byteLength).toString('utf8'))
  }
  const scheme = json(MEMBERS.scheme) as Scheme
  const { units, organisations } = json(MEMBERS.units) as UnitsMember
  const { evidence, rolled } = json(MEMBERS.inputs) as PublishedInputs
  const hidden = new Map<UnitId, number>()
  const inputs: PeriodInputs = {
    ...{ units, rolled },
    evidence: evidence.map((each) => {
      if (each.citizens?.split === null) hidden.set(each.unitId, each.citizens.ratings)
      return unitInputsOf(each)
    }),
  }
  const ranking = rankPeriod(inputs, scheme)
  const certainty = certaintyOf(json(MEMBERS.certainty) as CertaintyMember)
  return {
    manifest: json(MEMBERS.manifest) as Manifest,
    ...{ bundleBytes: bytes.byteLength, organisations, hidden },
    ranked: {
      ...{ inputs, scheme, basis: 'final', ranking, certainty },
      close: certainty === null ? null : closenessOf(ranking, certainty),
    },
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

function certaintyOf(member: CertaintyMember): ReadonlyMap<UnitId, UnitCertainty> | null {
  if (member === null) return null
  const { draws, categories } = member
  return new Map(
    categories.flatMap(({ units }) =>
      units.map(({ unitId, best, worst, ...places }) => [
        unitId,
        { best: best / draws, worst: worst / draws, ...places },
      ]),
    ),
  )
}
