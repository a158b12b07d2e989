// A roll-up's totals against the published bundles they are from (EVAL9).

import type { Findings } from './findings.ts'
import type { Inputs, Manifest, Results, Units } from './shapes.ts'

export interface Source {
  readonly bundleHash: string
  readonly manifest: Manifest
  readonly results: Results
}

export function checkSources(
  manifest: Manifest,
  { rolled }: Inputs,
  { units }: Units,
  given: readonly Source[],
  findings: Findings,
  notes: string[],
): void {
  for (const { periodId, bundleHash } of manifest.sources) {
    const source = given.find((each) => each.bundleHash === bundleHash)
    if (source === undefined) {
      notes.push(
        `没有给出 ${periodId} 的公开数据包（${bundleHash}），它的总分未核对。The bundle of ${periodId} was not given: its totals are unchecked.`,
      )
      continue
    }
    findings.compare('manifest.json', periodId, source.manifest.period.periodId, `sources（${bundleHash}）`)
    const totals = new Map(
      source.results.categories.flatMap(({ rows }) => rows.map(({ unitId, total }) => [unitId, total])),
    )
    const ours = new Map(rolled.map(({ unitId, periods }) => [unitId, periods]))
    for (const { unitId, code, name } of units) {
      const said = ours.get(unitId)?.find((each) => each.periodId === periodId)
      const total = totals.get(unitId)
      const at = `rolled（${periodId}）`
      if (said === undefined ? total !== undefined : said.num !== total?.num || said.den !== total.den)
        findings.add('inputs.json', at, said ?? null, total ?? null, `${code} ${name}`)
    }
  }
}
