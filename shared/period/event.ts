// What has happened in an evaluation period: the events of its journal stream `period-ID`, in the past tense.

import type { PersonId, UnitId } from '../basics/ids.ts'
import type { Method, Scheme } from '../evaluation/scheme.ts'
import type { ContentHash, PeriodId, PublicationId } from './ids.ts'
import type { PeriodUnit } from './inputs.ts'
import type { Deduction, EvidenceSource, ObjectionOutcome, PeriodSettings, TallyAgreement } from './period.ts'

/** What two persons did: who asked and who confirmed, and why. */
interface Done {
  readonly requestId: string
  readonly reason: string
  readonly by: readonly [PersonId, PersonId]
}

interface Accepted {
  readonly source: EvidenceSource
  readonly rows: number
  /** The rows (packed-evidence.ts). */
  readonly packed: string
  /** Of the rows, how many replaced what was there. */
  readonly replaced: number
  readonly by: PersonId
}

interface Of<Type extends string> {
  readonly type: Type
  readonly periodId: PeriodId
}

export type PeriodEvent =
  | (Of<'PeriodDrafted'> & { readonly settings: PeriodSettings })
  | (Of<'PeriodRevised'> & { readonly settings: PeriodSettings })
  | Of<'PeriodDiscarded'>
  /** `units` as the registry knew them then, by code (EVAL2). */
  | (Of<'PeriodOpened'> & {
      readonly scheme: Scheme
      readonly units: readonly PeriodUnit[]
      readonly by: PersonId
    })
  | (Of<'SchemeChanged'> & { readonly scheme: Scheme } & Done)
  | (Of<'EvidenceExtended'> & { readonly evidenceDueOn: string; readonly reason: string })
  | (Of<'IndicatorCountsAccepted'> & Accepted)
  | (Of<'CitizensCountsAccepted'> & Accepted)
  | (Of<'NotApplicableConfirmed'> & {
      readonly method: Method
      readonly unitIds: readonly UnitId[]
      readonly reason: string
      readonly by: PersonId
    })
  | (Of<'NotApplicableWithdrawn'> & {
      readonly method: Method
      readonly unitIds: readonly UnitId[]
      /** A journal of before they were asked for has neither. */
      readonly reason?: string
      readonly by?: PersonId
    })
  | (Of<'VetoSet'> & {
      readonly vetoId: string
      readonly unitId: UnitId
      readonly kind: string
      readonly reason: string
      readonly files: readonly ContentHash[]
      readonly by: PersonId
    })
  | (Of<'VetoLifted'> & { readonly vetoId: string } & Done)
  | (Of<'DeductionLifted'> & { readonly unitId: UnitId; readonly deduction: Deduction } & Done)
  /** Packed (packed-inputs.ts): with 10,000 units a sixth of what it would take. */
  | (Of<'InputsFrozen'> & { readonly packed: string })
  | (Of<'PeriodReopened'> & Done)
  /** `differences` empty: live index, SQL over the log and the verifier agree (PUB1). */
  | (Of<'TalliesCompared'> & {
      readonly differences: readonly string[]
      readonly bundleHash: ContentHash
      readonly resultHash: ContentHash
      readonly polls: TallyAgreement['polls']
    })
  /** `by`: one of the office, one auditor. `replacing`: why it replaces `replaces`; empty for a period's first (PUB2). */
  | (Of<'RankingCertified'> & {
      readonly publicationId: PublicationId
      readonly replaces: PublicationId | null
      readonly replacing: string
      readonly bundleHash: ContentHash
      readonly resultHash: ContentHash
      readonly noticeUntilMs: number
    } & Done)
  | (Of<'ObjectionFiled'> & {
      readonly publicationId: PublicationId
      readonly objectionId: string
      readonly unitId: UnitId | null
    })
  | (Of<'ObjectionAnswered'> & {
      readonly publicationId: PublicationId
      readonly objectionId: string
      readonly outcome: ObjectionOutcome
      readonly words: string
      readonly by: PersonId
    })
  | (Of<'PublicationFinalised'> & {
      readonly publicationId: PublicationId
      /** Why nothing was corrected; where objections were upheld, but in a journal of before it was asked for. */
      readonly uncorrected?: string
    })

const TYPES: Readonly<Record<PeriodEvent['type'], true>> = {
  PeriodDrafted: true,
  PeriodRevised: true,
  PeriodDiscarded: true,
  PeriodOpened: true,
  SchemeChanged: true,
  EvidenceExtended: true,
  IndicatorCountsAccepted: true,
  CitizensCountsAccepted: true,
  NotApplicableConfirmed: true,
  NotApplicableWithdrawn: true,
  VetoSet: true,
  VetoLifted: true,
  DeductionLifted: true,
  InputsFrozen: true,
  PeriodReopened: true,
  TalliesCompared: true,
  RankingCertified: true,
  ObjectionFiled: true,
  ObjectionAnswered: true,
  PublicationFinalised: true,
}

/** Whether it is of a period's stream, whatever else carries a period's id. */
export function isPeriodEvent(event: { readonly type: string }): event is PeriodEvent {
  return Object.hasOwn(TYPES, event.type)
}
