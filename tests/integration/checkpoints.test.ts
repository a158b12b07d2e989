// Checkpoints of a running house: made at the steps of a window, in the hands of an outside holder, and held against the files.

import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { WindowId } from '../../shared/basics/ids.ts'
import type { CheckpointsAnswer } from '../../shared/protocol/checkpoints-api.ts'
import { checkpointIn, notesIn, signedNoteOf } from '../../server/checkpoints/signed-note.ts'
import { filesOf, makeDataDir, secretsOf } from '../../server/data-dir.ts'
import { createSigning } from '../../server/signing.ts'
import { createHolderServer, type Heard, type HolderServer } from '../../scripts/checkpoints/holder-server.ts'
import { createDoors } from '../../scripts/demo/doors.ts'
import { SMS_NUMBER } from '../../scripts/demo/city.ts'
import { signIn } from '../../scripts/demo/staff.ts'
import { checkCheckpoints } from '../../scripts/recount/checkpoints.ts'
import { doorSecrets } from '../support/live-server.ts'
import {
  cleanUp,
  setUpTokenOf,
  startTestServer,
  tempFolder,
  testConfig,
  until,
} from '../support/test-server.ts'
import { AUDITOR, CUE_RULES, openPoll, prepareShow } from '../support/test-show.ts'
import { watcher } from '../support/watcher.ts'

const closers: (() => void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) close()
  await cleanUp()
})

async function startHolder(file: string, publicKey: string, port = 0) {
  const heard: Heard[] = []
  const holder: HolderServer = createHolderServer(file, publicKey, (each) => heard.push(each))
  await new Promise<void>((listening) => holder.server.listen(port, '127.0.0.1', listening))
  return { ...holder, heard, port: (holder.server.address() as AddressInfo).port }
}
/** Until a note of each of these trees says so. */
async function untilHeld(file: string, publicKey: string, line: string, trees: number): Promise<void> {
  const there = () =>
    new Set(
      notesIn(readFileSync(file, 'utf8'))
        .map((note) => checkpointIn(note, publicKey)!)
        .flatMap(({ origin, lines }) => (lines.includes(line) ? [origin] : [])),
    ).size
  while (there() < trees) await new Promise((wake) => setTimeout(wake, 50))
}

