// The words a ballot may be made of: options and their spellings, fillers that mean nothing, and whole messages with a use of their own.

import type { Choice } from './poll.ts'

/** The letters printed in the instructions. */
export const LETTER_OPTIONS: ReadonlyMap<string, Choice> = new Map([
  ['A', 'satisfied'],
  ['B', 'fair'],
  ['C', 'dissatisfied'],
  ['D', 'unsure'],
])

/** The numbers of BAL1: 1/2/3 always work where a poll has one subject, 4 where 不了解 is offered. */
export const NUMBERED_OPTIONS: readonly Choice[] = ['satisfied', 'fair', 'dissatisfied', 'unsure']

const VERY = ['很', '非常', '十分', '特别', '相当', '挺', '真', '极', '极其', '完全', '真的很']
// Before 不满意 these only strengthen it; before 满意 some of them would make it something else.
const VERY_NOT = [
  '太',
  '实在',
  '确实',
  '还是',
  '仍',
  '仍然',
  '根本',
  '绝对',
  '并',
  '毫',
  '一点',
  '一点也',
  '一点都',
  '最',
]
// Weakened or turned round as a whole. Any other 不 or 没 in a message refuses it.
const NOT_QUITE = ['不太满意', '不大满意', '不怎么满意', '不够满意', '不很满意', '不是很满意', '不咋满意']

function spellings(): Map<string, Choice> {
  const words = new Map<string, Choice>()
  const add = (choice: Choice, ...spelt: string[]) => {
    for (const word of spelt) words.set(word, choice)
  }
  add('satisfied', '满意', ...VERY.map((very) => `${very}满意`))
  add('fair', '基本满意', '基本上满意')
  add('dissatisfied', '不满意', '不满', ...NOT_QUITE, '强烈不满')
  for (const very of [...VERY, ...VERY_NOT]) add('dissatisfied', `${very}不满意`, `${very}不满`)
  add('unsure', '不了解', '不太了解', '不清楚', '不太清楚', '不知道', '不熟悉')
  return words
}

const FILLERS = [
  [
    '我',
    '我们',
    '本人',
    '市民',
    '您好',
    '你好',
    '请',
    '谢谢',
    '投',
    '投给',
    '投票',
    '选',
    '选择',
    '选项',
    '答案',
  ],
  [
    '给',
    '对',
    '对于',
    '的',
    '了',
    '是',
    '为',
    '该',
    '这个',
    '单位',
    '该单位',
    '工作',
    '服务',
    '电视问政',
    '问政',
  ],
  [
    '评价',
    '评议',
    '评分',
    '测评',
    '满意度',
    '满意度测评',
    '满意度评价',
    '表示',
    '认为',
    '觉得',
    '感觉',
    '感到',
  ],
  ['回复', '短信', '编号', '代码', '序号', '号码', '结果', '一票'],
].flat()

/** What a Han word means; every filler is free of polarity. */
export const HAN_WORDS: ReadonlyMap<string, Choice | 'filler'> = new Map<string, Choice | 'filler'>([
  ...FILLERS.map((word) => [word, 'filler'] as const),
  ...spellings(),
])
export const LONGEST_HAN_WORD = Math.max(...[...HAN_WORDS.keys()].map((word) => word.length))

/** Pinyin, with the spaces taken out. */
export const PINYIN_OPTIONS: ReadonlyMap<string, Choice> = new Map([
  ['MANYI', 'satisfied'],
  ['HENMANYI', 'satisfied'],
  ['FEICHANGMANYI', 'satisfied'],
  ['JIBENMANYI', 'fair'],
  ['JIBENSHANGMANYI', 'fair'],
  ['BUMANYI', 'dissatisfied'],
  ['BUTAIMANYI', 'dissatisfied'],
  ['HENBUMANYI', 'dissatisfied'],
  ['FEICHANGBUMANYI', 'dissatisfied'],
  ['BULIAOJIE', 'unsure'],
  ['BUQINGCHU', 'unsure'],
])
export const LONGEST_PINYIN = Math.max(...[...PINYIN_OPTIONS.keys()].map((word) => word.length))

/** Left over beside an option, one of these makes its polarity doubtful. */
export const NEGATING = /[不没非未别勿无否莫弗]|\b(?:BU|BUSHI|MEI|MEIYOU|NO|NOT)\b/u

/** 投票 and 问政 by their first letters, in front of a ballot: `TP A3`, `WZ满意3`. */
export const KEYWORD = /^(?:TP|WZ)(?![A-Z]{2})/

export const OPT_OUT_WORDS: ReadonlySet<string> = new Set([
  ...['TD', 'T', 'R', '退订', '退订TD', 'TD退订', '回T退订', '取消', '取消订阅', '退出', '停止', '拒收'],
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
])

export const HELP_WORDS: ReadonlySet<string> = new Set([
  ...['帮助', 'HELP', 'INFO', 'BZ', '说明', '怎么投', '怎么投票', '如何投票', '怎么评议', '如何评议'],
])

export const ASKING = /[?吗呢]/u

/** Faces and thumbs that say something; every other picture says nothing. */
export const GLAD = /[👍👏👌😀😁😃😄😊🙂😍🥰❤💯🌹🎉✅☺]/u
export const CROSS = /[👎😡😠😤🤬💩🤮🤢😞😒😢😭👿❌🖕🚫🙁☹✖]/u
