// A ballot's choices and channels with their names and worth: plain constants, so that the citizen's page needs no zod.

/** A poll's channels, in the order of their numbers in the ballot log. Append only. */
export const CHANNELS = ['twilio', 'wechat', 'web', 'aliyun', 'tencent', 'gateway'] as const
export type PollChannel = (typeof CHANNELS)[number]

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

/** 满意 100, 基本满意 60, 不满意 0, 不了解 (turnout, not divisor), in the order of their numbers in the log (BAL1). */
export const CHOICES = ['satisfied', 'fair', 'dissatisfied', 'unsure'] as const
export type Choice = (typeof CHOICES)[number]

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
