// `node scripts/soak.ts [--minutes 20] [--seed 1]`: eight hours of a display in twenty minutes, and whether memory or nodes grow.
//
// Scenes follow each other in a seeded order with every kind of take, snapshots come twice as fast as the server sends them.
// Exit code 1: after warming up there was growth: the least of the last quarter lies above the least of the second.

import { parseArgs } from 'node:util'
import { createRandom } from './demo/random.ts'
import { EVENING, TICK_MS } from './frames/evening.ts'
import { openGalleryRun } from './frames/gallery-run.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
})
const lastsMs = Number(values.minutes) * 60_000
const random = createRandom(Number(values.seed))
/** Growth smaller than this is the browser's own breathing. */
const SLACK = { heapMb: 1, nodes: 200, listeners: 50 } as const
const LOOK_EVERY_MS = Math.max(3_000, lastsMs / 40)
const TAKE_EVERY_MS = 1_200

interface Look {
  readonly heapMb: number
  readonly nodes: number
  readonly listeners: number
}

const names = Object.keys(EVENING)
const run = await openGalleryRun()
const looks: Look[] = []
try {
  const chromium = await run.page.context().newCDPSession(run.page)
  await chromium.send('Performance.enable')
  const startedMs = performance.now()
  console.log(`seed ${values.seed}, ${values.minutes} min\n`)
  console.log(
    ['   time', 'takes', 'heap MB', 'nodes', 'listeners', 'layouts']
      .map((each) => each.padStart(10))
      .join(''),
  )
  let takes = 0
  let lookAtMs = LOOK_EVERY_MS
  while (performance.now() - startedMs < lastsMs) {
    const scene = EVENING[random.pick(names)]!
    const from = random.below(500)
    const cut = random.next() < 0.3
    const snapshots = Array.from({ length: 24 }, (_, i) => ({ ...scene(from + i), cut }))
    await run.feed(snapshots, TICK_MS / 2)
    await run.page.waitForTimeout(TAKE_EVERY_MS)
    takes += 1
    if (performance.now() - startedMs < lookAtMs) continue
    lookAtMs += LOOK_EVERY_MS
    await chromium.send('HeapProfiler.collectGarbage')
    const { metrics } = await chromium.send('Performance.getMetrics')
    const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0
    const look = {
      heapMb: metric('JSHeapUsedSize') / 1e6,
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
    }
    looks.push(look)
    const cells = [
      `${Math.round((performance.now() - startedMs) / 1_000)} s`,
      takes,
      look.heapMb.toFixed(2),
      look.nodes,
      look.listeners,
      metric('LayoutCount'),
    ]
    console.log(cells.map((cell) => String(cell).padStart(10)).join(''))
  }
} finally {
  await run.close()
}

const quarter = Math.max(1, Math.floor(looks.length / 4))
let grew = false
for (const what of ['heapMb', 'nodes', 'listeners'] as const) {
  const early = Math.min(...looks.slice(quarter, 2 * quarter).map((look) => look[what]))
  const late = Math.min(...looks.slice(-quarter).map((look) => look[what]))
  const grown = late > early + SLACK[what]
  grew ||= grown
  console.log(
    `${what}: second quarter at least ${early.toFixed(1)}, last at least ${late.toFixed(1)}${grown ? '  GROWS' : ''}`,
  )
}
process.exitCode = grew ? 1 : 0
