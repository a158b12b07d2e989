// `node scripts/moving-picture.ts`: films a list being turned over and a score being revealed, writes docs/screenshots/reveal.png (APNG).

import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { FIXTURES } from '../display/gallery/fixtures.ts'
import { listRevealOf, stageOf } from '../display/gallery/made-up.ts'
import type { StageSnapshot } from '../shared/protocol/topics.ts'
import { openGalleryRun } from './frames/gallery-run.ts'
import { movingPng, type MovingFrame } from './pictures/small-png.ts'

const SIZE = { width: 1_200, height: 675 } as const
/** Frames nearer to each other than this are passed over: as smooth as is worth its bytes. */
const APART_MS = 50
const LARGEST_BYTES = 2_000_000
const PLACES = 5

const run = await openGalleryRun(SIZE)
try {
  const chromium = await run.page.context().newCDPSession(run.page)
  const taken: { readonly png: Buffer; readonly atMs: number }[] = []
  const put = async (snapshot: StageSnapshot, standsMs: number) => {
    await run.show(snapshot)
    await run.page.waitForTimeout(standsMs)
  }
  const list = (step: number) =>
    stageOf({ kind: 'list_reveal', reveal: listRevealOf(PLACES, step) }, { step })

  await put(list(0), 1_500)
  chromium.on('Page.screencastFrame', ({ data, sessionId, metadata }) => {
    taken.push({ png: Buffer.from(data, 'base64'), atMs: (metadata.timestamp ?? 0) * 1_000 })
    void chromium.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined)
  })
  await chromium.send('Page.startScreencast', { format: 'png' })
  await run.page.waitForTimeout(1_000)
  for (let step = 1; step <= PLACES; step += 1) await put(list(step), step === PLACES ? 2_500 : 1_400)
  await put(FIXTURES['score-reveal-waiting']!, 1_800)
  await put(FIXTURES['score-reveal-grades']!, 5_500)
  await chromium.send('Page.stopScreencast')

  const moving = movingPng(framesOf(taken))
  if (moving.length > LARGEST_BYTES) throw new Error(`${moving.length} bytes are more than ${LARGEST_BYTES}`)
  writeFileSync(resolve('docs/screenshots/reveal.png'), moving)
  console.log(`reveal.png  ${taken.length} frames taken, ${Math.round(moving.length / 1_000)} kB`)
} finally {
  await run.close()
}

/** Each frame stands until the next; the last one as long as a reader needs. The first may be from before the capture began. */
function framesOf(taken: readonly { readonly png: Buffer; readonly atMs: number }[]): readonly MovingFrame[] {
  const kept: { readonly png: Buffer; readonly atMs: number }[] = []
  for (const frame of taken.slice(1)) {
    if (frame.atMs - (kept.at(-1)?.atMs ?? -Infinity) < APART_MS) kept.pop()
    kept.push(frame)
  }
  return kept.map(({ png, atMs }, i) => ({
    png,
    ms: Math.min(60_000, (kept[i + 1]?.atMs ?? atMs + 2_000) - atMs),
  }))
}
