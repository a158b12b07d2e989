// What staff see of findings and quarantines: the one place that hides from it what SHOW5 hides. Pure.

import type { Quarantine } from '../../shared/acts/act.ts'
import { show } from '../../shared/basics/exact.ts'
import type { PersonId, WindowId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { sentenceOf } from '../../shared/basics/refusal.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { CHOICE_NAMES } from '../../shared/ballot/choices.ts'
import { DEFAULT_DETECTION, type DetectionRules } from '../../shared/ballot/detect/detection-rules.ts'
import type { Finding } from '../../shared/ballot/detect/finding.ts'
import type { Consequence, Look } from '../../shared/ballot/detect/look.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import type { Split } from '../../shared/ballot/tally.ts'
import { ballotsIn, pollPointsOf, ratingsIn, satisfiedRateOf } from '../../shared/evaluation/poll-points.ts'
import type {
  ConsequenceView,
  FindingChart,
  FindingView,
  QuarantineRequestView,
  QuarantineView,
  ResultView,
  WindowFindings,
} from '../../shared/protocol/findings-api.ts'
import { isSameRule } from '../../shared/acts/reasons-against-act.ts'
import type { PeriodPoll } from '../../shared/poll/period-poll.ts'
import type { House } from '../../shared/show/house.ts'
import type { Session } from '../../shared/show/session.ts'
import { SPLIT_FROM_N } from '../../shared/show/session-rules.ts'
import { findingSentenceOf, probabilityWords, ruleWords, segmentLabel } from './finding-words.ts'

const UNITS_MOST = 500

/** A poll of either kind, as findings need it. */
interface Polled {
  readonly title: string
  readonly rehearsal: boolean
  readonly phase: WindowFindings['phase']
  readonly hidden: boolean
  readonly rules: DetectionRules
}

/** Null: no such window in the house. Journals from before detectors hold no thresholds. */
export function polledOf(house: House, { windowId, units }: VotingWindow): Polled | null {
  const poll = own<WindowId, PeriodPoll>(house.polls, windowId)
  if (poll !== undefined) {
    const { phase } = poll.stage
    if (phase === 'draft') return null
    const hidden = poll.visibility === 'hidden' && phase !== 'revealed'
    return {
      title: poll.title,
      rehearsal: poll.rehearsal,
      phase,
      hidden,
      rules: poll.rules.detection ?? DEFAULT_DETECTION,
    }
  }
  for (const session of Object.values<Session>(house.sessions)) {
    const window = session.windows.find(({ id }) => id === windowId)
    if (window?.kind !== 'citizens') continue
    const { phase } = window.stage
    return {
      title: units[0]?.name ?? '',
      rehearsal: session.rehearsal,
      phase,
      hidden: window.visibility === 'hidden' && phase !== 'revealed',
      rules: session.rules.detection ?? DEFAULT_DETECTION,
    }
  }
  return null
}

export function windowFindingsOf(
  house: House,
  window: VotingWindow,
  standing: { readonly look: Look | null; readonly failing: boolean } | null,
  paused: boolean,
): WindowFindings | null {
  const polled = polledOf(house, window)
  if (polled === null) return null
  const { windowId, kind, opensAtMs, closesAtMs, channels, units } = window
  const look = standing?.look ?? null
  const { hidden, phase } = polled
  return {
    ...polled,
    ...{ windowId, kind, opensAtMs, closesAtMs, channels },
    units: kind === 'live' ? [] : units.slice(0, UNITS_MOST).map(({ code, name }) => ({ code, name })),
    lookedAtMs: look?.atMs ?? null,
    failing: standing?.failing ?? false,
    ballots: look?.ballots ?? 0,
    overfull: look?.overfull ?? false,
    findings: (look?.findings ?? []).map((each) => findingViewOf(each, window, hidden)),
    quarantines: (own(house.acts.quarantines, windowId) ?? []).map((each) => quarantineViewOf(each, house)),
    requests: requestsAbout(house, windowId),
    inForce: look?.inForce == null ? null : consequenceViewOf(look.inForce, hidden),
    paused,
    shutWhy: shutWhyOf(phase),
  }
}

/** SHOW5, PUB4: no result of a hidden poll, none below 100 ballots, and none that tells how fewer than 100 voted. */
export function consequenceViewOf(
  { setAside, movedUp, before, after }: Consequence,
  hidden: boolean,
): ConsequenceView {
  const told = { setAside, movedUp }
  if (hidden) return { ...told, result: null, hiddenWhy: 'hidden_poll' }
  const moved = ballotsIn(before.headline) - ballotsIn(after.headline)
  const few = [before.headline, after.headline].some((split) => ballotsIn(split) < SPLIT_FROM_N)
  if (few || (moved !== 0 && setAside < SPLIT_FROM_N))
    return { ...told, result: null, hiddenWhy: 'below_100' }
  return {
    ...told,
    result: { before: resultViewOf(before.headline), after: resultViewOf(after.headline) },
    hiddenWhy: null,
  }
}

function resultViewOf(split: Split): ResultView {
  const points = ratingsIn(split) === 0 ? null : pollPointsOf(split)
  const rate = satisfiedRateOf(split)
  return {
    n: ballotsIn(split),
    split,
    points: points === null ? '—' : show(points),
    satisfiedRate: rate === null ? '—' : show(rate),
  }
}

function findingViewOf(
  { finding, consequence }: Look['findings'][number],
  { units, quarantines }: VotingWindow,
  hidden: boolean,
): FindingView {
  const { detector, unitCode, rules } = finding
  return {
    key: keyOf(finding),
    detector,
    unit: { code: unitCode, name: units.find(({ code }) => code === unitCode)?.name ?? String(unitCode) },
    sentence: findingSentenceOf(finding, !hidden),
    probability: probabilityWords(finding.probability),
    chart: chartOf(finding, hidden),
    rules,
    consequence: consequenceViewOf(consequence, hidden),
    rulesInForce: rules.filter((rule) => quarantines.some((other) => isSameRule(rule, other))).length,
  }
}

/** What stays the same of a finding while more ballots come; of a hidden poll it must not tell the choice, so none is in it. */
function keyOf(finding: Finding): string {
  const { detector, unitCode } = finding
  const rule = finding.rules[0]
  const parts = [detector, unitCode, rule?.channel, rule?.fromMs, rule?.segmentHash, finding.rules.length]
  return parts.map((part) => part ?? '-').join('.')
}

function chartOf(finding: Finding, hidden: boolean): FindingChart {
  switch (finding.detector) {
    case 'share_burst': {
      const { series, fromMs, toMs, choice } = finding
      // Bins are small: counts by choice are drawn only where the whole poll's split is told, and summed to no less than 100.
      const shown = !hidden && series.all.reduce((sum, n) => sum + n, 0) >= SPLIT_FROM_N
      return {
        kind: 'time',
        fromMs: series.fromMs,
        binMs: series.binMs,
        all: series.all,
        chosen: shown ? series.chosen : null,
        choice: shown ? CHOICE_NAMES[choice] : null,
        markFromMs: fromMs,
        markToMs: toMs,
      }
    }
    case 'pacing': {
      const most = Math.max(1, ...finding.phases)
      const percent = finding.phases.map((n) => Math.round((n * 100) / most))
      return { kind: 'beat', periodMs: finding.periodMs, percent }
    }
    case 'segments':
      return {
        kind: 'segments',
        bars: finding.segments.map(({ segmentHash, n }) => ({ label: segmentLabel(segmentHash), n })),
      }
    case 'turnout':
      return { kind: 'people', people: finding.people, counted: finding.counted }
    default:
      return unreachable(finding)
  }
}

function nameOf(house: House, id: PersonId): string {
  return own(house.people.people, id)?.name ?? id
}

function quarantineViewOf({ by, lifted, ...each }: Quarantine, house: House): QuarantineView {
  const names = ([first, second]: readonly [PersonId, PersonId]) =>
    [nameOf(house, first), nameOf(house, second)] as const
  return {
    ...each,
    ruleWords: ruleWords(each.rule),
    byNames: names(by),
    lifted: lifted === null ? null : { reason: lifted.reason, atMs: lifted.atMs, byNames: names(lifted.by) },
  }
}

function requestsAbout(house: House, windowId: WindowId): readonly QuarantineRequestView[] {
  return house.acts.requests.flatMap(({ act, by, ...request }): QuarantineRequestView[] => {
    if ((act.type !== 'Quarantine' && act.type !== 'LiftQuarantine') || act.windowId !== windowId) return []
    const rule =
      act.type === 'Quarantine'
        ? act.rule
        : (own(house.acts.quarantines, windowId)?.find((each) => each.quarantineId === act.quarantineId)
            ?.rule ?? null)
    return [
      {
        ...request,
        type: act.type,
        quarantineId: act.quarantineId,
        rule,
        ruleWords: rule === null ? '' : ruleWords(rule),
        finding: act.type === 'Quarantine' ? act.finding : null,
        by,
        byName: nameOf(house, by),
      },
    ]
  })
}

function shutWhyOf(phase: WindowFindings['phase']): string | null {
  switch (phase) {
    case 'open':
    case 'closing':
    case 'frozen':
      return null
    case 'planned':
      return sentenceOf({ code: 'poll_not_open', detail: {} })
    case 'verified':
    case 'revealed':
      return sentenceOf({ code: 'quarantine_too_late', detail: {} })
    case 'void':
      return sentenceOf({ code: 'window_void', detail: {} })
    default:
      return unreachable(phase)
  }
}
