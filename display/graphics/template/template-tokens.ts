// Reads what CasparCG or SPX passes to a template: tokens of a few signs and nothing else, as JSON or as CasparCG's XML.

import { defaultsOf, fieldsWith, GRAPHICS, type GraphicFields } from '../catalogue.ts'
import { TEMPLATE_FIELDS } from './template-page.ts'

export interface TemplateTokens {
  /** The key of a graphic that is fed by the server. */
  readonly graphic: string
  readonly fields: GraphicFields
}

const LONGEST = 4_096
/** What an address, a name of ours or a key is made of: nothing that could open a tag, a string or a comment. */
const TOKEN = /^[A-Za-z0-9.:/_-]{0,200}$/
const FIELD_IN_XML =
  /<componentData\s+id="(f\d)"\s*>\s*<data\s+id="[A-Za-z]{1,20}"\s+value="([^"<>&]*)"\s*\/>\s*<\/componentData>/g

/**
 * The tokens after this update, fields it does not name as before; null where it is no such thing, or any value is more than a
 * token: then nothing of it is taken.
 */
export function fieldsOfUpdate(update: unknown, before: TemplateTokens): TemplateTokens | null {
  if (typeof update !== 'string' || update.length > LONGEST) return null
  const given = update.trimStart().startsWith('<') ? fromXml(update) : fromJson(update)
  if (given === null) return null
  const named: Record<string, string> = {}
  for (const [i, name] of TEMPLATE_FIELDS.entries()) {
    const value = given[`f${i}`]
    if (value === undefined) continue
    if (typeof value !== 'string' || !TOKEN.test(value.trim())) return null
    named[name] = value.trim()
  }
  const { graphic: key = before.graphic, ...fields } = named
  const graphic = GRAPHICS.find((each) => each.key === key && each.source.from === 'server')
  if (graphic === undefined) return null
  const after = fieldsWith(graphic, { ...defaultsOf(graphic), ...before.fields }, fields)
  return after === null ? null : { graphic: key, fields: after }
}

function fromJson(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** Every field, or nothing where anything else stands between them. */
function fromXml(text: string): Record<string, unknown> | null {
  const inner = /^\s*<templateData>([\s\S]*)<\/templateData>\s*$/.exec(text)?.[1]
  if (inner === undefined || inner.replace(FIELD_IN_XML, '').trim() !== '') return null
  return Object.fromEntries(Array.from(inner.matchAll(FIELD_IN_XML), ([, id, value]) => [id!, value!]))
}
