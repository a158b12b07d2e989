// The tree of RFC 6962: known roots, the definition itself, and going on from what was kept.

import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createMerkleTree, treeFrom } from './merkle-tree.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** RFC 6962, section 2.1, as it is written there. */
function rootByDefinition(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return sha256()
  if (entries.length === 1) return sha256(Buffer.of(0), entries[0]!)
  let k = 1
  while (k * 2 < entries.length) k *= 2
  return sha256(Buffer.of(1), rootByDefinition(entries.slice(0, k)), rootByDefinition(entries.slice(k)))
}

test('[LOG2] roots are those of Certificate Transparency’s reference tests', () => {
  const entries = [
    ...['', '00', '10', '2021', '3031', '40414243', '5051525354555657'],
    '606162636465666768696a6b6c6d6e6f',
  ]
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  const tree = createMerkleTree()
  expect(hex(tree.root())).toBe(hex(sha256()))
  for (const [i, entry] of entries.entries()) {
    tree.add(Buffer.from(entry, 'hex'))
    expect(hex(tree.root()), `of ${String(i + 1)}`).toBe(roots[i])
  }
})

test('[LOG2] of every size up to 130 the root is the definition’s, also of a tree that went on from its peaks', () => {
  const entries = Array.from({ length: 130 }, (_, i) => randomBytes(1 + (i % 70)))
  const tree = createMerkleTree()
  for (const [i, entry] of entries.entries()) {
    const goneOn = treeFrom(tree.size(), tree.peaks())
    for (const each of [tree, goneOn]) each.add(entry)
    const expected = hex(rootByDefinition(entries.slice(0, i + 1)))
    expect(hex(tree.root())).toBe(expected)
    expect(hex(goneOn.root())).toBe(expected)
    expect(hex(goneOn.peaks())).toBe(hex(tree.peaks()))
  }
  expect(() => treeFrom(3, tree.peaks().subarray(0, 32))).toThrow(RangeError)
  expect(() => treeFrom(-1, new Uint8Array())).toThrow(RangeError)
})
