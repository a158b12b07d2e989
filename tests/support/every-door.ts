// Every HTTP door as the server's source declares it, so that a test of all doors fails where one was forgotten.

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const server = join(import.meta.dirname, '../../server')

/** Paths of literal routes such as `router.get('/api/me'`, sorted; hot doors and pages are not declared so. */
export function routesOf(method: 'get' | 'post'): readonly string[] {
  const paths = globSync('http/**/*.ts', { cwd: server })
    .filter((name) => !name.endsWith('.test.ts'))
    .flatMap((name) => [
      ...readFileSync(join(server, name), 'utf8').matchAll(
        new RegExp(`\\.${method}\\(\\s*['"\`](/[^'"\`]*)['"\`]`, 'g'),
      ),
    ])
    .map(([, path]) => path ?? '')
  if (paths.length === 0) throw new Error(`no ${method} route was seen in server/http`)
  return [...new Set(paths)].sort()
}

/** The hot doors' paths, as hot-doors.ts maps them. */
export function hotDoorPaths(): readonly string[] {
  const source = readFileSync(join(server, 'channels/hot-doors.ts'), 'utf8')
  const paths = [...source.matchAll(/^\s+\[?\s*'(\/[a-z/]+)',/gm)].map(([, path]) => path ?? '')
  if (paths.length === 0) throw new Error('no hot door was seen')
  return paths.sort()
}
