// What somebody who holds the signing key might write so that all sums agree all the same: each is named (PUB3).

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type BallotGroup,
  MEMBERS,
  type Manifest,
  type PollsMember,
  type PublishedInputs,
  type ResultsMember,
  type UnitsMember,
} from '../../server/evaluation/bundle-members.ts'
import { type BundleOrder, writeBundle } from '../../server/evaluation/bundle-write.ts'
import { canonicalJson } from '../../server/evaluation/canonical.ts'
import { createSigning } from '../../server/signing.ts'
import { rowsOfFiles } from '../../server/storage/sqlite-poll-rows-file.ts'
import { forgedBundle } from '../../tests/support/forged-bundle.ts'
import { givenBundle, type GivenBundle, rolledOrder, SIGNING_KEY } from '../../tests/support/given-bundle.ts'
import { verifyMembers } from './verify.ts'
import { membersOf } from './zip.ts'

type Writable<T> = T extends string
  ? T
  : T extends readonly (infer E)[]
    ? Writable<E>[]
    : T extends object
      ? { -readonly [K in keyof T]: Writable<T[K]> }
      : T
interface Said {
  readonly units: Writable<UnitsMember>
  readonly inputs: Writable<PublishedInputs>
  readonly polls: Writable<PollsMember>
}

let given: GivenBundle
let members: ReadonlyMap<string, Buffer>
let bundleHash: string
const writtenBy = (order: BundleOrder) => {
  const rows = rowsOfFiles([given.logFile], order.polls)
  const made = writeBundle(order, rows, { folder: given.folder, signingKey: SIGNING_KEY })
  bundleHash = made.bundleHash
  return membersOf(join(given.folder, `${made.bundleHash}.zip`))
}
const jsonOf = <T>(of: ReadonlyMap<string, Buffer>, name: string) =>
  JSON.parse(of.get(name)!.toString('utf8')) as T
const bytesOf = (value: unknown) => Buffer.from(canonicalJson(value), 'utf8')
const findingsIn = (of: ReadonlyMap<string, Buffer>, others: readonly string[] = []) =>
  verifyMembers(of, '', {
    publicKey: createSigning(SIGNING_KEY).publicKey,
    others,
    onProgress: () => undefined,
  }).findings.all

beforeAll(() => {
  given = givenBundle()
  members = writtenBy(given.order)
})
afterAll(() => {
  rmSync(given.folder, { recursive: true, force: true })
})

/** Where findings are, of a bundle in which units, inputs and polls are changed together. */
function foundAfter(change: (said: Said) => void): readonly string[] {
  const said: Said = {
    units: jsonOf(members, MEMBERS.units),
    inputs: jsonOf(members, MEMBERS.inputs),
    polls: jsonOf(members, MEMBERS.polls),
  }
  change(said)
  const forged = forgedBundle(members, {
    [MEMBERS.units]: bytesOf(said.units),
    [MEMBERS.inputs]: bytesOf(said.inputs),
    [MEMBERS.polls]: bytesOf(said.polls),
  })
  return findingsIn(forged).map(({ file, field }) => `${file} ${field}`)
}
const ofUnit = (groups: readonly Writable<BallotGroup>[], unitId: string) =>
  groups.findIndex((group) => group.feeds === 'citizens' && group.unitIds.includes(unitId as never))
const citizensOf = ({ inputs }: Said, unitId: string) =>
  inputs.evidence.find((each) => each.unitId === unitId)!.citizens!

describe('[PUB3] ballots are named that were taken from a unit', () => {
  test('into a second group of it', () => {
    expect(
      foundAfter(({ polls }) => {
        const at = ofUnit(polls.groups, 'u2')
        const { split, counted } = polls.groups[at]!
        polls.groups[at]!.split = { ...split!, dissatisfied: split!.dissatisfied - 5 }
        polls.groups[at]!.counted = counted - 5
        const more = { satisfied: 0, fair: 0, dissatisfied: 5, unsure: 0 }
        polls.groups.push({ ...polls.groups[at]!, group: 99, counted: 5, duplicate: 0, split: more })
      }),
    ).toContain('polls.json groups[12].unitIds')
  })

  test('by counts from elsewhere in their place', () => {
    expect(foundAfter((said) => (citizensOf(said, 'u2').pollIds = []))).toContain(
      'polls.json groups[1].unitIds',
    )
  })

  test('and pooled with small ones, though it is large', () => {
    const found = foundAfter((said) => {
      const { groups } = said.polls
      const at = ofUnit(groups, 'u2')
      const pooled = groups.find(({ feeds }) => feeds === 'pooled')!
      pooled.unitIds = [...pooled.unitIds, 'u2' as never]
      groups.splice(at, 1)
      citizensOf(said, 'u2').split = null
    })
    expect(found).toContain('inputs.json evidence（u2）.citizens.split')
  })

  test('into the pooled group, in which it has no part', () => {
    expect(
      foundAfter(({ polls }) => {
        const pooled = polls.groups.find(({ feeds }) => feeds === 'pooled')!
        pooled.unitIds = [...pooled.unitIds, 'u2' as never]
      }),
    ).toContain('polls.json groups[11].unitIds')
  })

  test('of a live poll, with its segment’s split held back', () => {
    expect(foundAfter(({ inputs }) => (inputs.evidence[0]!.tv[0]!.poll!.split = null))).toContain(
      'inputs.json evidence（u1）.tv（g）.poll.split',
    )
  })
})

