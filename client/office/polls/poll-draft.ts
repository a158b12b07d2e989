// A period poll's settings as a form shows them (the city's clock, seconds) and as its commands carry them (ms since 1970).

import { CHANNELS, SMS_CHANNELS, type PollChannel } from '../../../shared/ballot/choices.ts'
import type { WindowId } from '../../../shared/basics/ids.ts'
import { DEFAULT_POLL_RULES, type PollSettings } from '../../../shared/poll/period-poll.ts'
import type { PollOverview, PollsSnapshot } from '../../../shared/protocol/polls-topic.ts'
import { detectionDraft, detectionRules, type DetectionDraft } from '../detection-draft.ts'

export interface PollDraft {
  readonly title: string
  readonly rehearsal: boolean
  readonly channels: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  readonly offersUnsure: boolean
  readonly visibility: PollSettings['visibility']
  /** `2026-12-01T08:00`, on the city's clock. */
  readonly opensAt: string
  readonly closesAt: string
  readonly replaces: WindowId | null
  /** Seconds. */
  readonly drain: Readonly<Record<PollChannel, number>>
  readonly smsTransit: number
  readonly revealDelay: number
  readonly detection: DetectionDraft
}

const CITY_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** China keeps UTC+8 all year, wherever the clerk's computer thinks it is. */
export function cityInputOf(atMs: number): string {
  return new Date(atMs + CITY_OFFSET_MS).toISOString().slice(0, 16)
}

/** Null where it is no moment. */
export function msOfCityInput(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return null
  const ms = Date.parse(`${text}:00Z`) - CITY_OFFSET_MS
  return Number.isNaN(ms) || cityInputOf(ms) !== text ? null : ms
}

/** From tomorrow morning at eight, for two weeks, by every channel that is on. */
export function newPollDraft(nowMs: number, channelsOn: readonly PollChannel[]): PollDraft {
  const tomorrow = Math.floor((nowMs + CITY_OFFSET_MS) / DAY_MS) * DAY_MS + DAY_MS - CITY_OFFSET_MS
  return {
    title: '',
    rehearsal: false,
    channels: channelsOn,
    accessNumbers: [],
    offersUnsure: true,
    visibility: 'hidden',
    opensAt: cityInputOf(tomorrow + 8 * 3_600_000),
    closesAt: cityInputOf(tomorrow + 14 * DAY_MS + 18 * 3_600_000),
    replaces: null,
    ...secondsOf(DEFAULT_POLL_RULES),
  }
}

export function pollDraftOf(poll: PollOverview): PollDraft {
  const { title, rehearsal, channels, accessNumbers, offersUnsure, visibility, replaces } = poll
  return {
    ...{ title, rehearsal, channels, accessNumbers, offersUnsure, visibility, replaces },
    opensAt: cityInputOf(poll.opensAtMs),
    closesAt: cityInputOf(poll.closesAtMs),
    ...secondsOf(poll.rules),
  }
}

function secondsOf(rules: PollSettings['rules']) {
  return {
    drain: byChannel((channel) => rules.drainMs[channel] / 1_000),
    smsTransit: rules.smsTransitMs / 1_000,
    revealDelay: rules.revealDelayMs / 1_000,
    detection: detectionDraft(rules.detection),
  }
}

function byChannel<T>(of: (channel: PollChannel) => T): Record<PollChannel, T> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, of(channel)])) as Record<PollChannel, T>
}

const ms = (seconds: number) => Math.round(seconds * 1_000)

export function takesSms(channels: readonly PollChannel[]): boolean {
  return channels.some((channel) => SMS_CHANNELS.includes(channel))
}

/** Null where a time is no moment: the form says so before. */
export function pollSettingsOf(draft: PollDraft): PollSettings | null {
  const opensAtMs = msOfCityInput(draft.opensAt)
  const closesAtMs = msOfCityInput(draft.closesAt)
  if (opensAtMs === null || closesAtMs === null) return null
  const { rehearsal, offersUnsure, visibility, replaces } = draft
  return {
    ...{ rehearsal, offersUnsure, visibility, replaces, opensAtMs, closesAtMs },
    title: draft.title.trim(),
    channels: CHANNELS.filter((channel) => draft.channels.includes(channel)),
    accessNumbers: takesSms(draft.channels) ? [...draft.accessNumbers] : [],
    rules: {
      drainMs: byChannel((channel) => ms(draft.drain[channel])),
      smsTransitMs: ms(draft.smsTransit),
      revealDelayMs: ms(draft.revealDelay),
      detection: detectionRules(draft.detection),
    },
  }
}

/** Void polls that ran or were planned: a thrown-away draft needs no substitute. */
export function replaceableIn({ polls }: PollsSnapshot) {
  return polls.flatMap(({ pollId, title, phase, discarded }) =>
    phase === 'void' && !discarded ? [{ id: pollId, title }] : [],
  )
}
