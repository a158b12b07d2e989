// `node scripts/quarter-screenshots.ts` (after the pages were built): two quarters played, then pictures of what they left on the screens.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DEFAULT_SCHEME } from '../shared/evaluation/scheme.ts'
import { playPast, type Past } from './demo/past.ts'
import { cityStartsMs, pastQuartersOf, playPastCity } from './demo/past-city.ts'
import { createRandom } from './demo/random.ts'
import { setUpCamera, signIn } from './screenshots/camera.ts'
import { PEOPLE, PUBLIC_URL } from './screenshots/city-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'wenzheng-pictures-'))
const quarters = pastQuartersOf(Date.now())
const people = [PEOPLE.director, PEOPLE.office, PEOPLE.auditor]

try {
  await playPast(
    {
      ...{ dataDir: join(folder, 'data'), startMs: cityStartsMs(quarters), people, scheme: DEFAULT_SCHEME },
      publicUrl: PUBLIC_URL,
      say: console.log,
    },
    async (past) => {
      await playPastCity(past, quarters, createRandom(41), Date.now())
      await takePictures(past)
    },
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function takePictures(past: Past): Promise<void> {
  const camera = await setUpCamera(past.base, resolve('docs/screenshots'))
  try {
    const published = await camera.open('/results', 1366, 900)
    await published.getByText('十优满意单位').first().waitFor()
    await camera.shoot(published, 'results')
    const phone = await camera.open('/results', 390, 844)
    await phone.getByText('十优满意单位').first().waitFor()
    await camera.shoot(phone, 'results-phone')
    const office = await camera.open('/office', 1366, 768)
    await signIn(office, PEOPLE.office)
    await office.getByRole('menuitem', { name: /^整改台账/ }).click()
    await office.getByText(/^共 \d+ 条/).waitFor()
    await camera.shoot(office, 'office-ledger')
    await office.goto(`${PUBLIC_URL}/office#periods/${quarters[1].id}/ranking`)
    await office.locator('.pd-ranking .pd-name').first().waitFor()
    await camera.shoot(office, 'office-published-ranking')
    await office.goto(`${PUBLIC_URL}/office#periods/${quarters[1].id}`)
    await office.locator('.pd-matrix').waitFor()
    await camera.shoot(office, 'office-notice')
    camera.develop()
  } finally {
    await camera.close()
  }
}
