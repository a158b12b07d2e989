// Proves that a published ranking is its bundle's own, word for word what ranking its inputs gives, and is read out of it once.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SIGNING_KEY } from '../../tests/support/given-bundle.ts'
import { type GivenPublication, givenPublication } from '../../tests/support/given-publication.ts'
import { CATEGORIES } from '../../shared/evaluation/categories.ts'
import { outcomeOf } from '../../shared/evaluation/outcome.ts'
import { rankPeriod } from '../../shared/evaluation/period-ranking.ts'
import { categoryCertaintyOf } from '../../shared/evaluation/uncertain-units.ts'
import { createKeptFiles } from './kept-files.ts'
import { certaintySeedOf } from './published-inputs.ts'
import { createPublications } from './publications.ts'

let given: GivenPublication
let keptFolder = ''
beforeEach(() => {
  given = givenPublication()
  keptFolder = join(given.folder, 'kept')
})
afterEach(() => rmSync(given.folder, { recursive: true, force: true }))

const started = () =>
  createPublications(given.folder, () => given.house, createKeptFiles(keptFolder, SIGNING_KEY))

test('[PUB2] [RANK7] the ranking and its certainty are those of the inputs in it, also from what was kept of it', async () => {
  const { inputs, scheme } = given.order
  const wanted = rankPeriod(inputs, scheme).categories
  const seedHex = certaintySeedOf(inputs, scheme)
  for (const fromKept of [false, true]) {
    const { ranked, manifest, bundleBytes } = await started().rankingOf(given.publication)
    expect(manifest.resultHash).toBe(given.publication.resultHash)
    expect(bundleBytes).toBe(readFileSync(started().fileOf(given.publication)).length)
    for (const category of CATEGORIES) {
      const { rows } = ranked.outcome.of(category)
      expect([fromKept, ranked.outcome.of(category)]).toEqual([fromKept, outcomeOf(wanted[category])])
      const drawn = categoryCertaintyOf(wanted[category], inputs, scheme, { draws: 2_000, seedHex })
      expect(rows.map(({ unit }) => ranked.certainty!.of(category).get(unit.unitId))).toEqual(drawn)
    }
    expect(readdirSync(keptFolder).map((name) => name.split('.')[1])).toEqual(['publication'])
  }
})

test('[PUB2] a bundle that is not what its hash says is not read; what was kept of it is, and its cards are not', async () => {
  const file = started().fileOf(given.publication)
  const whole = readFileSync(file)
  const damaged = Buffer.from(whole)
  damaged[whole.length >> 1]! ^= 1
  writeFileSync(file, damaged)
  await expect(started().rankingOf(given.publication)).rejects.toThrow('is not the bundle of that hash')
  writeFileSync(file, whole)
  await started().rankingOf(given.publication)
  rmSync(file)
  await started().rankingOf(given.publication)
  await expect(started().contentOf(given.publication)).rejects.toThrow('ENOENT')
})

test('[PUB2] what was kept of a bundle and edited since is read out of the bundle again', async () => {
  const before = await started().rankingOf(given.publication)
  const file = join(keptFolder, readdirSync(keptFolder)[0]!)
  const text = readFileSync(file, 'latin1')
  const { total } = before.ranked.outcome.of('office').rows[0]!
  const edited = text.replace(`"${total}"`, '"99.99"')
  expect(edited).not.toBe(text)
  writeFileSync(file, edited, 'latin1')
  const after = await started().rankingOf(given.publication)
  expect(after.ranked.outcome.of('office')).toEqual(before.ranked.outcome.of('office'))
})
