// Proves that a template takes tokens and nothing else, whatever a controller, or somebody through it, passes.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GRAPHICS } from '../catalogue.ts'
import { TEMPLATE_FIELDS } from './template-page.ts'
import { fieldsOfUpdate, type TemplateTokens } from './template-tokens.ts'

const BEFORE: TemplateTokens = { graphic: 'output', fields: { server: '', output: 'programme' } }

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '");alert(1);("',
  "');alert(1);('",
  '`${alert(1)}`',
  'javascript:alert(1)//\u2028',
  'a b',
  '张三',
  '\\u003cscript\\u003e',
  '../../../etc/passwd\0',
]

test('JSON names fields by place; those it leaves out stay as they were', () => {
  expect(fieldsOfUpdate('{"f0":"ranking","f1":"http://10.0.0.8:8080","f3":"utility"}', BEFORE)).toEqual({
    graphic: 'ranking',
    fields: { server: 'http://10.0.0.8:8080', category: 'utility', output: 'programme' },
  })
  expect(fieldsOfUpdate('{"f2":"studio"}', BEFORE)?.fields['output']).toBe('studio')
  expect(fieldsOfUpdate('{"f7":"whatever","epochID":"1"}', BEFORE)).toEqual(BEFORE)
})

test("CasparCG's XML means the same", () => {
  const xml =
    '<templateData><componentData id="f0"><data id="text" value="live-tally" /></componentData>' +
    '<componentData id="f1"><data id="text" value="http://10.0.0.8:8080"/></componentData></templateData>'
  expect(fieldsOfUpdate(xml, BEFORE)).toMatchObject({
    graphic: 'live-tally',
    fields: { server: 'http://10.0.0.8:8080' },
  })
})

describe('is refused whole', () => {
  test.each(HOSTILE)('%j in any field', (hostile) => {
    for (const i of TEMPLATE_FIELDS.keys()) {
      expect(fieldsOfUpdate(JSON.stringify({ f0: 'output', [`f${i}`]: hostile }), BEFORE)).toBeNull()
    }
    const value = hostile.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
    const xml = `<templateData><componentData id="f1"><data id="text" value="${value}"/></componentData></templateData>`
    expect(fieldsOfUpdate(xml, BEFORE)).toBeNull()
  })

  test.each<[string, unknown]>([
    ['no JSON', '{"f0":'],
    ['a number', '7'],
    ['a list', '["ranking"]'],
    ['no text at all', { f0: 'ranking' }],
    ['a field that is no text', '{"f1":{"toString":"x"}}'],
    ['a graphic there is not', '{"f0":"nothing"}'],
    ['a graphic the operator would fill', '{"f0":"lower-third"}'],
    ['another protocol', '{"f1":"file:///x"}'],
    ['a category there is not', '{"f0":"ranking","f3":"mine"}'],
    ['XML with something between', '<templateData><script>1</script></templateData>'],
    ['too long', `{"f1":"${'a'.repeat(5_000)}"}`],
  ])('%s', (_why, update) => {
    expect(fieldsOfUpdate(update, BEFORE)).toBeNull()
  })

  test('whatever it is, what comes out holds no sign that opens a tag, a string or a script', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.dictionary(fc.constantFrom('f0', 'f1', 'f2'), fc.string()).map((o) => JSON.stringify(o)),
        ),
        (update) => {
          const told = fieldsOfUpdate(update, BEFORE)
          return (
            told === null || Object.values(told.fields).every((value) => /^[A-Za-z0-9.:/_-]*$/.test(value))
          )
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

test('every graphic fed by the server can be named', () => {
  for (const { key, source } of GRAPHICS) {
    expect(fieldsOfUpdate(JSON.stringify({ f0: key }), BEFORE) !== null).toBe(source.from === 'server')
  }
})
