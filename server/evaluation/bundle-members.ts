// What lies in a bundle (公开数据包): the shape of each member. docs/公开数据包.md explains them; the verifier reads them anew.

import type { FractionJson } from '../../shared/basics/exact.ts'
import type { SegmentId, SessionId, UnitId, WindowId } from '../../shared/basics/ids.ts'
import type { Split } from '../../shared/ballot/tally.ts'
import type { ReviewerGroup } from '../../shared/evaluation/department.ts'
import type { Organisation } from '../../shared/evaluation/organisation.ts'
import type { Method, TieStage } from '../../shared/evaluation/scheme.ts'
import type { Category } from '../../shared/evaluation/unit.ts'
import type { ContentHash, PeriodId, PublicationId } from '../../shared/period/ids.ts'
import type { PeriodUnit, RolledUnit, UnitInputs } from '../../shared/period/inputs.ts'
import type { PeriodKind } from '../../shared/period/period.ts'
import type { Received } from '../storage/sealed-polls.ts'

export const BUNDLE_FORMAT = 'wenzheng-bundle'
export const BUNDLE_VERSION = 1

/** In the order in which they lie in the file; the manifest and its signature come last, since they name the others. */
export const MEMBERS = {
  readme: 'README.txt',
  scheme: 'scheme.json',
  units: 'units.json',
  inputs: 'inputs.json',
  results: 'results.json',
  certainty: 'certainty.json',
  polls: 'polls.json',
  ballots: 'ballots.jsonl',
  webBallots: 'web-ballots.jsonl',
  manifest: 'manifest.json',
  signature: 'manifest.sig',
} as const

export interface Manifest {
  readonly format: typeof BUNDLE_FORMAT
  readonly version: typeof BUNDLE_VERSION
  readonly period: {
    readonly periodId: PeriodId
    readonly title: string
    readonly kind: PeriodKind
    readonly startsOn: string
    readonly endsOn: string
    readonly rollsUp: readonly PeriodId[]
  }
  /** PUB2: the publication this one mends; null: the period's first. */
  readonly replaces: {
    readonly publicationId: PublicationId
    readonly bundleHash: ContentHash
    readonly reason: string
  } | null
  /** Of a roll-up: the bundles its totals are from. */
  readonly sources: readonly { readonly periodId: PeriodId; readonly bundleHash: ContentHash }[]
  readonly members: readonly { readonly name: string; readonly bytes: number; readonly sha256: ContentHash }[]
  readonly schemeHash: ContentHash
  readonly inputsHash: ContentHash
  readonly resultHash: ContentHash
  /** Ed25519, 32 bytes in hex; the same stands on /results. */
  readonly publicKey: string
}

export interface UnitsMember {
  readonly units: readonly PeriodUnit[]
  readonly organisations: readonly Organisation[]
}

/**
 * What the ranking is computed from, as published: a count that PUB4 hides is null beside its number of ratings, and marks of
 * reviewers stand in ascending order without the reviewer.
 */
export interface PublishedEvidence extends Omit<UnitInputs, 'citizens' | 'department' | 'tv'> {
  readonly citizens: {
    /** Without 不了解. */
    readonly ratings: number
    readonly split: Split | null
    /** Empty: the counts were imported, and no ballot of them is ours. */
    readonly pollIds: readonly WindowId[]
  } | null
  readonly department: readonly { readonly group: ReviewerGroup; readonly marks: readonly number[] }[]
  readonly tv: readonly (Omit<UnitInputs['tv'][number], 'poll'> & {
    readonly poll: { readonly ballots: number; readonly split: Split | null } | null
  })[]
}

export interface PublishedInputs {
  readonly evidence: readonly PublishedEvidence[]
  readonly rolled: readonly RolledUnit[]
}

/** Rows that are counted together: one a unit, one a live poll of a scoring segment, and what is too small to stand alone. */
export type BallotGroup = {
  /** From 1: the first number of a row. */
  readonly group: number
  readonly unitIds: readonly UnitId[]
  readonly counted: number
  readonly duplicate: number
  /** Null: too few to be published (PUB4); then no row has this number. */
  readonly split: Split | null
} & (
  | { readonly feeds: 'citizens' }
  | { readonly feeds: 'tv'; readonly sessionId: SessionId; readonly segmentId: SegmentId }
  /** Units below 30 ballots, together. */
  | { readonly feeds: 'pooled' }
  /** Units the poll asked about that are not of this period, or a segment's poll that feeds nothing. */
  | { readonly feeds: 'nothing' }
)

