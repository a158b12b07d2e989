// `node scripts/approve-pictures.ts [NAME…]`: photographs the gallery's fixtures and approves the pictures as they are now.
//
// Look at every changed picture before it is committed: the tests compare with them and know nothing else. Without names all
// are renewed that differ, and those of fixtures that are gone are removed.

import { chromium } from 'playwright-core'
import { FIXTURES } from '../display/gallery/fixtures.ts'
import { approve, approvedNames, differenceFromApproved, withdrawApproval } from './pictures/approved.ts'
import { setUpGalleryCamera } from './pictures/gallery-camera.ts'
import { openGalleryPages } from './pictures/gallery-pages.ts'

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => FIXTURES[name] === undefined)
if (unknown.length > 0) throw new Error(`no such fixture: ${unknown.join(' ')}`)
const pages = await openGalleryPages()
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  const camera = await setUpGalleryCamera(browser, pages)
  for (const [name, snapshot] of Object.entries(FIXTURES)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    await camera.show(snapshot)
    const photo = await camera.photograph()
    if (asked.length === 0 && differenceFromApproved(name, photo) === null) continue
    approve(name, photo)
    console.log(`approved  ${name}`)
  }
  if (asked.length === 0)
    for (const name of approvedNames().filter((each) => FIXTURES[each] === undefined)) {
      withdrawApproval(name)
      console.log(`removed   ${name}`)
    }
} finally {
  await browser.close()
  await pages.close()
}
