// Proves the command line of choice-text: the corpus as a file, and a clear error with a non-zero exit for a bad one.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { choiceTextOf } from './choice-text.ts'
import corpus from '../tests/corpus/choice-text.json' with { type: 'json' }

const folder = mkdtempSync(join(tmpdir(), 'choice-text-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('[BAL1] the command prints the corpus’s results in order as a JSON array', async () => {
  const args = [resolve('scripts/choice-text.ts'), resolve('tests/corpus/choice-text.json')]
  const out = await new Promise<string>((done) => {
    execFile(process.execPath, args, (_, printed) => done(printed))
  })
  expect(JSON.parse(out)).toEqual(corpus.map((each) => each.expect))
})

test('[SAFE1] the command ends with 1 where it has nothing to read', async () => {
  const ended = await new Promise<unknown>((done) => {
    execFile(process.execPath, [resolve('scripts/choice-text.ts')], (error) => done(error?.code))
  })
  expect(ended).toBe(1)
})

test('[SAFE1] a bad file is named on standard error, nothing is printed, the exit code is 1', () => {
  const bad = [
    [],
    [join(folder, 'absent.json')],
    [folder],
    [file('broken.json', '[{"input":')],
    [file('object.json', '{"input":"A1"}')],
    [file('number.json', '[{"input":1}]')],
    [file('subject.json', '[{"input":"A1","currentSubject":21}]')],
    [file('a.json', '[]'), 'b.json'],
  ]
  for (const args of bad) {
    const { code, out, err } = choiceTextOf(args)
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toMatch(/^choice-text: .+\n$/)
  }
})

test('[SAFE1] an empty array, a byte-order mark and a null subject are fine', () => {
  expect(JSON.parse(choiceTextOf([file('empty.json', '[]')]).out)).toEqual([])
  const marked = file(
    'marked.json',
    '\uFEFF[{"input":"满意","currentSubject":null},{"input":"1","currentSubject":2}]',
  )
  expect(JSON.parse(choiceTextOf([marked]).out)).toEqual(['MISSING_SUBJECT', 'A2'])
})
