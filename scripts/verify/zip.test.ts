// The verifier reads what every other program would read of a file, or refuses it (PUB3).

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { membersOf } from './zip.ts'

const END_BYTES = 22
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zip-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const TWO = Buffer.from(zipSync({ 'a.json': strToU8('{"a":1}'), 'b.json': strToU8('{"b":2}') }))
const read = (zip: Buffer) => {
  const file = join(folder, 'x.zip')
  writeFileSync(file, zip)
  return Object.fromEntries([...membersOf(file)].map(([name, bytes]) => [name, bytes.toString('utf8')]))
}
const changed = (change: (zip: Buffer) => void): Buffer => {
  const zip = Buffer.from(TWO)
  change(zip)
  return zip
}
const endOf = (zip: Buffer) => zip.length - END_BYTES

describe('[PUB3] a zip file', () => {
  test('is read member by member', () => {
    expect(read(TWO)).toEqual({ 'a.json': '{"a":1}', 'b.json': '{"b":2}' })
  })

  test.each<readonly [string, Buffer, string]>([
    ['cut short', TWO.subarray(0, -1), '没有下载完整'],
    [
      'with a member the directory does not count',
      changed((zip) => zip.writeUInt16LE(1, endOf(zip) + 10)),
      '没有列出的内容',
    ],
    ['with something behind its end', Buffer.concat([TWO, Buffer.from('more')]), '没有列出的内容'],
    ['with a member of two names', changed((zip) => zip.write('c', 30)), '两个名字'],
    [
      'with two members of one name',
      changed((zip) => {
        for (let at = zip.indexOf('b.json'); at > 0; at = zip.indexOf('b.json', at)) zip.write('a', at)
      }),
      '有两个“a.json”',
    ],
    [
      'whose content is not what its checksum says',
      changed((zip) => zip.writeUInt32LE(7, zip.readUInt32LE(endOf(zip) + 16) + 16)),
      '校验和不符',
    ],
  ])('%s is refused', (_, zip, sentence) => {
    expect(() => read(zip)).toThrow(sentence)
  })
})
