// Which code ranks: a hash of every source file the ranking thread is made of, so that what an older program kept is not shown.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const RANKS = new URL('./ranking-worker.ts', import.meta.url)
const IMPORTED = /from '(\.{1,2}\/[^']+\.ts)'/g

/** SHA-256 in hex over the files and Node's version, whose arithmetic the draws use. `read`: the text of a file. */
export async function rankingCodeOf(
  entry: URL = RANKS,
  read: (file: URL) => Promise<string> = (file) => readFile(file, 'utf8'),
): Promise<string> {
  const texts = new Map<string, string>()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (texts.has(file.href)) continue
    const text = await read(file)
    texts.set(file.href, text)
    for (const [, path] of text.matchAll(IMPORTED)) waiting.push(new URL(path!, file))
  }
  const hash = createHash('sha256').update(process.version)
  // By their places to one another: the same program in another folder ranks the same.
  const placeOf = (href: string) => relative(fileURLToPath(entry), fileURLToPath(href))
  for (const [href, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`\n${placeOf(href)} ${text.length}\n`).update(text)
  return hash.digest('hex')
}