test(
  '[LOG2] an evening’s checkpoints lie with an outside holder, who was away for a while; a log cut afterwards is found out',
  { timeout: 60_000 },
  async () => {
    const file = join(tempFolder(), 'held.notes')
    const dataDir = join(tempFolder(), 'data')
    makeDataDir(dataDir)
    const { publicKey } = createSigning(Buffer.from(secretsOf(dataDir).signingKey, 'hex'))
    const first = await startHolder(file, publicKey)
    const config = testConfig({
      DATA_DIR: dataDir,
      CHECKPOINT_HOLDERS: `http://127.0.0.1:${String(first.port)}/held?token=secret`,
      TWILIO_ACCOUNT_SID: doorSecrets.twilio.accountSid,
      TWILIO_AUTH_TOKEN: doorSecrets.twilio.authToken,
      WECHAT_TOKEN: doorSecrets.wechat.token,
      WECHAT_APP_ID: doorSecrets.wechat.appId,
      WECHAT_ENCODING_AES_KEY: doorSecrets.wechat.encodingAesKey,
    })
    const server = await startTestServer(config)
    const base = server.localUrl
    const show = await prepareShow({ base, setUpToken: () => setUpTokenOf(server) }, 5, CUE_RULES)
    const staff = watcher(base, { kind: 'account' }, ['console'], show.auditor.cookie)
    closers.push(() => staff.close())
    const windowId = WindowId.parse('00000000be21')
    const poll = await openPoll(show, staff, windowId)
    await untilHeld(file, publicKey, `window ${windowId} opened`, 2)

    first.close()
    const doors = createDoors(base, SMS_NUMBER, doorSecrets, 'held', Date.now)
    for (let citizen = 1; citizen <= 12; citizen += 1)
      expect(
        await doors.send({ door: 'twilio', citizen, message: citizen, text: '满意', afterMs: 0 }, poll),
      ).toBe(200)
    await show.director.run({ type: 'CueClose', sessionId: show.sessionId, windowId })
    await until(
      server.app.runner,
      ({ sessions }) => sessions[show.sessionId]!.windows.at(-1)?.stage.phase === 'verified',
    )
    while ((await show.auditor.get<CheckpointsAnswer>('/api/checkpoints')).holders[0]!.failing === null)
      await new Promise((wake) => setTimeout(wake, 50))
    const second = await startHolder(file, publicKey, first.port)
    closers.push(() => second.close())
    await untilHeld(file, publicKey, `window ${windowId} verified`, 2)
    expect(second.heard).not.toContain('contradiction')

    const view = await show.auditor.get<CheckpointsAnswer>('/api/checkpoints')
    expect(view).toMatchObject({ publicKey, failing: null })
    expect(view.holders[0]).toMatchObject({ name: `127.0.0.1:${String(first.port)}`, failing: null })
    expect(view.trees.find(({ tree }) => tree !== 'journal')?.newest?.size).toBe(12)
    const asked = (by: { readonly cookie: string }) =>
      fetch(`${base}/api/checkpoints/notes`, { headers: { cookie: by.cookie } })
    expect(await (await asked(show.auditor)).text()).toBe(readFileSync(file, 'utf8'))
    expect((await asked(show.director)).status).toBe(403)

    await server.stop()
    const { journal, ballots } = filesOf(dataDir)
    const sound = checkCheckpoints(file, publicKey, journal, [ballots])
    expect(sound.problems).toEqual([])
    expect(sound.held).toBe(notesIn(readFileSync(file, 'utf8')).length)
    // Somebody who can do everything takes the last ballots away: the chain is whole, the counts of checkpoints are not.
    const db = new DatabaseSync(ballots)
    db.exec('DROP TRIGGER batch_is_never_removed')
    db.exec('DELETE FROM batch WHERE first_sequence = (SELECT max(first_sequence) FROM batch)')
    db.close()
    const { problems } = checkCheckpoints(file, publicKey, journal, [ballots])
    expect(problems.join()).toMatch(
      /计票日志[0-9a-f]{16}只有\d+条，检查点（.+）时已有12条：被截短，或退回到了从前/,
    )

    const again = await startTestServer({ ...config, port: 0 })
    const auditor = await signIn(again.localUrl, AUDITOR.personId, AUDITOR.password)
    const { trees } = await auditor.get<CheckpointsAnswer>('/api/checkpoints')
    expect(trees.map(({ isChanged }) => isChanged)).toEqual([false, true])
  },
)

test('[LOG2] a holder keeps what is signed, once; says no to the rest; and keeps both of two that contradict each other', async () => {
  const file = join(tempFolder(), 'held.notes')
  const signing = createSigning(new Uint8Array(32).fill(4))
  const note = (size: number, fill: number, by = signing) =>
    signedNoteOf(
      {
        origin: `wenzheng/${signing.publicKey.slice(0, 16)}/journal`,
        size,
        root: new Uint8Array(32).fill(fill),
        lines: [],
      },
      by,
    )
  const post = async (port: number, body: string) =>
    (await fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST', body })).status
  const first = await startHolder(file, signing.publicKey)
  expect(await post(first.port, note(1, 1))).toBe(200)
  expect(await post(first.port, note(1, 1))).toBe(200)
  expect(await post(first.port, note(2, 2, createSigning(new Uint8Array(32).fill(3))))).toBe(400)
  expect(await post(first.port, 'x'.repeat(5_000))).toBe(413)
  expect((await fetch(`http://127.0.0.1:${String(first.port)}/`)).status).toBe(405)
  first.close()
  const second = await startHolder(file, signing.publicKey)
  closers.push(() => second.close())
  expect(await post(second.port, note(1, 9))).toBe(200)
  expect([...first.heard, ...second.heard]).toEqual(['kept', 'known', 'not_signed', 'contradiction'])
  expect(notesIn(readFileSync(file, 'utf8'))).toEqual([note(1, 1), note(1, 9)])
})
