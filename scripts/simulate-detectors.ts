// Tries the detectors on simulated shows and prints how often they flag clean ones and find attacked ones: the table of docs/异常识别.md.
//   npm run simulate-detectors -- [--clean 1000] [--attacked 300] [--seed 20270101]
// Everything follows from the seed; no show shares one. Two cores take some minutes.

import { parseArgs } from 'node:util'
import type { Detector } from '../shared/ballot/detect/finding.ts'
import { ATTACKS, ONE_GO, SCRIPTED, type Attack, type Run } from './detectors/attacks.ts'
import { cleanShow, type Size } from './detectors/crowd.ts'
import { attackedShow, findingsOf, PROMISED_SIZE, stuffedShow } from './detectors/trial.ts'

const { values } = parseArgs({
  options: {
    clean: { type: 'string', default: '1000' },
    attacked: { type: 'string', default: '300' },
    seed: { type: 'string', default: '20270101' },
  },
})
const [clean, attackedShows, firstSeed] = [values.clean, values.attacked, values.seed].map(Number) as [
  number,
  number,
  number,
]

const WINDOWS_A_SHOW = 3
const SMALL: Size = { fewest: 2_000, most: 10_000 }
const WHOLE: Run = { shortestMs: 60_000, longestMs: 300_000 }
const NAMES: Readonly<Record<Detector, string>> = {
  share_burst: '突增',
  pacing: '节奏',
  segments: '号段',
  turnout: '人数',
}
const percent = (part: number, of: number) => `${((part * 100) / of).toFixed(1)}%`

let nextSeed = firstSeed
const seeds = (count: number) => Array.from({ length: count }, () => nextSeed++)

console.log(`种子 ${firstSeed} 起\n`)
const evenings = Array.from({ length: clean }, () => seeds(WINDOWS_A_SHOW))
const flagged = evenings.filter((evening) => evening.some((seed) => findingsOf(cleanShow(seed)).length > 0))
const which = flagged.length === 0 ? '' : `（窗口种子 ${flagged.map(([first]) => first).join('、')} 起）`
console.log(
  `没有操纵的直播 ${clean} 场，每场 ${WINDOWS_A_SHOW} 个窗口（各 2,000–50,000 票）：误报 ${flagged.length} 场${which}\n`,
)

const stuffed = seeds(attackedShows)
const found = stuffed.filter((seed) => findingsOf(stuffedShow(seed)).length > 0).length
console.log(
  `5% 脚本刷票（10,000–50,000 票，三种通道，10–45 秒灌完）：找到 ${found}/${attackedShows}，${percent(found, attackedShows)}\n`,
)

console.log('| 攻击（占全部选票的 5%） | 10,000–50,000 票 | 2,000–10,000 票 | 由谁找到（大场） |')
console.log('|---|---|---|---|')
const rows: readonly (readonly [Attack, Run, string])[] = [
  ...SCRIPTED.map((attack) => [attack, ONE_GO, `${ATTACKS[attack]}，10–45 秒灌完`] as const),
  ...SCRIPTED.map((attack) => [attack, WHOLE, `${ATTACKS[attack]}，1 分钟到全程匀速`] as const),
  ...(['burst', 'number_farm', 'slow_farm', 'slow_staff'] as const).map(
    (attack) => [attack, ONE_GO, ATTACKS[attack]] as const,
  ),
]
for (const [attack, run, words] of rows) {
  const by = new Map<Detector, number>()
  const hits = (size: Size, counts: boolean) =>
    seeds(Math.ceil(attackedShows / 3)).filter((seed) => {
      const findings = findingsOf(attackedShow(seed, attack, { share: 0.05, size, run }))
      if (counts)
        for (const name of new Set(findings.map(({ detector }) => detector)))
          by.set(name, (by.get(name) ?? 0) + 1)
      return findings.length > 0
    }).length
  const [big, small] = [hits(PROMISED_SIZE, true), hits(SMALL, false)]
  const of = Math.ceil(attackedShows / 3)
  const names = [...by].map(([name, n]) => `${NAMES[name]} ${n}`).join('，')
  console.log(`| ${words} | ${percent(big, of)} | ${percent(small, of)} | ${names || '—'} |`)
}
if (flagged.length > clean / 100 || found < attackedShows * 0.95) {
  console.error('\n没有达到要求：误报至多 1%，5% 脚本刷票至少找到 95%。')
  process.exitCode = 1
}
