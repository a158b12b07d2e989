// The least any verifier does with a bundle: reads and unpacks it, hashes every member, and looks for the end of every row.
//
// Usage: node read-bundle.ts BUNDLE.zip. Standard output: how many rows, as JSON.

import { createHash } from 'node:crypto'
import { membersOf } from '../../verify/zip.ts'

const NEWLINE = 0x0a
const members = membersOf(process.argv[2] ?? '')
const hashes = [...members.values()].map((bytes) => createHash('sha256').update(bytes).digest('hex'))
if (new Set(hashes).size < members.size - 1) throw new Error('members alike')
const rows = members.get('ballots.jsonl') ?? Buffer.alloc(0)
let count = 0
for (let at = rows.indexOf(NEWLINE); at >= 0; at = rows.indexOf(NEWLINE, at + 1)) count += 1
console.log(JSON.stringify({ rows: count }))