export interface PollsMember {
  readonly polls: readonly {
    readonly pollId: WindowId
    readonly kind: 'period' | 'live'
    readonly headline: Received
    readonly web: Received
    readonly seals: readonly {
      readonly logId: string
      readonly sequence: number
      readonly count: number
      readonly chainHash: string
    }[]
  }[]
  readonly groups: readonly BallotGroup[]
  /** The web page's ballots, which feed nothing (BAL11), from 100. */
  readonly webGroups: readonly BallotGroup[]
}

export interface PublishedRow {
  readonly unitId: UnitId
  readonly place: number
  readonly total: FractionJson
  readonly shown: string
  readonly parts: readonly {
    readonly method: Method
    readonly points: FractionJson
    readonly weight: FractionJson
    readonly shownPoints: string
    /** Sum to `shown` (largest remainder). */
    readonly shownPart: string
    readonly note: 'none' | 'categoryMean' | 'examinersOnly' | 'redistributed'
  }[]
  readonly redistributed: readonly Method[]
  readonly list: 'best' | 'worst' | null
  readonly vetoed: boolean
  readonly decidedBy: TieStage | null
}

export interface PublishedCategory {
  readonly category: Category
  readonly listN: number
  readonly ranked: number
  readonly coverage: readonly { readonly method: Method; readonly units: number; readonly ranked: boolean }[]
  readonly boundary: {
    readonly best: 'none' | 'all_listed' | 'withheld'
    readonly worst: 'none' | 'all_listed' | 'withheld'
  }
  readonly rows: readonly PublishedRow[]
  readonly unranked: readonly {
    readonly unitId: UnitId
    readonly why: 'sample' | 'notDelivered' | 'noMethod'
    readonly methods: readonly Method[]
  }[]
}

/** What each method made of a unit's evidence, ranked or not: the way from inputs to points. */
export interface PublishedWorking {
  readonly unitId: UnitId
  readonly citizens: {
    readonly ratings: number
    readonly points: FractionJson | null
    readonly dissatisfiedShare: FractionJson | null
  } | null
  readonly bigData: readonly {
    readonly indicatorId: string
    readonly cases: number
    /** Percent; null where there was no case. */
    readonly rate: FractionJson | null
    /** Null: dropped out. */
    readonly score: FractionJson | null
  }[]
  readonly bigDataPoints: FractionJson | null
  readonly department: readonly {
    readonly group: ReviewerGroup
    readonly reviews: number
    readonly mean: FractionJson
  }[]
  readonly departmentPoints: FractionJson | null
  readonly rectification: { readonly items: number; readonly weight: number } | null
  readonly rectificationPoints: FractionJson | null
  readonly tv: readonly {
    readonly marks: number
    readonly markSum: number
    readonly points: FractionJson
    /** SMS + WeChat of its live poll, 不了解 included; null: none was held. */
    readonly ballots: number | null
    readonly joined: boolean
  }[]
  readonly tvPoints: FractionJson | null
}

export interface ResultsMember {
  /** What they were computed from: a changed scheme, input or seal shows here too. */
  readonly schemeHash: ContentHash
  readonly inputsHash: ContentHash
  readonly pollsHash: ContentHash
  readonly categories: readonly PublishedCategory[]
  readonly workings: readonly PublishedWorking[]
}

/** RANK7, in whole draws. Null for a roll-up: it has no ballots of its own. */
export type CertaintyMember = {
  readonly seed: string
  readonly draws: number
  readonly categories: readonly {
    readonly category: Category
    readonly close: { readonly best: boolean; readonly worst: boolean }
    readonly units: readonly {
      readonly unitId: UnitId
      readonly best: number
      readonly worst: number
      readonly placeFrom: number
      readonly placeTo: number
    }[]
  }[]
} | null
