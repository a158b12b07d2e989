// Changes one number of a bundle after another, makes its hashes and its signature anew, and asks the verifier which it was (PUB3).

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MEMBERS } from '../../server/evaluation/bundle-members.ts'
import { writeBundle } from '../../server/evaluation/bundle-write.ts'
import { canonicalJson } from '../../server/evaluation/canonical.ts'
import { createSigning } from '../../server/signing.ts'
import { rowsOfFiles } from '../../server/storage/sqlite-poll-rows-file.ts'
import { verifyMembers } from '../../scripts/verify/verify.ts'
import { membersOf } from '../../scripts/verify/zip.ts'
import { forgedBundle } from '../support/forged-bundle.ts'
import { givenBundle, type GivenBundle, SIGNING_KEY } from '../support/given-bundle.ts'

type Path = readonly (string | number)[]

const signing = createSigning(SIGNING_KEY)
let given: GivenBundle
let members: ReadonlyMap<string, Buffer>

beforeAll(() => {
  given = givenBundle()
  const rows = rowsOfFiles([given.logFile], given.order.polls)
  const made = writeBundle(given.order, rows, { folder: given.folder, signingKey: SIGNING_KEY })
  members = membersOf(join(given.folder, `${made.bundleHash}.zip`))
})
afterAll(() => {
  rmSync(given.folder, { recursive: true, force: true })
})

const findingsIn = (changed: ReadonlyMap<string, Buffer>) =>
  verifyMembers(changed, '', { publicKey: signing.publicKey, others: [], onProgress: () => undefined })
    .findings

/** Numbers, and numbers written as text: exact ones, and those with two decimals. */
function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((each, i) => leavesOf(each, [...path, i]))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, each]) => leavesOf(each, [...path, name]))
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d\d)?$/.test(value))
  return isNumber ? [path] : []
}

/** The value with the number at `path` made one larger, the last digit of text included. */
function changedAt(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined)
    return typeof value === 'number'
      ? value + 1
      : String(value).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))
  if (Array.isArray(value)) return value.map((each, i) => (i === step ? changedAt(each, rest) : each))
  const object = value as Record<string, unknown>
  return { ...object, [step]: changedAt(object[step], rest) }
}

const forged = (name: string, bytes: Buffer) => forgedBundle(members, { [name]: bytes })

test('[PUB3] any one number of scheme, units, inputs, results, certainty, polls or manifest changed is found, and the file named', () => {
  expect(findingsIn(members).all).toEqual([])
  let tried = 0
  const unnamed: string[] = []
  for (const name of ['scheme', 'units', 'inputs', 'results', 'certainty', 'polls', 'manifest'] as const) {
    const file = MEMBERS[name]
    const value: unknown = JSON.parse(members.get(file)!.toString('utf8'))
    const leaves = leavesOf(value)
    expect([name, leaves.length > 0]).toEqual([name, true])
    for (const path of leaves) {
      tried += 1
      const { all } = findingsIn(forged(file, Buffer.from(canonicalJson(changedAt(value, path)), 'utf8')))
      // Results, draws and counts are named themselves; what they come from shows in what no longer follows from it. Where a
      // log stood when it was sealed cannot be recounted, but the results say which seals they are from.
      const isNamed = ['results', 'certainty', 'polls', 'manifest'].includes(name)
        ? all.some(
            ({ file: where, field, said, recomputed }) =>
              said !== recomputed && (where === file || (name === 'polls' && field === 'pollsHash')),
          )
        : all.some((finding) => ['results.json', file].includes(finding.file))
      if (!isNamed) unnamed.push(`${file} ${path.join('.')}`)
    }
  }
  console.log(`numbers changed one at a time: ${tried}, not named: ${unnamed.length}`)
  expect(unnamed).toEqual([])
})

test('[PUB3] a changed number of a result is named with its unit, field, what is said and what it comes to', () => {
  const results = JSON.parse(members.get(MEMBERS.results)!.toString('utf8')) as {
    categories: { rows: { unitId: string; place: number; parts: { points: { num: string } }[] }[] }[]
  }
  const row = results.categories[0]!.rows[1]!
  const { num } = row.parts[0]!.points
  row.parts[0]!.points.num = `${num}1`
  const { all } = findingsIn(forged(MEMBERS.results, Buffer.from(canonicalJson(results), 'utf8')))
  const code = row.unitId.slice(1)
  expect(all).toEqual([
    {
      file: 'results.json',
      unit: `${code} 第${code}单位`,
      field: 'categories[0].rows[1].parts[0].points.num',
      said: `${num}1`,
      recomputed: num,
    },
  ])
})

test('[PUB3] any one number of a ballot row changed is found: line, group or tally', () => {
  for (const name of [MEMBERS.ballots, MEMBERS.webBallots]) {
    const lines = members.get(name)!.toString('utf8').split('\n').slice(0, -1)
    const some = lines.flatMap((_, i) => (i < 30 || i % 23 === 0 || i > lines.length - 30 ? [i] : []))
    const unnamed: string[] = []
    for (const line of some) {
      for (const field of (JSON.parse(lines[line]!) as number[]).keys()) {
        const row = changedAt(JSON.parse(lines[line]!), [field]) as number[]
        const text = lines.map((each, i) => (i === line ? JSON.stringify(row) : each)).join('\n')
        const { all } = findingsIn(forged(name, Buffer.from(`${text}\n`, 'utf8')))
        if (!all.some(({ file }) => [name, 'polls.json'].includes(file)))
          unnamed.push(`${name} ${line} ${field}`)
      }
    }
    expect(unnamed).toEqual([])
  }
})

test('[PUB3] without the key, hashes made anew do not help: the signature does not fit', () => {
  const file = MEMBERS.polls
  const polls = JSON.parse(members.get(file)!.toString('utf8')) as {
    polls: { seals: { sequence: number }[] }[]
  }
  polls.polls[0]!.seals[0]!.sequence += 1
  const changed = new Map(forged(file, Buffer.from(canonicalJson(polls), 'utf8')))
  changed.set(MEMBERS.signature, members.get(MEMBERS.signature)!)
  expect(findingsIn(changed).all.map((finding) => finding.file)).toContain('manifest.sig')
})
