// What has happened in a review round: the events of the stream `reviews-ID`, in the past tense.

import type { PersonId, UnitId } from '../basics/ids.ts'
import type { Reviewer } from '../evaluation/department.ts'
import type { MarkSetAside, RoundId, RoundSettings, RoundUnit, RoundUnits } from './round.ts'

interface OfRound {
  readonly roundId: RoundId
}

interface OfDesk extends OfRound {
  readonly reviewerId: PersonId
}

export type ReviewEvent =
  | ({ readonly type: 'RoundDrafted'; readonly settings: RoundSettings } & OfRound)
  | ({ readonly type: 'RoundRevised'; readonly settings: RoundSettings } & OfRound)
  | ({ readonly type: 'RoundUnitsSet'; readonly units: RoundUnits } & OfRound)
  | ({ readonly type: 'RoundReviewersSet'; readonly reviewers: readonly Reviewer[] } & OfRound)
  /** `units`: as the period knows them. */
  | ({ readonly type: 'RoundPlanned'; readonly units: readonly RoundUnit[] } & OfRound)
  | ({ readonly type: 'RoundUnplanned' } & OfRound)
  | ({ readonly type: 'RoundDiscarded' } & OfRound)
  | ({ readonly type: 'RoundExtended'; readonly closesAtMs: number; readonly reason: string } & OfRound)
  | ({ readonly type: 'ReviewReopened'; readonly reason: string; readonly by: PersonId } & OfDesk)
  | ({
      readonly type: 'ReviewRecused'
      readonly unitId: UnitId
      readonly reason: string
      readonly by: PersonId
    } & OfDesk)
  | ({ readonly type: 'ReviewRecusalLifted'; readonly unitId: UnitId } & OfDesk)
  | ({
      readonly type: 'MarkGiven'
      readonly unitId: UnitId
      readonly mark: number
      readonly revision: number
    } & OfDesk)
  | ({ readonly type: 'MarkKeptAside'; readonly aside: MarkSetAside } & OfDesk)
  | ({ readonly type: 'ReviewSubmitted' } & OfDesk)
