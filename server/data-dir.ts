// The data folder: made for its owner only, with the secrets that are drawn at the first start.

import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const Secrets = z.strictObject({
  /** Signs the web page's device tokens. */
  deviceSecret: hex,
  /** Wraps voter keys where VOTER_KEY_SECRET is not set (BAL8). */
  voterKeySecret: hex,
  /** The Ed25519 key that signs publications (PUB3); a folder made before there was one is given it. */
  signingKey: hex.optional(),
})
export type Secrets = z.infer<typeof Secrets> & { readonly signingKey: string }

/** The files of a data folder. */
export function filesOf(dataDir: string) {
  return {
    journal: join(dataDir, 'journal.db'),
    ballots: join(dataDir, 'ballots.db'),
    vault: join(dataDir, 'vault.db'),
    private: join(dataDir, 'private.db'),
    checkpoints: join(dataDir, 'checkpoints.db'),
    secrets: join(dataDir, 'secrets.json'),
    /** A folder. */
    evidence: join(dataDir, 'evidence'),
    publications: join(dataDir, 'publications'),
    /** A folder of what can be computed again; it may be deleted. */
    kept: join(dataDir, 'kept'),
  }
}

/** Makes the folder where there is none (0700). Throws where it cannot be made or is no folder. */
export function makeDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const { mode, uid } = statSync(dataDir)
  // One that was there before may be open to others; it is ours to close if we own it.
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(dataDir, 0o700)
}

/**
 * The folder's secrets, drawn where there are none, in a file of 0600. Throws where the file is not as we wrote it: new
 * secrets in its place would make every voter of a running show a new voter.
 */
export function secretsOf(dataDir: string): Secrets {
  const { secrets: file } = filesOf(dataDir)
  let text: string | null = null
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  if (text !== null) {
    const parsed = Secrets.safeParse(attemptJson(text))
    if (!parsed.success) throw new Error(`${file} 不是本系统写入的内容，未作改动`)
    const { signingKey } = parsed.data
    if (signingKey !== undefined) return { ...parsed.data, signingKey }
    const grown: Secrets = { ...parsed.data, signingKey: randomBytes(32).toString('hex') }
    writeWhole(file, `${JSON.stringify(grown, null, 2)}\n`)
    return grown
  }
  const drawn: Secrets = {
    deviceSecret: randomBytes(32).toString('hex'),
    voterKeySecret: randomBytes(32).toString('hex'),
    signingKey: randomBytes(32).toString('hex'),
  }
  writeWhole(file, `${JSON.stringify(drawn, null, 2)}\n`)
  return drawn
}

/** What several processes have in common beside VOTER_KEY_SECRET. */
export type CommonSecrets = Pick<Secrets, 'deviceSecret' | 'signingKey'>

/** Of several processes each keeps what they agreed on, so that it outlives the Redis that told them. */
export function keepCommonSecrets(dataDir: string, { deviceSecret, signingKey }: CommonSecrets): void {
  const before = secretsOf(dataDir)
  if (before.deviceSecret === deviceSecret && before.signingKey === signingKey) return
  const kept: Secrets = { ...before, deviceSecret, signingKey }
  writeWhole(filesOf(dataDir).secrets, `${JSON.stringify(kept, null, 2)}\n`)
}

/** WeChat proves whose domain this is by a file at its top; more of it, or a larger one, is not its. */
const PROOF = /^MP_verify_[A-Za-z0-9]{1,64}\.txt$/
const PROOF_MOST_BYTES = 1_024

/** The MP_verify_….txt files an operator has put into the folder, by name. */
export function domainProofsOf(dataDir: string): ReadonlyMap<string, string> {
  const names = readdirSync(dataDir).filter((name) => PROOF.test(name))
  return new Map(
    names
      .map((name) => ({ name, file: join(dataDir, name) }))
      .filter(({ file }) => statSync(file).isFile() && statSync(file).size <= PROOF_MOST_BYTES)
      .map(({ name, file }) => [name, readFileSync(file, 'utf8')]),
  )
}

function attemptJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Written beside its place, synced and moved there, so that it is never half there. */
function writeWhole(file: string, text: string): void {
  const beside = `${file}.new`
  const descriptor = openSync(beside, 'w', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(beside, file)
}
