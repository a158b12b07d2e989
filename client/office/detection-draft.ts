// The detectors' thresholds as a form shows them (thousandths, multiples, percent) and as a command carries them.

import { DEFAULT_DETECTION, type DetectionRules } from '../../shared/ballot/detect/detection-rules.ts'
import { toPercent } from './percent.ts'

/** The detectors' thresholds: shows in a thousand, multiples, percent; null: not known, so not tested. */
export interface DetectionDraft {
  readonly alarmsInAThousand: number
  readonly fewestBallots: number
  readonly burstOdds: number
  readonly channelOdds: number
  readonly segmentSpread: number
  readonly electorate: number | null
  readonly mostTurnout: number | null
}

export function detectionDraft(rules: DetectionRules): DetectionDraft {
  return {
    alarmsInAThousand: rules.familyAlphaPpm / 1_000,
    fewestBallots: rules.fewestBallots,
    burstOdds: rules.burstOddsBp / 10_000,
    channelOdds: rules.channelOddsBp / 10_000,
    segmentSpread: toPercent(rules.segmentSpreadBp),
    electorate: rules.electorate,
    mostTurnout: rules.mostTurnoutBp === null ? null : toPercent(rules.mostTurnoutBp),
  }
}

export function detectionRules(draft: DetectionDraft): DetectionRules {
  return {
    familyAlphaPpm: Math.round(draft.alarmsInAThousand * 1_000),
    fewestBallots: draft.fewestBallots,
    burstOddsBp: Math.round(draft.burstOdds * 10_000),
    channelOddsBp: Math.round(draft.channelOdds * 10_000),
    segmentSpreadBp: Math.round(draft.segmentSpread * 100),
    electorate: draft.electorate,
    mostTurnoutBp: draft.mostTurnout === null ? null : Math.round(draft.mostTurnout * 100),
  }
}

export const STANDARD_DETECTION = detectionDraft(DEFAULT_DETECTION)
