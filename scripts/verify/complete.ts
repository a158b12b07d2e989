// Everything a bundle is about is said of once, and nothing of it is left out: units, their evidence, polls, the quarters of a roll-up.

import type { Findings } from './findings.ts'
import { order, ratio, read } from './ratio.ts'
import type { Evidence, Inputs, Manifest, Polls, Units } from './shapes.ts'

export function checkComplete(
  manifest: Manifest,
  { units }: Units,
  { evidence, rolled }: Inputs,
  { polls }: Polls,
  findings: Findings,
): void {
  const ids = units.map(({ unitId }) => unitId)
  const once = (file: string, field: string, values: readonly (string | number)[]) => {
    const seen = new Set<string | number>()
    const twice = values.find((value) => seen.size === seen.add(value).size)
    if (twice !== undefined) findings.add(file, field, `${twice} ×2`, '×1')
  }
  /** Once each, and all of them. */
  const ofEveryUnit = (field: string, values: readonly string[]) => {
    once('inputs.json', field, values)
    const there = new Set(values)
    const missing = ids.find((unitId) => !there.has(unitId))
    if (missing !== undefined) findings.add('inputs.json', field, '—', missing)
  }
  const names = manifest.members.map(({ name }) => name)
  once('manifest.json', 'members', names)
  once('units.json', 'units', [...new Set(ids)].length < ids.length ? ids : units.map(({ code }) => code))
  once(
    'polls.json',
    'polls',
    polls.map(({ pollId }) => pollId),
  )
  const { kind, rollsUp } = manifest.period
  findings.compare(
    'manifest.json',
    manifest.sources.map(({ periodId }) => periodId),
    rollsUp,
    'sources',
  )
  const withEvidence = evidence.map(({ unitId }) => unitId)
  if (kind === 'quarter') {
    ofEveryUnit('evidence', withEvidence)
    if (rollsUp.length > 0) findings.add('manifest.json', 'period.rollsUp', rollsUp, [])
    if (rolled.length > 0) findings.add('inputs.json', 'rolled', `[${rolled.length}]`, [])
  } else {
    once('inputs.json', 'evidence', withEvidence)
    ofEveryUnit(
      'rolled',
      rolled.map(({ unitId }) => unitId),
    )
    for (const { unitId, periods } of rolled) {
      const quarters = periods.map(({ periodId }) => periodId)
      once('inputs.json', `rolled（${unitId}）.periods`, quarters)
      for (const periodId of quarters)
        if (!rollsUp.includes(periodId))
          findings.add('inputs.json', `rolled（${unitId}）.periods`, periodId, rollsUp)
    }
  }
  const periodPolls = new Set(polls.flatMap(({ pollId, kind: of }) => (of === 'period' ? [pollId] : [])))
  for (const own of evidence) {
    const at = `evidence（${own.unitId}）`
    once(
      'inputs.json',
      `${at}.bigData`,
      own.bigData.map(({ indicatorId }) => indicatorId),
    )
    once(
      'inputs.json',
      `${at}.rectification`,
      own.rectification.map(({ itemId }) => itemId),
    )
    once(
      'inputs.json',
      `${at}.department`,
      own.department.map(({ group }) => group),
    )
    once(
      'inputs.json',
      `${at}.tv`,
      own.tv.map(({ sessionId, segmentId }) => `${sessionId}/${segmentId}`),
    )
    const pollIds = own.citizens?.pollIds ?? []
    once('inputs.json', `${at}.citizens.pollIds`, pollIds)
    for (const pollId of pollIds)
      if (!periodPolls.has(pollId)) findings.add('inputs.json', `${at}.citizens.pollIds`, pollId, '—')
    checkExaminers(own, at, findings)
  }
}

/** However it is trimmed and weighted, a result lies between the lowest and the highest mark. */
function checkExaminers({ tv }: Evidence, at: string, findings: Findings): void {
  for (const { segmentId, examiners } of tv) {
    const { marks } = examiners
    if (marks.length === 0) continue
    const result = read(examiners)
    const [lowest, highest] = [Math.min(...marks), Math.max(...marks)]
    if (order(result, ratio(lowest)) < 0 || order(result, ratio(highest)) > 0)
      findings.add(
        'inputs.json',
        `${at}.tv（${segmentId}）.examiners`,
        `${examiners.num}/${examiners.den}`,
        `${lowest}–${highest}`,
      )
  }
}
