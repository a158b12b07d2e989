// Prints a recount for people: which files, then each window with every channel's counts and whether it is what was verified.

import { CHANNEL_NAMES, CHOICES, isHeadline } from '../../shared/ballot/choices.ts'
import type { ChannelCount, PollResult } from '../../shared/ballot/tally.ts'
import type { CountedLog, CountedWindow } from './count-logs.ts'
import type { ReadJournal } from './windows-in-journal.ts'

const COLUMNS = [
  '满意',
  '基本满意',
  '不满意',
  '不了解',
  '重复',
  '过早',
  '迟到',
  '陈旧',
  '无效',
  '隔离',
] as const
const WIDTH = 9
const NAME_WIDTH = 18

export function printRecount(
  journalFile: string,
  journal: ReadJournal,
  logs: readonly CountedLog[],
  counted: readonly CountedWindow[],
): string {
  const lines = [
    `流水 ${journalFile}：${journal.events}条，${chainWords(journal.brokenAt, '条')}，${journal.chainHash.slice(0, 16)}`,
    ...logs.map(
      ({ file, logId, ballots, brokenAt, chainHash }) =>
        `计票日志 ${logId} ${file}：${ballots}张，${chainWords(brokenAt, '张')}，${chainHash.slice(0, 16)}`,
    ),
  ]
  if (counted.length === 0) lines.push('', '流水中没有市民窗口。')
  for (const window of counted) lines.push('', ...windowLines(window))
  return lines.join('\n')
}

function windowLines({ window, count, isSealed, agrees, problems }: CountedWindow): readonly string[] {
  const { windowId, sessionTitle, unitName, opensAtMs, closesAtMs, isVoid } = window
  const closes = closesAtMs === null ? '待口令' : timeOf(closesAtMs)
  const standing = isVoid ? '已作废' : isSealed ? '已封存' : '未封存，暂计'
  return [
    `窗口 ${windowId} 《${sessionTitle}》${unitName}  ${timeOf(opensAtMs)} 至 ${closes}  ${standing}`,
    row('通道', COLUMNS),
    ...countLines(count.result),
    ...(count.unfiltered === null ? [] : ['  不计隔离：', ...countLines(count.unfiltered.result)]),
    agrees === null ? '  流水中还没有核验结果。' : agrees ? '  与流水中核验的结果一致。' : '  【不一致】',
    ...problems.map((problem) => `  【有问题】${problem}。`),
  ]
}

function countLines(result: PollResult): readonly string[] {
  return [
    ...result.channels.map((channel) => row(CHANNEL_NAMES[channel.channel], numbersOf(channel))),
    ...totalLines(result),
  ]
}

/** BAL11: the headline is SMS and WeChat; the web page stands beside it; a rate comes with its n. */
function totalLines({ channels }: PollResult): readonly string[] {
  const lines = [
    ['短信和微信', channels.filter(({ channel }) => isHeadline(channel))],
    ['网页', channels.filter(({ channel }) => !isHeadline(channel))],
  ] as const
  return lines
    .filter(([, counts]) => counts.length > 0)
    .map(([name, counts]) => {
      const total = (choice: (typeof CHOICES)[number]) =>
        counts.reduce((sum, { split }) => sum + split[choice], 0)
      const n = total('satisfied') + total('fair') + total('dissatisfied')
      const rate = n === 0 ? '—' : `${((100 * total('satisfied')) / n).toFixed(2)}%`
      return `  ${name}：n = ${n}（不含不了解${total('unsure')}），满意率（满意÷n）${rate}`
    })
}

function numbersOf({
  split,
  duplicate,
  early,
  late,
  stale,
  invalid,
  quarantined,
}: ChannelCount): readonly number[] {
  return [...CHOICES.map((choice) => split[choice]), duplicate, early, late, stale, invalid, quarantined]
}

function row(name: string, cells: readonly (string | number)[]): string {
  return `  ${padded(name, NAME_WIDTH, 'end')}${cells.map((cell) => padded(String(cell), WIDTH, 'start')).join('')}`
}

/** A Han character is two columns wide. */
function padded(text: string, width: number, at: 'start' | 'end'): string {
  let used = 0
  for (const character of text) used += character > '\u2e80' ? 2 : 1
  const space = ' '.repeat(Math.max(0, width - used))
  return at === 'start' ? space + text : text + space
}

function chainWords(brokenAt: number | null, unit: string): string {
  return brokenAt === null ? '哈希链完整' : `【哈希链在第${brokenAt}${unit}处断裂】`
}

/** China has one time of day: UTC+8. */
function timeOf(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().replace('T', ' ').replace('Z', '')
}
