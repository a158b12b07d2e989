// A session's settings as a form shows them (seconds, percentages) and as its command carries them (ms, basis points).

import { CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import type { SessionId } from '../../shared/basics/ids.ts'
import type { SessionSetup } from '../../shared/protocol/setup-topic.ts'
import type { SessionCommand } from '../../shared/show/command.ts'
import { SeatGroup } from '../../shared/show/panel.ts'
import type { ScoreForm } from '../../shared/show/score.ts'
import { DEFAULT_RULES, type SessionRules } from '../../shared/show/session-rules.ts'
import { detectionDraft, detectionRules, type DetectionDraft } from './detection-draft.ts'
import { toBp, toPercent } from './percent.ts'

export const THEMES = ['问作风', '问执法', '问服务', '问环境', '问管理'] as const

export interface SessionDraft {
  readonly title: string
  readonly theme: string
  readonly rehearsal: boolean
  readonly form: ScoreForm['kind']
  readonly trim: number
  readonly weighted: boolean
  /** Percent by seat group. */
  readonly weights: Readonly<Record<SeatGroup, number>>
  readonly redistribute: boolean
  /** Seconds. */
  readonly drain: Readonly<Record<PollChannel, number>>
  readonly smsTransit: number
  readonly examinersRevealDelay: number
  readonly pollRevealDelay: number
  readonly rankingRevealDelay: number
  readonly detection: DetectionDraft
}

const EVEN: SessionDraft['weights'] = { party: 20, congress: 20, cppcc: 20, citizen: 20, netizen: 20 }

export function newSessionDraft(): SessionDraft {
  return {
    title: '',
    theme: THEMES[0],
    rehearsal: false,
    form: 'grades',
    trim: 0,
    weighted: false,
    weights: EVEN,
    redistribute: false,
    ...rulesInSeconds(DEFAULT_RULES),
  }
}

export function sessionDraft(session: SessionSetup): SessionDraft {
  const { groupWeights } = session
  return {
    title: session.title,
    theme: session.theme,
    rehearsal: session.rehearsal,
    form: session.form.kind,
    trim: session.form.kind === 'marks' ? session.form.trim : 0,
    weighted: groupWeights !== null,
    weights: groupWeights === null ? EVEN : byGroup((group) => toPercent(groupWeights.weightsBp[group] ?? 0)),
    redistribute: groupWeights?.redistribute ?? false,
    ...rulesInSeconds(session.rules),
  }
}

function byGroup<T>(of: (group: SeatGroup) => T): Record<SeatGroup, T> {
  return Object.fromEntries(SeatGroup.options.map((group) => [group, of(group)])) as Record<SeatGroup, T>
}

function byChannel<T>(of: (channel: PollChannel) => T): Record<PollChannel, T> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, of(channel)])) as Record<PollChannel, T>
}

function rulesInSeconds(rules: SessionRules) {
  return {
    drain: byChannel((channel) => rules.drainMs[channel] / 1_000),
    smsTransit: rules.smsTransitMs / 1_000,
    examinersRevealDelay: rules.examinersRevealDelayMs / 1_000,
    pollRevealDelay: rules.pollRevealDelayMs / 1_000,
    rankingRevealDelay: rules.rankingRevealDelayMs / 1_000,
    detection: detectionDraft(rules.detection),
  }
}

const ms = (seconds: number) => Math.round(seconds * 1_000)

/** The command that makes (`DraftSession`) or changes (`ReviseSession`) the session. */
export function sessionCommand(
  type: 'DraftSession' | 'ReviseSession',
  sessionId: SessionId,
  draft: SessionDraft,
): SessionCommand {
  return {
    type,
    sessionId,
    title: draft.title.trim(),
    theme: draft.theme.trim(),
    rehearsal: draft.rehearsal,
    form: draft.form === 'marks' ? { kind: 'marks', trim: draft.trim } : { kind: draft.form },
    groupWeights: draft.weighted
      ? {
          weightsBp: byGroup((group) => toBp(draft.weights[group]) ?? 0),
          redistribute: draft.redistribute,
        }
      : null,
    rules: {
      drainMs: byChannel((channel) => ms(draft.drain[channel])),
      smsTransitMs: ms(draft.smsTransit),
      examinersRevealDelayMs: ms(draft.examinersRevealDelay),
      pollRevealDelayMs: ms(draft.pollRevealDelay),
      rankingRevealDelayMs: ms(draft.rankingRevealDelay),
      detection: detectionRules(draft.detection),
    },
  }
}
