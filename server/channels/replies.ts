// Every sentence a citizen is answered with, by SMS, WeChat or the web page. Short: an SMS in Chinese holds 70 characters.

import type { InvalidReason } from '../../shared/ballot/ballot.ts'
import { CHOICE_NAMES } from '../../shared/ballot/choices.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { Answer } from '../ballots/inbound.ts'

export type LoggedAnswer = Exclude<Answer, { readonly kind: 'refused' }>

const HOW = '请回复1满意、2基本满意、3不满意。'

/** BAL3: received (以最早一条为准), late, or not understood; 'repeated' only where another message is already known. */
export function replyOf(answer: LoggedAnswer): string {
  switch (answer.kind) {
    case 'received':
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
      return correctionOf(answer.reason)
    default:
      return unreachable(answer)
  }
}

/** BAL7: what was wrong, and what to send instead. Nothing was used up. */
export function correctionOf(reason: InvalidReason): string {
  switch (reason) {
    case 'EMPTY':
      return `收到的是空消息，没有计入。${HOW}`
    case 'TOO_LONG':
      return `消息太长，没有计入。${HOW}`
    case 'OPT_OUT':
      return '已收到，我们不会主动给您发送消息。'
    case 'HELP':
      return `每人对每个单位只计一次，以最早一条为准。${HOW}`
    case 'QUESTION':
      return `看起来是一个问题，没有计入。${HOW}`
    case 'NEGATION':
      return `没有看懂是满意还是不满意，没有计入。${HOW}`
    case 'AMBIGUOUS_OPTION':
      return `消息里有不止一个选项，没有计入。${HOW}`
    case 'AMBIGUOUS_SUBJECT':
      return '消息里有不止一个单位代码，没有计入。请一条消息只评一个单位，如“满意3”。'
    case 'MISSING_OPTION':
      return '消息里没有选项，没有计入。请回复满意、基本满意或不满意，可加单位代码，如“满意3”。'
    case 'MISSING_SUBJECT':
      return '消息里没有单位代码，没有计入。请在选项后写上代码，如“满意3”。'
    case 'UNKNOWN_OPTION':
      return `没有这个选项，没有计入。${HOW}`
    case 'UNKNOWN_SUBJECT':
      return '没有这个单位代码，没有计入。请核对屏幕上的代码后重发，如“满意3”。'
    case 'SUBJECT_CLOSED':
      return '这个单位现在不在评议中，没有计入。'
    case 'FREE_TEXT':
      return `您的意见已收到，但不是选票，没有计入。${HOW}`
    case 'UNRECOGNISED':
      return `没有看懂您的消息，没有计入。${HOW}`
    case 'CHANNEL_NOT_OFFERED':
      return '这次评议没有开通本通道，没有计入。'
    default:
      return unreachable(reason)
  }
}

/** On following the account, scanning its code or pressing a menu button without a ballot. Following earns nothing. */
export const INSTRUCTIONS = `电视问政评议开放时，直接在这里回复即可参与，每人对每个单位只计一次。${HOW}`
