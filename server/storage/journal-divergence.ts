// Two copies of one journal that contradict each other: where they part, what a person is told, and how the mirror is put aside.

import { existsSync, renameSync } from 'node:fs'
import { isSameHash, type JournalRow } from './journal-row.ts'

/** Its message is for people: whole and Chinese. Nothing was changed on either side. */
export class JournalDiverged extends Error {
  readonly firstPosition: number
  constructor(firstPosition: number, herePosition: number, therePosition: number) {
    super(
      `本机的流水与 Redis 中的流水从第${String(firstPosition)}条起不一致（本机到第${String(herePosition)}条，Redis 到第${String(therePosition)}条），` +
        '不能继续写入。须由负责人核对后选定一份：以 Redis 为准，用 --take-journal=redis 重新启动；以本机为准，先停掉其他进程，再用 --take-journal=here 重新启动。未选中的一份改名保留。',
    )
    this.name = 'JournalDiverged'
    this.firstPosition = firstPosition
  }
}

/**
 * The first position at which two journals differ, both of which hold `upTo` events. `here` gives `limit` rows behind a
 * position, `there` some. A chain that parted never meets again, so halving finds it.
 */
export async function firstDifference(
  upTo: number,
  here: (after: number, limit: number) => Promise<readonly JournalRow[]>,
  there: (after: number) => Promise<readonly JournalRow[]>,
): Promise<number> {
  let [same, different] = [0, upTo + 1]
  while (different - same > 1) {
    const middle = Math.floor((same + different) / 2)
    const [a, b] = await Promise.all([here(middle - 1, 1), there(middle - 1)])
    const isSame = a[0] !== undefined && b[0] !== undefined && isSameHash(a[0].chain_hash, b[0].chain_hash)
    if (isSame) same = middle
    else different = middle
  }
  return different
}

/** Renames a closed journal's file, and what SQLite keeps beside it, so that it can still be read. */
export function setMirrorAside(file: string, position: number): void {
  for (let n = 1; ; n += 1) {
    const aside = `${file.replace(/\.db$/, '')}.set-aside-${String(position)}-${String(n)}.db`
    if (existsSync(aside)) continue
    for (const end of ['', '-wal', '-shm']) {
      if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`)
    }
    return
  }
}
