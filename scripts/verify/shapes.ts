// The members of a bundle as the verifier reads them: written from docs/公开数据包.md, not from the server's types.

import { z } from 'zod'

const whole = z.number().int().min(0)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const digits = z.string().regex(/^(0|[1-9]\d*)$/)
const divisor = z.string().regex(/^[1-9]\d*$/)
const quotient = z.strictObject({ num: z.string().regex(/^-?(0|[1-9]\d*)$/), den: divisor })
const method = z.enum(['citizens', 'bigData', 'department', 'rectification', 'tv'])
const category = z.enum(['office', 'station', 'institution', 'utility'])
const reviewers = z.enum(['line', 'district', 'town'])
const bp = whole.max(10_000)
const split = z.strictObject({ satisfied: whole, fair: whole, dissatisfied: whole, unsure: whole })
const tieStage = z.enum(['citizens_higher', 'dissatisfied_share_lower', 'rectification_higher'])
const why = z.enum(['sample', 'notDelivered', 'noMethod'])
const boundary = z.enum(['none', 'all_listed', 'withheld'])
const listed = z.enum(['best', 'worst']).nullable()

export const Manifest = z.strictObject({
  format: z.literal('wenzheng-bundle'),
  version: z.literal(1),
  period: z.strictObject({
    periodId: z.string(),
    title: z.string(),
    kind: z.enum(['quarter', 'half', 'year']),
    startsOn: z.iso.date(),
    endsOn: z.iso.date(),
    rollsUp: z.array(z.string()),
  }),
  replaces: z.strictObject({ publicationId: z.string(), bundleHash: hash, reason: z.string() }).nullable(),
  sources: z.array(z.strictObject({ periodId: z.string(), bundleHash: hash })),
  members: z.array(z.strictObject({ name: z.string(), bytes: whole, sha256: hash })),
  schemeHash: hash,
  inputsHash: hash,
  resultHash: hash,
  publicKey: hash,
})

const Indicator = z.looseObject({
  indicatorId: z.string(),
  categories: z.array(category),
  direction: z.enum(['high', 'low']),
  targetPercent: whole,
  full: whole.min(1),
  floor: whole,
  perPoint: whole,
  weight: whole.min(0),
  denominatorFrom: whole,
})

export const Scheme = z.looseObject({
  weightsBp: z.record(method, bp),
  citizensFromN: whole,
  indicators: z.array(Indicator),
  reviewersBp: z.record(reviewers, bp),
  tv: z.looseObject({
    examinersBp: bp,
    pollBp: bp,
    pollFromN: whole,
    absent: z.enum(['neutral', 'redistribute']),
  }),
  listMost: whole,
  floors: z.strictObject({
    noWorstFrom: z.number().int().nullable(),
    noBestBelow: z.number().int().nullable(),
  }),
  vetoKinds: z.array(z.string()),
  tieStages: z.array(tieStage),
})

export const Units = z.strictObject({
  units: z.array(
    z.strictObject({
      unitId: z.string(),
      code: whole,
      name: z.string(),
      category,
      organisationId: z.string().nullable(),
      authorityId: z.string().nullable(),
    }),
  ),
  organisations: z.array(z.strictObject({ organisationId: z.string(), name: z.string(), kind: z.string() })),
})

export const Inputs = z.strictObject({
  evidence: z.array(
    z.strictObject({
      unitId: z.string(),
      citizens: z
        .strictObject({ ratings: whole, split: split.nullable(), pollIds: z.array(z.string()) })
        .nullable(),
      bigData: z.array(
        z
          .strictObject({
            indicatorId: z.string(),
            numerator: whole,
            denominator: whole,
            lifted: z.literal(true).optional(),
          })
          .refine(({ numerator, denominator }) => numerator <= denominator, 'numerator > denominator'),
      ),
      department: z.array(z.strictObject({ group: reviewers, marks: z.array(whole.max(100)) })),
      rectification: z.array(
        z.strictObject({
          itemId: z.string(),
          weight: whole.min(1),
          kind: z.enum(['on_time', 'late', 'overdue', 'reopened_false']),
          lifted: z.literal(true).optional(),
        }),
      ),
      tv: z.array(
        z.strictObject({
          sessionId: z.string(),
          segmentId: z.string(),
          examiners: z.strictObject({ num: digits, den: divisor, marks: z.array(whole.max(100)) }),
          poll: z.strictObject({ ballots: whole, split: split.nullable() }).nullable(),
        }),
      ),
      notApplicable: z.array(method),
      notDelivered: z.array(method),
      vetoes: z.array(z.string()),
    }),
  ),
  rolled: z.array(
    z.strictObject({
      unitId: z.string(),
      periods: z.array(z.strictObject({ periodId: z.string(), num: digits, den: divisor })),
    }),
  ),
})