describe('[PUB3] everything is said once, and of every unit', () => {
  test.each<readonly [string, (said: Said) => unknown, string]>([
    ['a unit twice', ({ units }) => units.units.push(units.units[0]!), 'units.json units'],
    ['evidence twice', ({ inputs }) => inputs.evidence.push(inputs.evidence[0]!), 'inputs.json evidence'],
    ['a unit without evidence', ({ inputs }) => inputs.evidence.pop(), 'inputs.json evidence'],
    [
      'an indicator twice',
      ({ inputs }) => inputs.evidence[0]!.bigData.push({ ...inputs.evidence[0]!.bigData[0]!, numerator: 1 }),
      'inputs.json evidence（u1）.bigData',
    ],
    [
      'an item twice',
      ({ inputs }) => inputs.evidence[0]!.rectification.push(inputs.evidence[0]!.rectification[0]!),
      'inputs.json evidence（u1）.rectification',
    ],
    [
      'a segment twice',
      ({ inputs }) => inputs.evidence[0]!.tv.push(inputs.evidence[0]!.tv[0]!),
      'inputs.json evidence（u1）.tv',
    ],
    ['a poll twice', ({ polls }) => polls.polls.push(polls.polls[0]!), 'polls.json polls'],
    [
      'a poll that is not there',
      (said) => citizensOf(said, 'u3').pollIds.push('c00000000009' as never),
      'inputs.json evidence（u3）.citizens.pollIds',
    ],
  ])('%s is named', (_, change, where) => {
    expect(foundAfter(change)).toContain(where)
  })
})

test('[PUB3] [EVAL8] an examiners’ result outside what they marked is named', () => {
  const found = foundAfter(({ inputs }) => (inputs.evidence[0]!.tv[0]!.examiners.num = '91'))
  expect(found).toContain('inputs.json evidence（u1）.tv（g）.examiners')
})

describe('[PUB3] [EVAL9] of a roll-up', () => {
  const rolled = (change: (order: BundleOrder) => BundleOrder = (order) => order) => {
    members = writtenBy(given.order)
    const quarter = bundleHash
    const { categories } = jsonOf<ResultsMember>(members, MEMBERS.results)
    const rows = categories.flatMap((category) => category.rows)
    const others = [join(given.folder, `${quarter}.zip`)]
    const all = findingsIn(writtenBy(change(rolledOrder(quarter, rows))), others)
    return all.map(({ file, field }) => `${file} ${field}`)
  }

  test('nothing is found where it holds', () => {
    expect(rolled()).toEqual([])
  })

  test('a quarter that it rolls up and does not count is named', () => {
    const more = (order: BundleOrder) => ({
      ...order,
      period: { ...order.period, rollsUp: [...order.period.rollsUp, 'q1' as never] },
    })
    expect(rolled(more)).toEqual(['manifest.json sources.length'])
  })

  test('a quarter that counts twice for a unit is named', () => {
    const twice = (order: BundleOrder) => ({
      ...order,
      inputs: {
        ...order.inputs,
        rolled: order.inputs.rolled.map((each, i) =>
          i === 0 ? { ...each, periods: [...each.periods, ...each.periods] } : each,
        ),
      },
    })
    expect(rolled(twice)).toEqual(['inputs.json rolled（u1）.periods'])
  })

  test('a quarter that is made of totals alone is named', () => {
    const quarter = (order: BundleOrder) => ({
      ...order,
      period: { ...order.period, kind: 'quarter' as const, rollsUp: [] },
      sources: [],
    })
    expect(rolled(quarter)).toContain('inputs.json rolled')
  })
})

test('[PUB3] bytes that only read like what was hashed are named', () => {
  // 0xFF is no UTF-8: it reads as U+FFFD, which is three other bytes.
  const units = jsonOf<Writable<UnitsMember>>(members, MEMBERS.units)
  units.units[0]!.name = 'A\uFFFD'
  const bytes = bytesOf(units)
  const at = bytes.indexOf(Buffer.from('\uFFFD', 'utf8'))
  const other = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at + 3)])
  const found = findingsIn(forgedBundle(members, { [MEMBERS.units]: other }))
  expect(found.map(({ file, field, said }) => [file, field, said])).toContainEqual([
    'units.json',
    '',
    '不是规范写法 not canonical',
  ])
})

test('[PUB3] a manifest that names a member twice is named', () => {
  const manifest = jsonOf<Writable<Manifest>>(members, MEMBERS.manifest)
  manifest.members.push({ ...manifest.members[0]! })
  const found = findingsIn(forgedBundle(members, { [MEMBERS.manifest]: bytesOf(manifest) }))
  expect(found.map(({ file, field }) => `${file} ${field}`)).toEqual(['manifest.json members'])
})
