// Why a message is no ballot, in a few words: for the receipt, the message desk and its counts.

import type { InvalidReason } from './ballot.ts'

export const REASON_NAMES: Readonly<Record<InvalidReason, string>> = {
  EMPTY: '空消息',
  TOO_LONG: '消息太长',
  OPT_OUT: '不愿再收消息',
  HELP: '询问办法',
  QUESTION: '是一个问题',
  NEGATION: '满意与否看不清',
  AMBIGUOUS_OPTION: '不止一个选项',
  AMBIGUOUS_SUBJECT: '不止一个单位代码',
  MISSING_OPTION: '没有选项',
  MISSING_SUBJECT: '没有单位代码',
  UNKNOWN_OPTION: '没有这个选项',
  UNKNOWN_SUBJECT: '没有这个单位代码',
  SUBJECT_CLOSED: '单位不在评议中',
  FREE_TEXT: '意见，不是选票',
  UNRECOGNISED: '没有看懂',
  CHANNEL_NOT_OFFERED: '没有开通这个通道',
  REASON_GIVEN: '不满意的原因',
  PROBE: '探测消息',
}