const received = z.strictObject({
  counted: whole,
  duplicate: whole,
  early: whole,
  late: whole,
  stale: whole,
  invalid: whole,
  quarantined: whole,
})
const ofGroup = {
  group: whole.min(1),
  unitIds: z.array(z.string()),
  counted: whole,
  duplicate: whole,
  split: split.nullable(),
}
const group = z.discriminatedUnion('feeds', [
  z.strictObject({ feeds: z.literal('citizens'), ...ofGroup }),
  z.strictObject({ feeds: z.literal('tv'), sessionId: z.string(), segmentId: z.string(), ...ofGroup }),
  z.strictObject({ feeds: z.literal('pooled'), ...ofGroup }),
  z.strictObject({ feeds: z.literal('nothing'), ...ofGroup }),
])
export const Polls = z.strictObject({
  polls: z.array(
    z.strictObject({
      pollId: z.string(),
      kind: z.enum(['period', 'live']),
      headline: received,
      web: received,
      seals: z.array(z.strictObject({ logId: z.string(), sequence: whole, count: whole, chainHash: hash })),
    }),
  ),
  groups: z.array(group),
  webGroups: z.array(group),
})

export const Results = z.strictObject({
  schemeHash: hash,
  inputsHash: hash,
  pollsHash: hash,
  categories: z.array(
    z.strictObject({
      category,
      listN: whole,
      ranked: whole,
      coverage: z.array(z.strictObject({ method, units: whole, ranked: z.boolean() })),
      boundary: z.strictObject({ best: boundary, worst: boundary }),
      rows: z.array(
        z.strictObject({
          unitId: z.string(),
          place: whole,
          total: quotient,
          shown: z.string(),
          parts: z.array(
            z.strictObject({
              method,
              points: quotient,
              weight: quotient,
              shownPoints: z.string(),
              shownPart: z.string(),
              note: z.enum(['none', 'categoryMean', 'examinersOnly', 'redistributed']),
            }),
          ),
          redistributed: z.array(method),
          list: listed,
          vetoed: z.boolean(),
          decidedBy: tieStage.nullable(),
        }),
      ),
      unranked: z.array(z.strictObject({ unitId: z.string(), why, methods: z.array(method) })),
    }),
  ),
  workings: z.array(z.looseObject({ unitId: z.string() })),
})

export const Certainty = z
  .strictObject({
    seed: hash,
    draws: whole.min(1).max(100_000),
    categories: z.array(
      z.strictObject({
        category,
        close: z.strictObject({ best: z.boolean(), worst: z.boolean() }),
        units: z.array(
          z.strictObject({
            unitId: z.string(),
            best: whole,
            worst: whole,
            placeFrom: whole,
            placeTo: whole,
          }),
        ),
      }),
    ),
  })
  .nullable()

export type Manifest = z.infer<typeof Manifest>
export type Scheme = z.infer<typeof Scheme>
export type Units = z.infer<typeof Units>
export type Unit = Units['units'][number]
export type Inputs = z.infer<typeof Inputs>
export type Evidence = Inputs['evidence'][number]
export type Polls = z.infer<typeof Polls>
export type Group = Polls['groups'][number]
export type Results = z.infer<typeof Results>
export type Certainty = z.infer<typeof Certainty>
export type Method = z.infer<typeof method>
export type Category = z.infer<typeof category>
export type Split = z.infer<typeof split>
