// A finding as one Chinese sentence, and its probability and rules in words. Of a hidden poll no choice is named (SHOW5).

import { unreachable } from '../../shared/basics/result.ts'
import { CHANNEL_NAMES, CHOICE_NAMES } from '../../shared/ballot/choices.ts'
import type { Counted, Finding } from '../../shared/ballot/detect/finding.ts'
import type { QuarantineRule } from '../../shared/ballot/quarantine.ts'
import { SPLIT_FROM_N } from '../../shared/show/session-rules.ts'
import { dateTimeOf, timeOf } from './city-time.ts'

const DAY_MS = 86_400_000

/** `open`: choices, shares and counts by choice may be told; a share below 100 ballots never is. */
export function findingSentenceOf(finding: Finding, open: boolean): string {
  switch (finding.detector) {
    case 'share_burst': {
      const { channel, choice, fromMs, toMs, inside, around, ballots, excess } = finding
      const where = `${sliceWords(fromMs, toMs)} ${CHANNEL_NAMES[channel]}`
      if (!open || inside.n < SPLIT_FROM_N || around.n < SPLIT_FROM_N)
        return `${where}的选择分布与其他时间、其他通道明显不同，这段时间共 ${countOf(ballots)} 张。`
      return `${where}的“${CHOICE_NAMES[choice]}”占 ${shareOf(inside)}（${countOf(inside.chosen)}/${countOf(inside.n)} 张），其余时间占 ${shareOf(around)}；约有 ${countOf(excess)} 张超出正常。`
    }
    case 'pacing': {
      const { channel, choice, fromMs, toMs, periodMs, excess } = finding
      const where = `${sliceWords(fromMs, toMs)} ${CHANNEL_NAMES[channel]}`
      const beat = `每 ${(periodMs / 1_000).toFixed(3)} 秒一拍`
      return open && excess >= SPLIT_FROM_N
        ? `${where}的“${CHOICE_NAMES[choice]}”有约 ${countOf(excess)} 张像机器一样${beat}地到达，人不会这样整齐。`
        : `${where}有一批选票像机器一样${beat}地到达，人不会这样整齐。`
    }
    case 'segments': {
      const { channel, choice, fromMs, toMs, segments, others, ballots, excess, tested } = finding
      const chosen = segments.reduce((sum, each) => sum + each.chosen, 0)
      const many = `${segments.length} 个号段（受检 ${tested} 个）`
      if (channel !== null && fromMs !== null && toMs !== null)
        return `${sliceWords(fromMs, toMs)} ${CHANNEL_NAMES[channel]}有 ${many}同时来票过于集中，共 ${countOf(ballots)} 张，约有 ${countOf(excess)} 张超出正常。`
      if (!open || ballots < SPLIT_FROM_N || others.n < SPLIT_FROM_N)
        return `有 ${many}的选择过于一致，与全市其他号段明显不同，共 ${countOf(ballots)} 张。`
      return `有 ${many}的“${CHOICE_NAMES[choice]}”占 ${shareOf({ n: ballots, chosen })}，其他号段占 ${shareOf(others)}；共 ${countOf(ballots)} 张，约有 ${countOf(excess)} 张超出正常。`
    }
    case 'turnout': {
      const { of, people, counted, mostTurnoutBp } = finding
      const who =
        of === 'electorate'
          ? `有权评议的只有 ${countOf(people)} 人`
          : `一个号段只有 ${countOf(people)} 个号码`
      return mostTurnoutBp < 10_000 && counted <= people
        ? `${who}，参与率定为至多 ${(mostTurnoutBp / 100).toFixed(2)}%，却计入了 ${countOf(counted)} 张。`
        : `${who}，却计入了 ${countOf(counted)} 张：多出的不可能都是真人。`
    }
    default:
      return unreachable(finding)
  }
}

/** How likely it is in a whole show without manipulation. */
export function probabilityWords(probability: number): string {
  if (probability === 0) return '不可能'
  if (probability < 1e-9) return '不到十亿分之一'
  if (probability < 1e-6) return '不到百万分之一'
  if (probability < 1e-4) return '不到万分之一'
  return probability < 1e-3 ? '不到千分之一' : '不到百分之一'
}

/** What a rule sets aside: `短信（阿里云）· 20:03:10–20:03:30 · 号段 #7F3A2C11`. */
export function ruleWords({ channel, unitCode, fromMs, toMs, segmentHash }: QuarantineRule): string {
  return [
    channel === null ? '' : CHANNEL_NAMES[channel],
    unitCode === null ? '' : `单位 ${unitCode}`,
    fromMs === null && toMs === null ? '' : sliceWords(fromMs, toMs),
    segmentHash === null ? '' : `号段 ${segmentLabel(segmentHash)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** A number segment is known by its keyed hash alone. */
export function segmentLabel(segmentHash: number): string {
  return `#${segmentHash.toString(16).toUpperCase().padStart(8, '0')}`
}

function sliceWords(fromMs: number | null, toMs: number | null): string {
  if (fromMs === null) return toMs === null ? '' : `${timeOf(toMs)} 之前`
  if (toMs === null) return `${timeOf(fromMs)} 起`
  const far = toMs - fromMs > DAY_MS / 2
  return far ? `${dateTimeOf(fromMs)}–${dateTimeOf(toMs)}` : `${timeOf(fromMs)}–${timeOf(toMs)}`
}

function shareOf({ n, chosen }: Counted): string {
  return `${((chosen * 100) / Math.max(1, n)).toFixed(1)}%`
}

function countOf(n: number): string {
  return n.toLocaleString('zh-CN')
}
