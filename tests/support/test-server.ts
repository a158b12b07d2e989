// The real server on a free port of this machine, with a data folder of its own that goes with the test.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig, type Config } from '../../server/config.ts'
import { NO_LOG } from '../../server/log.ts'
import type { Runner } from '../../server/show/runner.ts'
import { startServer, type Running } from '../../server/start.ts'
import type { House } from '../../shared/show/house.ts'

// Its worker threads find their stripped types here, as under main.ts.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../../node_modules/.cache/node-compile')

const folders: string[] = []
const servers: Running[] = []

/** A folder that `cleanUp` takes away. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-'))
  folders.push(folder)
  return folder
}

/** The configuration of these variables; the folder and port are the test's own unless they name them. */
export function testConfig(env: Readonly<Record<string, string>> = {}): Config {
  const read = readConfig({ PORT: '0', DATA_DIR: tempFolder(), ...env }, [])
  if (!read.ok) throw new Error(read.sentences.join('\n'))
  return read.config
}

export async function startTestServer(
  config: Config = testConfig(),
  given: NonNullable<Parameters<typeof startServer>[1]> = {},
): Promise<Running> {
  const started = await startServer(config, { log: NO_LOG, ...given })
  if (!started.ok) throw new Error(started.sentences.join('\n'))
  servers.push(started.running)
  return started.running
}

/** What the one-time link of a server without accounts carries. */
export function setUpTokenOf({ setupUrl }: Running): string {
  const token = new URL(setupUrl ?? 'http://none').hash.slice('#setup='.length)
  if (token === '') throw new Error('this server was set up before')
  return token
}

/** For afterEach: stops what still runs, removes the folders. */
export async function cleanUp(): Promise<void> {
  for (const server of servers.splice(0)) await server.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** Resolves when the house is so, now or after a change to come. The test's own time limit is the only one. */
export function until(runner: Runner, holds: (house: House) => boolean): Promise<void> {
  return new Promise((settle) => {
    if (holds(runner.house())) {
      settle()
      return
    }
    const stop = runner.onChange((house) => {
      if (!holds(house)) return
      stop()
      settle()
    })
  })
}
