// Every sentence a citizen is answered with, by SMS, WeChat or the web page. Short: an SMS in Chinese holds 70 characters.

import type { InvalidReason } from '../../shared/ballot/ballot.ts'
import { CHOICE_NAMES } from '../../shared/ballot/choices.ts'
import type { VotingWindow } from '../../shared/ballot/poll.ts'
import { unreachable } from '../../shared/basics/result.ts'
import { REASON_QUESTION } from '../../shared/invitation/reasons.ts'
import type { Answer } from '../ballots/inbound.ts'

export type LoggedAnswer = Exclude<Answer, { readonly kind: 'refused' }>

/** What the poll on now asks for; null: none is on. */
export type PollOnNow = Pick<VotingWindow, 'kind' | 'offersUnsure'> | null

/** BAL3: received (以最早一条为准), late, or not understood; 'repeated' only where another message is already known. */
export function replyOf(answer: LoggedAnswer, poll: PollOnNow): string {
  switch (answer.kind) {
    case 'received':
      if (answer.asksReason === true)
        return `已收到您对“${answer.unitName}”的评议：${CHOICE_NAMES[answer.choice]}。${REASON_QUESTION}`
      return `已收到您对“${answer.unitName}”的评议：${CHOICE_NAMES[answer.choice]}。每人只计一次，以最早一条为准。`
    case 'repeated':
      return `您已评议过“${answer.unitName}”，以最早一条为准，本条不重复计入。`
    case 'early':
      return `“${answer.unitName}”的评议还没有开始，本条不计入，请开始后再发。`
    case 'late':
      return `“${answer.unitName}”的评议已经截止，本条不计入，感谢参与。`
    case 'stale':
      return `本条发出时“${answer.unitName}”的评议还没有开始，不计入，请重新发送。`
    case 'no_poll':
      return '现在没有评议，本条不计入。'
    case 'invalid':
      return correctionOf(answer.reason, poll)
    default:
      return unreachable(answer)
  }
}

/** What withReceipt adds, in characters. */
export const RECEIPT_LENGTH = '回执XXXXX-XXXXX'.length

/** BAL10: where the code is not shown in a place of its own. Looked up at /receipt. */
export function withReceipt(sentence: string, code: string): string {
  return `${sentence}回执${code}`
}

/**
 * What to send to the poll on now. No unit's own code beside an option: a citizen who copies the example would cast our
 * ballot instead of theirs.
 */
export function howTo(poll: PollOnNow): string {
  if (poll === null) return '评议开放时请回复满意、基本满意或不满意。'
  if (poll.kind === 'period') {
    return `请回复“满意+代码”“基本满意+代码”或“不满意+代码”${poll.offersUnsure ? '，不了解也可以' : ''}。`
  }
  return `请回复1满意、2基本满意、3不满意${poll.offersUnsure ? '、4不了解' : ''}。`
}

/** BAL7: what was wrong, and what to send instead. Nothing was used up. */
export function correctionOf(reason: InvalidReason, poll: PollOnNow): string {
  const how = howTo(poll)
  switch (reason) {
    case 'EMPTY':
      return `收到的是空消息，没有计入。${how}`
    case 'TOO_LONG':
      return `消息太长，没有计入。${how}`
    case 'OPT_OUT':
      return '已收到，我们不会主动给您发送消息。'
    case 'HELP':
      return `每人对每个单位计一次，以最早一条为准。${how}`
    case 'QUESTION':
      return `像是一个问题，没有计入。${how}`
    case 'NEGATION':
      return `看不清是否满意，没有计入。${how}`
    case 'AMBIGUOUS_OPTION':
      return `选项不止一个，没有计入。${how}`
    case 'AMBIGUOUS_SUBJECT':
      return `代码不止一个，没有计入，一条只评一个单位。${how}`
    case 'MISSING_OPTION':
      return `没有写选项，没有计入。${how}`
    case 'MISSING_SUBJECT':
      return `没有写单位代码，没有计入。请在选项后写上代码，如“满意+代码”。`
    case 'UNKNOWN_OPTION':
      return `没有这个选项，没有计入。${how}`
    case 'UNKNOWN_SUBJECT':
      return `没有这个单位代码，没有计入。请核对代码。${how}`
    case 'SUBJECT_CLOSED':
      return '这个单位现在不在评议中，没有计入。'
    case 'FREE_TEXT':
      return `意见已收到，但不是选票。${how}`
    case 'UNRECOGNISED':
      return `没有看懂，没有计入。${how}`
    case 'CHANNEL_NOT_OFFERED':
      return '这次评议没有开通本通道，没有计入。'
    case 'REASON_GIVEN':
      return '已收到您的原因，谢谢。'
    case 'PROBE':
      return '探测消息已收到，只用来量送达时间，不是选票。'
    default:
      return unreachable(reason)
  }
}

/** What whoever sent such a message is told, for the message desk. */
export function replyByReason(reason: InvalidReason | 'NO_POLL', poll: PollOnNow): string {
  return reason === 'NO_POLL' ? replyOf({ kind: 'no_poll' }, null) : correctionOf(reason, poll)
}

/** On following the account, scanning its code or pressing a menu button without a ballot. Following earns nothing. */
export function instructionsOf(poll: PollOnNow): string {
  return `电视问政评议开放时，直接在这里回复即可参与，每人对每个单位只计一次。${howTo(poll)}`
}
