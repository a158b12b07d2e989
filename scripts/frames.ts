// `node scripts/frames.ts [--seconds 60] [SCENE…]` (after `npm run demo` or `npm start` built the pages): how soon a display shows its first
// picture, and how smoothly each scene moves while 1,000 ballots a second come in.
//
// Rendering is software here, and the machine may be busy: the share of frames over 20 ms of an almost empty page with one thing
// moving, in the same run before and after, says what the machine itself leaves. Nothing is decided by time: the exit code is 0.

import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { EVENING, TICK_MS } from './frames/evening.ts'
import { firstFrames } from './frames/first-frame.ts'
import { openGalleryRun, type GalleryRun } from './frames/gallery-run.ts'

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '60' } },
  allowPositionals: true,
})
const forMs = Number(values.seconds) * 1_000
const wanted = positionals.length === 0 ? Object.keys(EVENING) : positionals
const LONG_MS = 20
const WARM_UP_MS = 1_500

const first = (await firstFrames(5)).toSorted((a, b) => a - b)
console.log(
  `first picture after navigation, nothing cached: median ${first[2]?.toFixed(0)} ms of ${first.map((ms) => ms.toFixed(0)).join(' ')} (P11: < 800 ms)`,
)
const run = await openGalleryRun()
try {
  console.log(`1920×1080, software rendering, load ${loadavg()[0]?.toFixed(1)}, ${values.seconds} s each\n`)
  console.log(row(['scene', 'frames', 'over 20 ms', 'median', 'p95', 'worst', 'busy ms/s', 'layout ms/s']))
  await yardstick(run, 'yardstick before')
  for (const name of wanted) {
    const scene = EVENING[name]
    if (scene === undefined)
      throw new Error(`no such scene: ${name}; there are ${Object.keys(EVENING).join(' ')}`)
    const ticks = Math.ceil((forMs + WARM_UP_MS) / TICK_MS)
    await run.feed(
      Array.from({ length: ticks }, (_, i) => scene(i)),
      TICK_MS,
    )
    await run.page.waitForTimeout(WARM_UP_MS)
    const before = await run.work()
    const gaps = await run.gaps(forMs)
    const after = await run.work()
    tell(name, gaps, [after.busyMs - before.busyMs, after.layoutMs - before.layoutMs])
  }
  await yardstick(run, 'yardstick after')
} finally {
  await run.close()
}

/** A page with nothing but one square that turns. */
async function yardstick({ page }: GalleryRun, name: string): Promise<void> {
  const bare = await page.context().newPage()
  await bare.setContent(
    '<style>@keyframes t{to{transform:rotate(1turn)}}div{width:200px;height:200px;background:#e6c478;animation:t 4s linear infinite}</style><div></div>',
  )
  await bare.waitForTimeout(WARM_UP_MS)
  const gaps = await bare.evaluate(
    (ms) =>
      new Promise<number[]>((told) => {
        const seen: number[] = []
        const since = performance.now()
        let last = since
        const frame = (at: number) => {
          seen.push(at - last)
          last = at
          if (at - since < ms) requestAnimationFrame(frame)
          else told(seen.slice(1))
        }
        requestAnimationFrame(frame)
      }),
    Math.min(forMs, 10_000),
  )
  tell(name, gaps)
  await bare.close()
  await page.bringToFront()
}

/** `worked`: ms of the page's main thread in these frames, which do not depend on how busy the machine is as gaps do. */
function tell(name: string, gaps: readonly number[], worked: readonly number[] = []): void {
  const sorted = gaps.toSorted((a, b) => a - b)
  const at = (part: number) => (sorted[Math.ceil(sorted.length * part) - 1] ?? 0).toFixed(1)
  const long = (gaps.filter((gap) => gap > LONG_MS).length * 100) / Math.max(1, gaps.length)
  console.log(
    row([
      name,
      String(gaps.length),
      `${long.toFixed(2)} %`,
      at(0.5),
      at(0.95),
      at(1),
      ...worked.map((ms) => ((ms * 1_000) / forMs).toFixed(0)),
    ]),
  )
}

function row(cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(18) : cell.padStart(11))).join('')
}
