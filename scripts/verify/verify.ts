// Verifies one bundle: its hashes and signature, every tally from its rows, every point, place and list from its inputs (PUB3).

import { createPublicKey, verify as isSigned } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { checkComplete } from './complete.ts'
import { checkTallies } from './tallies.ts'
import { drawnAgain } from './draws.ts'
import { createFindings, type Findings } from './findings.ts'
import { type CategoryResult, rankedFromPoints, rankedFromTotals } from './places.ts'
import { METHODS, pointsOf, type Standing, type UnitPoints } from './points.ts'
import { checkSources, type Source } from './sources.ts'
import * as shapes from './shapes.ts'
import { sha256, sortedJson } from './sorted-json.ts'
import { membersOf } from './zip.ts'

export interface Verdict {
  readonly bundleHash: string
  readonly manifest: shapes.Manifest | null
  readonly findings: Findings
  /** What could not be checked with what was given; none of it is wrong. */
  readonly notes: readonly string[]
  readonly ballots: number
  readonly units: number
}

interface Options {
  /** As printed on /results, in hex; null: the key the bundle itself names is used, and that is noted. */
  readonly publicKey: string | null
  /** Other bundles: what a roll-up is made of. */
  readonly others: readonly string[]
  readonly onProgress: (what: string) => void
}

const JSON_MEMBERS = ['scheme', 'units', 'inputs', 'results', 'certainty', 'polls'] as const
const CATEGORIES: readonly shapes.Category[] = ['office', 'station', 'institution', 'utility']
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** Reads `file` and the others alone. Throws a Chinese sentence where it is no zip. */
export function verifyBundle(file: string, options: Options): Verdict {
  options.onProgress('读取文件 reading')
  return verifyMembers(membersOf(file), sha256(readFileSync(file)), options)
}

/** The same of a file that is unpacked already. */
export function verifyMembers(
  members: ReadonlyMap<string, Buffer>,
  bundleHash: string,
  { publicKey, others, onProgress }: Options,
): Verdict {
  const names = new Map<string, string>()
  const findings = createFindings((unitId) => names.get(unitId) ?? unitId)
  const notes: string[] = []
  const parsed = <T>(name: string, shape: z.ZodType<T>) => parsedOf(members, name, shape, findings)

  const manifest = parsed('manifest.json', shapes.Manifest)
  const whole = { bundleHash, manifest, findings, notes }
  if (manifest === null) return { ...whole, ballots: 0, units: 0 }
  checkMembers(members, manifest, findings)
  checkSignature(members, manifest, publicKey, findings, notes)

  const [scheme, units, inputs] = [
    parsed('scheme.json', shapes.Scheme),
    parsed('units.json', shapes.Units),
    parsed('inputs.json', shapes.Inputs),
  ]
  const [results, certainty, polls] = [
    parsed('results.json', shapes.Results),
    parsed('certainty.json', shapes.Certainty),
    parsed('polls.json', shapes.Polls),
  ]
  if (scheme === null || units === null || inputs === null || results === null || polls === null)
    return { ...whole, ballots: 0, units: 0 }
  for (const unit of units.units) names.set(unit.unitId, `${unit.code} ${unit.name}`)

  onProgress('核对摘要 hashes')
  const hashes = {
    schemeHash: sha256(sortedJson(scheme)),
    inputsHash: sha256(sortedJson({ ...inputs, units: units.units })),
    pollsHash: sha256(sortedJson(polls)),
  }
  for (const name of ['schemeHash', 'inputsHash'] as const)
    findings.compare('manifest.json', manifest[name], hashes[name], name)
  findings.compare('manifest.json', manifest.resultHash, sha256(sortedJson(results)), 'resultHash')

  checkComplete(manifest, units, inputs, polls, findings)
  const ballots = checkTallies({ members, polls, inputs, scheme, findings, notes, onProgress })
  onProgress('计算名次 ranking')
  checkScheme(scheme, findings)
  const again = rankedAgain(units, inputs, scheme, findings)
  findings.compare('results.json', results, {
    ...hashes,
    categories: again.categories.map(({ written }) => written),
    workings: again.workings,
  })
  checkCertainty(certainty, again.categories, inputs, { scheme, ...hashes }, findings, onProgress)
  const sources = others.flatMap((other) => sourceOf(other, notes) ?? [])
  checkSources(manifest, inputs, units, sources, findings, notes)
  return { ...whole, ballots, units: units.units.length }
}

function parsedOf<T>(
  members: ReadonlyMap<string, Buffer>,
  name: string,
  shape: z.ZodType<T>,
  findings: Findings,
): T | null {
  const bytes = members.get(name)
  if (bytes === undefined) {
    findings.add(name, '', '缺少这个文件 missing', '')
    return null
  }
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    findings.add(name, '', '不是 JSON', '')
    return null
  }
  const result = shape.safeParse(value)
  if (!result.success) {
    for (const { path, message } of result.error.issues.slice(0, 20))
      findings.add(name, pathOf(path), valueAt(value, path), message)
    return null
  }
  // Written in one way only: what a parser would forgive is no such file.
  if (!Buffer.from(sortedJson(value), 'utf8').equals(bytes))
    findings.add(name, '', '不是规范写法 not canonical', sha256(sortedJson(value)))
  return result.data
}

const pathOf = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (all, step) =>
      typeof step === 'number' ? `${all}[${step}]` : `${all}${all === '' ? '' : '.'}${String(step)}`,
    '',
  )

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((all, step) => (all as Record<PropertyKey, unknown> | undefined)?.[step], value)
}

