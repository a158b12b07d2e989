// `npm run demo-quarter`: the whole flow of the evaluation office in one go, in a folder of its own, and its bundle verified.
//
// From frozen scheme to final publication with an objection and a correction, through the real doors of a real server whose
// clock was put back; then the published bundle goes through `npm run verify`. Ends with 0 where it agrees.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULT_SCHEME } from '../shared/evaluation/scheme.ts'
import { CATEGORIES, CATEGORY_NAMES } from '../shared/evaluation/unit.ts'
import type { PeriodsAnswer } from '../shared/protocol/period-api.ts'
import type { RankingAnswer } from '../shared/protocol/ranking-api.ts'
import { playPast, type Past } from './demo/past.ts'
import { cityStartsMs, pastQuartersOf, playPastCity } from './demo/past-city.ts'
import { createRandom } from './demo/random.ts'

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomBytes(4).readUInt32BE()) },
    /** Keeps folder and bundle, and says where. */
    keep: { type: 'boolean', default: false },
  },
})
const seed = Number(options.seed)
const folder = mkdtempSync(join(tmpdir(), 'wenzheng-quarter-'))
const bundle = join(folder, 'bundle.zip')
const startedAt = performance.now()
const say = (line: string) => {
  console.log(`[${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5)} 秒] ${line}`)
}
const PEOPLE = [
  { personId: 'daoyan', name: '导演', role: 'director', password: randomBytes(12).toString('hex') },
  { personId: 'pingyi', name: '评议办', role: 'office', password: randomBytes(12).toString('hex') },
  { personId: 'shenji', name: '审计', role: 'auditor', password: randomBytes(12).toString('hex') },
] as const

try {
  say(`虚构城市，400 个单位，种子 ${seed}`)
  const quarters = pastQuartersOf(Date.now())
  await playPast(
    {
      dataDir: join(folder, 'data'),
      startMs: cityStartsMs(quarters),
      people: PEOPLE,
      scheme: DEFAULT_SCHEME,
      say,
    },
    async (past) => {
      await playPastCity(past, quarters, createRandom(seed), Date.now())
      await tellLists(past, quarters[0].id)
    },
  )
  say('用独立的核验程序核对已公布的结果包 …')
  process.exitCode = await verify()
} finally {
  if (options.keep) say(`数据留在 ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
}

/** The final quarter's lists as the public reads them, and its bundle as anybody downloads it. */
async function tellLists(past: Past, periodId: string): Promise<void> {
  const office = await past.as('office')
  const { periods } = await office.get<PeriodsAnswer>('/api/periods')
  const publication = periods.find((period) => period.periodId === periodId)?.publications.at(-1)
  if (publication === undefined) throw new Error('nothing was published')
  for (const category of CATEGORIES) {
    const answer = await office.get<RankingAnswer>(
      `/api/publications/${publication.publicationId}/ranking?category=${category}`,
    )
    const names = (list: 'best' | 'worst') =>
      answer.rows.filter((row) => row.list === list).map(({ unit, total }) => `${unit.name} ${total}`)
    say(`${CATEGORY_NAMES[category]}  本类取 ${answer.listN} 名，十优之首：${names('best')[0] ?? '（无）'}`)
  }
  const zip = await fetch(`${past.base}/api/publications/${publication.publicationId}/bundle.zip`)
  if (!zip.ok) throw new Error(`the bundle is refused: ${await zip.text()}`)
  writeFileSync(bundle, Buffer.from(await zip.arrayBuffer()))
}

function verify(): Promise<number> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'verify/main.ts'), bundle], {
    stdio: 'inherit',
  })
  return new Promise((done) => child.once('exit', (code) => done(code ?? 1)))
}
