// /api/openapi.json names every door the running server has, and none it has not; its schemas are those requests are parsed with.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PAGES } from '../../server/http/pages.ts'
import { DOORS } from '../../server/http/openapi.ts'
import type { Running } from '../../server/start.ts'
import { cleanUp, startTestServer } from '../support/test-server.ts'

interface Operation {
  readonly summary: string
  readonly description: string
  readonly security?: readonly object[]
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Record<string, unknown> }> }
  readonly responses: Record<string, unknown>
}
interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation>>
}

let running: Running
let document: Document
beforeAll(async () => {
  running = await startTestServer()
  document = (await (await fetch(`${running.localUrl}/api/openapi.json`)).json()) as Document
})
afterAll(cleanUp)

const named = () =>
  Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )

describe('[SAFE1] every HTTP door is in the document', () => {
  test('what express serves, but for pages and files, is described, and nothing else is', () => {
    const { hot, express } = running.app.doors()
    expect(express.length).toBeGreaterThan(80)
    const served = express
      .filter(({ path }) => !Object.hasOwn(PAGES, path) && !path.startsWith('/^'))
      .map(({ method, path }) => `${method} ${path}`)
    const described = named().filter((each) => !hot.includes(each.split(' ')[1] ?? ''))
    expect(described.sort()).toEqual(served.sort())
  })

  test('every hot door is described, those that are closed too', () => {
    const { hot } = running.app.doors()
    expect(hot.length).toBeGreaterThanOrEqual(7)
    const paths = new Set(named().map((each) => each.split(' ')[1]))
    expect(hot.filter((path) => !paths.has(path))).toEqual([])
  })

  test('none is described twice', () => {
    expect(named()).toHaveLength(DOORS.length)
  })
})

test('[SAFE4] each says what it does, who may knock, by what key, and what it answers', () => {
  expect(document.openapi).toBe('3.1.0')
  const operations = Object.values(document.paths).flatMap((each) => Object.values(each))
  for (const { summary, description, responses } of operations) {
    expect(summary).toMatch(/\p{Script=Han}.*。$/u)
    expect(description).toMatch(/^谁可以用：.{2,}。$/)
    expect(Object.keys(responses)).toEqual(['200', 'default'])
  }
  const of = (method: string, path: string) => document.paths[path]?.[method]
  expect(of('post', '/api/commands')?.security).toEqual([{ signIn: [] }])
  expect(of('post', '/api/evidence-door/indicators')?.security).toEqual([{ bearer: [] }])
  expect(of('get', '/api/now')?.security).toBeUndefined()
  expect(of('get', '/api/indicators/{periodId}')?.description).toBe('谁可以用：评议办、审计。')
})

test('[SAFE1] a body’s schema is the one it is parsed with: fields, bounds, nothing beside', () => {
  const { schema } = document.paths['/api/evidence-door/indicators']?.['post']?.requestBody?.content[
    'application/json'
  ] ?? { schema: {} }
  expect(schema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['periodId', 'importId', 'words', 'replaces', 'rows'],
    properties: { rows: { type: 'array', minItems: 1, maxItems: 100_000 } },
  })
  const query = document.paths['/api/indicators/{periodId}']?.['get']?.parameters.map(({ name }) => name)
  expect(query).toEqual(['periodId', 'q', 'category', 'indicator', 'state', 'page'])
})
