// What a period's command makes happen, and every reason against it (EVAL1–EVAL3, PUB1, PUB2).

import { dayOf, dayWords } from '../basics/city-day.ts'
import { own } from '../basics/own.ts'
import { unreachable } from '../basics/result.ts'
import type { Moment } from '../show/event.ts'
import type { House } from '../show/house.ts'
import { against, judged, refused } from '../show/judgement.ts'
import type { Judgement } from '../show/judgement.ts'
import { personOf } from '../acts/two-persons.ts'
import type { PeriodCommand } from './command.ts'
import type { PeriodEvent } from './event.ts'
import {
  judgeCitizensCounts,
  judgeIndicatorCounts,
  judgeNotApplicable,
  judgeStillApplicable,
  judgeVeto,
} from './judge-evidence.ts'
import { judgeFreeze, judgeTallies } from './judge-freeze.ts'
import { judgeOpen, reasonsAgainstSettings } from './judge-opening.ts'
import { judgeAnswer, judgeFinal, judgeObjection } from './judge-publication.ts'
import { againstPhase } from './phase.ts'
import type { QuarterResultOf } from './rolled.ts'

/** `resultOf`: what frozen quarters came to, for the roll-up that is frozen. */
export function judgePeriod(
  command: PeriodCommand,
  moment: Moment,
  house: House,
  resultOf: QuarterResultOf,
): Judgement<PeriodEvent> {
  const { periodId } = command
  const period = own(house.periods, periodId)
  if (command.type === 'DraftPeriod') {
    const { settings } = command
    return judged(
      [against(period !== undefined, 'period_exists'), ...reasonsAgainstSettings(periodId, settings, house)],
      () => [{ type: 'PeriodDrafted', periodId, settings }],
    )
  }
  if (period === undefined) return refused('period_unknown')
  const by = personOf(moment.by)
  if (by === null && command.type !== 'RecordTallies' && command.type !== 'FileObjection')
    return refused('not_allowed')
  switch (command.type) {
    case 'RevisePeriod': {
      const { settings } = command
      return judged(
        [againstPhase(period, 'draft'), ...reasonsAgainstSettings(periodId, settings, house)],
        () => [{ type: 'PeriodRevised', periodId, settings }],
      )
    }
    case 'DiscardPeriod':
      return judged([againstPhase(period, 'draft')], () => [{ type: 'PeriodDiscarded', periodId }])
    case 'OpenPeriod':
      return judgeOpen(period, by!, moment, house)
    case 'ExtendEvidence': {
      const { evidenceDueOn, reason } = command
      return judged(
        [
          againstPhase(period, 'collecting'),
          against(evidenceDueOn <= period.evidenceDueOn, 'period_extend_later', {
            day: dayWords(period.evidenceDueOn),
          }),
          against(evidenceDueOn < dayOf(moment.nowMs), 'period_extend_past'),
        ],
        () => [{ type: 'EvidenceExtended', periodId, evidenceDueOn, reason }],
      )
    }
    case 'AcceptIndicatorCounts':
      return judgeIndicatorCounts(command, period, by!, moment)
    case 'AcceptCitizensCounts':
      return judgeCitizensCounts(command, period, by!, moment, house)
    case 'ConfirmNotApplicable':
      return judgeNotApplicable(command, period, by!, house)
    case 'WithdrawNotApplicable':
      return judgeStillApplicable(command, period, by!)
    case 'SetVeto':
      return judgeVeto(command, period, by!)
    case 'FreezeInputs':
      return judgeFreeze(period, moment, house, resultOf)
    case 'RecordTallies':
      return judgeTallies(command, period)
    case 'FileObjection':
      return judgeObjection(command, period, moment)
    case 'AnswerObjection':
      return judgeAnswer(command, period, by!)
    case 'FinalisePublication':
      return judgeFinal(command, period, moment)
    default:
      return unreachable(command)
  }
}
