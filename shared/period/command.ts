// What can be asked of an evaluation period: one zod schema a command, parsed once at the door.

import { z } from 'zod'
import { UnitId, WindowId } from '../basics/ids.ts'
import { Split } from '../ballot/tally.ts'
import { IndicatorCount, IndicatorId } from '../evaluation/indicator.ts'
import { Method } from '../evaluation/scheme.ts'
import { ContentHash, PeriodId, PublicationId } from './ids.ts'
import { EvidenceSource, ObjectionOutcome, PeriodSettings } from './period.ts'

const periodId = PeriodId
const reason = z.string().trim().min(2).max(200)
const id = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

export const IndicatorRow = z.strictObject({
  unitId: UnitId,
  indicatorId: IndicatorId,
  count: IndicatorCount,
})
export type IndicatorRow = z.infer<typeof IndicatorRow>

export const CitizensRow = z.strictObject({ unitId: UnitId, split: Split })
export type CitizensRow = z.infer<typeof CitizensRow>

export const PERIOD_ROWS_MOST = 200_000

export const PeriodCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('DraftPeriod'), periodId, settings: PeriodSettings }),
  z.strictObject({ type: z.literal('RevisePeriod'), periodId, settings: PeriodSettings }),
  z.strictObject({ type: z.literal('DiscardPeriod'), periodId }),
  /** Freezes the registry's scheme and units into the period (EVAL2). */
  z.strictObject({ type: z.literal('OpenPeriod'), periodId }),
  /** Later evidence date, with a reason; never earlier. */
  z.strictObject({
    type: z.literal('ExtendEvidence'),
    periodId,
    evidenceDueOn: PeriodSettings.shape.evidenceDueOn,
    reason,
  }),
  z.strictObject({
    type: z.literal('AcceptIndicatorCounts'),
    periodId,
    source: EvidenceSource,
    /** Whether counts that are there already may be replaced. */
    replaces: z.boolean(),
    rows: z.array(IndicatorRow).min(1).max(PERIOD_ROWS_MOST),
  }),
  z.strictObject({
    type: z.literal('AcceptCitizensCounts'),
    periodId,
    source: EvidenceSource,
    replaces: z.boolean(),
    rows: z.array(CitizensRow).min(1).max(PERIOD_ROWS_MOST),
  }),
  z.strictObject({
    type: z.literal('ConfirmNotApplicable'),
    periodId,
    method: Method,
    unitIds: z.array(UnitId).min(1).max(20_000),
    reason,
  }),
  z.strictObject({
    type: z.literal('WithdrawNotApplicable'),
    periodId,
    method: Method,
    unitIds: z.array(UnitId).min(1).max(20_000),
    reason,
  }),
  z.strictObject({
    type: z.literal('SetVeto'),
    periodId,
    vetoId: id,
    unitId: UnitId,
    kind: z.string().trim().min(2).max(40),
    reason,
    files: z.array(ContentHash).max(20),
  }),
  z.strictObject({ type: z.literal('FreezeInputs'), periodId }),
  /** The server itself, after it has made the bundle, counted by SQL and run the verifier (PUB1). */
  z.strictObject({
    type: z.literal('RecordTallies'),
    periodId,
    /** When what was counted was frozen: counts of an earlier freeze say nothing of this one. */
    frozenAtMs: z.number().int().min(0),
    /** Names what differs; empty: all agree. */
    differences: z.array(z.string().max(400)).max(50),
    bundleHash: ContentHash,
    resultHash: ContentHash,
    polls: z.array(z.strictObject({ pollId: WindowId, ballots: z.number().int().min(0) })).max(100),
  }),
  z.strictObject({
    type: z.literal('FileObjection'),
    periodId,
    publicationId: PublicationId,
    objectionId: id,
    unitId: UnitId.nullable(),
  }),
  z.strictObject({
    type: z.literal('AnswerObjection'),
    periodId,
    publicationId: PublicationId,
    objectionId: id,
    outcome: ObjectionOutcome,
    words: z.string().trim().min(2).max(500),
  }),
  z.strictObject({
    type: z.literal('FinalisePublication'),
    periodId,
    publicationId: PublicationId,
    /** Why nothing is corrected though objections were upheld; asked for then, and published. */
    uncorrected: reason.optional(),
  }),
])
export type PeriodCommand = z.infer<typeof PeriodCommand>
export type PeriodCommandType = PeriodCommand['type']

const TYPES: ReadonlySet<string> = new Set(PeriodCommand.options.map(({ shape }) => shape.type.value))

/** Whether it is about a period itself, whatever else carries a period's id. */
export function isPeriodCommand(command: { readonly type: string }): command is PeriodCommand {
  return TYPES.has(command.type)
}
