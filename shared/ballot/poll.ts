// A citizens' poll as the ballot plane sees it: the small value the show hands over when a window opens or changes.

import { z } from 'zod'
import type { UnitCode, UnitId, WindowId } from '../basics/ids.ts'

/** A poll's channels, in the order of their numbers in the ballot log. Append only. */
export const CHANNELS = ['twilio', 'wechat', 'web', 'aliyun', 'tencent', 'gateway'] as const
export const PollChannel = z.enum(CHANNELS)
export type PollChannel = z.infer<typeof PollChannel>

export const CHANNEL_NAMES: Readonly<Record<PollChannel, string>> = {
  twilio: '短信（Twilio）',
  wechat: '微信',
  web: '网页',
  aliyun: '短信（阿里云）',
  tencent: '短信（腾讯云）',
  gateway: '短信（接入号）',
}

/** Channels whose messages are SMS: they need an access number and time to travel (POLL2, POLL3). */
export const SMS_CHANNELS: readonly PollChannel[] = ['twilio', 'aliyun', 'tencent', 'gateway']

/** BAL11: the headline is SMS + WeChat; the web page's tally stands beside it. */
export function isHeadline(channel: PollChannel): boolean {
  return channel !== 'web'
}

export const PollVisibility = z.enum(['live', 'hidden'])
export type PollVisibility = z.infer<typeof PollVisibility>

/** 满意 100, 基本满意 60, 不满意 0, 不了解 (turnout, not divisor), in the order of their numbers in the log (BAL1). */
export const CHOICES = ['satisfied', 'fair', 'dissatisfied', 'unsure'] as const
export const Choice = z.enum(CHOICES)
export type Choice = z.infer<typeof Choice>

export const CHOICE_NAMES: Readonly<Record<Choice, string>> = {
  satisfied: '满意',
  fair: '基本满意',
  dissatisfied: '不满意',
  unsure: '不了解',
}

export const CHOICE_POINTS: Readonly<Record<Exclude<Choice, 'unsure'>, number>> = {
  satisfied: 100,
  fair: 60,
  dissatisfied: 0,
}

/** The two planes meet here and nowhere else. */
export interface VotingWindow {
  readonly windowId: WindowId
  /** Which voter key counts here: one a show or period (BAL8). */
  readonly voterKeyId: string
  /** A live poll has exactly one unit. */
  readonly unit: { readonly id: UnitId; readonly code: UnitCode; readonly name: string }
  readonly opensAtMs: number
  /** Null: on cue, not cued yet. */
  readonly closesAtMs: number | null
  readonly drainMs: Readonly<Record<PollChannel, number>>
  readonly channels: readonly PollChannel[]
  readonly accessNumbers: readonly string[]
  readonly offersUnsure: boolean
  /** Measured p99 transit: the codeless guard after the last close on a number (POLL3). */
  readonly smsTransitMs: number
  /** 'open' and 'closing' still take ballots by their times; 'shut' (frozen and later, void) only names them late. */
  readonly phase: 'open' | 'closing' | 'shut'
  /** Rises with every change of admission (BAL9); 0 without quarantines. */
  readonly generation: number
}