function checkMembers(
  members: ReadonlyMap<string, Buffer>,
  manifest: shapes.Manifest,
  findings: Findings,
): void {
  const expected = [
    'README.txt',
    ...JSON_MEMBERS.map((name) => `${name}.json`),
    'ballots.jsonl',
    'web-ballots.jsonl',
  ]
  for (const name of expected)
    if (!manifest.members.some((member) => member.name === name))
      findings.add('manifest.json', 'members', '—', name)
  manifest.members.forEach((member, i) => {
    const bytes = members.get(member.name)
    const at = `members[${i}]（${member.name}）`
    if (bytes === undefined) findings.add(member.name, '', '缺少这个文件 missing', '')
    else {
      findings.compare('manifest.json', member.bytes, bytes.length, `${at}.bytes`)
      findings.compare('manifest.json', member.sha256, sha256(bytes), `${at}.sha256`)
    }
  })
  const named = new Set([...manifest.members.map(({ name }) => name), 'manifest.json', 'manifest.sig'])
  for (const name of members.keys())
    if (!named.has(name)) findings.add(name, '', '清单里没有这个文件 not in the manifest', '')
}

function checkSignature(
  members: ReadonlyMap<string, Buffer>,
  manifest: shapes.Manifest,
  publicKey: string | null,
  findings: Findings,
  notes: string[],
): void {
  if (publicKey === null)
    notes.push(
      `签名用包内公钥核对：${manifest.publicKey}。请与结果页（/results）上公布的公钥比对，或用 --key 给出。The key is the bundle's own: compare it with the one on /results.`,
    )
  else findings.compare('manifest.json', manifest.publicKey, publicKey, 'publicKey')
  const signature = members.get('manifest.sig')?.toString('utf8').trim() ?? ''
  const key = createPublicKey({
    key: Buffer.concat([SPKI_HEAD, Buffer.from(publicKey ?? manifest.publicKey, 'hex')]),
    format: 'der',
    type: 'spki',
  })
  const holds =
    /^[0-9a-f]{128}$/.test(signature) &&
    isSigned(null, members.get('manifest.json') ?? Buffer.alloc(0), key, Buffer.from(signature, 'hex'))
  if (!holds) findings.add('manifest.sig', '', '签名不符 signature does not fit', '')
}

/** Sums a scheme must have, or no weight means what it says (EVAL2). */
function checkScheme({ weightsBp, reviewersBp, tv }: shapes.Scheme, findings: Findings): void {
  const sum = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((a, b) => a + b, 0)
  findings.compare('scheme.json', sum(weightsBp), 10_000, 'weightsBp Σ')
  findings.compare('scheme.json', sum(reviewersBp), 10_000, 'reviewersBp Σ')
  findings.compare('scheme.json', tv.examinersBp + tv.pollBp, 10_000, 'tv.examinersBp + tv.pollBp')
}

function rankedAgain(
  { units }: shapes.Units,
  inputs: shapes.Inputs,
  scheme: shapes.Scheme,
  findings: Findings,
): { readonly categories: readonly CategoryResult[]; readonly workings: readonly object[] } {
  const inCategory = (category: shapes.Category) => units.filter((unit) => unit.category === category)
  if (inputs.rolled.length > 0)
    return {
      categories: CATEGORIES.map((category) =>
        rankedFromTotals(category, inCategory(category), inputs, scheme),
      ),
      workings: [],
    }
  const unitOf = new Map(units.map((unit) => [unit.unitId, unit]))
  const points = new Map<string, UnitPoints>()
  inputs.evidence.forEach((evidence, i) => {
    const unit = unitOf.get(evidence.unitId)
    if (unit === undefined) findings.add('inputs.json', `evidence[${i}].unitId`, evidence.unitId, '—')
    else points.set(unit.unitId, pointsOf(unit, evidence, scheme))
  })
  return {
    categories: CATEGORIES.map((category) =>
      rankedFromPoints(
        category,
        inCategory(category).map((unit) => points.get(unit.unitId) ?? withoutEvidence(unit)),
        scheme,
      ),
    ),
    workings: [...points.values()].map(({ working }) => working),
  }
}

function withoutEvidence(unit: shapes.Unit): UnitPoints {
  const absent: Standing = { state: 'absent', points: null }
  return {
    unit,
    standing: Object.fromEntries(METHODS.map((method) => [method, absent])) as UnitPoints['standing'],
    ...{ dissatisfied: null, examinersOnly: false, tv: null, vetoed: false, working: {} },
  }
}

function checkCertainty(
  said: shapes.Certainty,
  categories: readonly CategoryResult[],
  inputs: shapes.Inputs,
  { scheme, schemeHash, inputsHash }: { scheme: shapes.Scheme; schemeHash: string; inputsHash: string },
  findings: Findings,
  onProgress: Options['onProgress'],
): void {
  if (inputs.rolled.length > 0) {
    if (said !== null) findings.add('certainty.json', '', said, null)
    return
  }
  if (said === null) {
    findings.add('certainty.json', '', null, '{…}')
    return
  }
  const seed = sha256(`${schemeHash}${inputsHash}`)
  const draws = 2_000
  const evidence = new Map(inputs.evidence.map((each) => [each.unitId, each]))
  const drawn = categories.map((category, i) => {
    onProgress(`重复抽样 draws ${i + 1}/${categories.length}`)
    return drawnAgain(category, evidence, scheme, { seed, draws })
  })
  findings.compare('certainty.json', said, { seed, draws, categories: drawn })
}

function sourceOf(file: string, notes: string[]): Source | null {
  const members = membersOf(file)
  const quiet = createFindings((unitId) => unitId)
  const manifest = parsedOf(members, 'manifest.json', shapes.Manifest, quiet)
  const results = parsedOf(members, 'results.json', shapes.Results, quiet)
  if (manifest === null || results === null) {
    notes.push(`${file} 不是公开数据包，未用。`)
    return null
  }
  return { bundleHash: sha256(readFileSync(file)), manifest, results }
}
