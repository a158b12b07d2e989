// The text of an invitation: a template with the unit and the service in it, and what it costs in segments of an SMS.

import { ok, refuse, type Result } from '../basics/result.ts'

export const TEMPLATE_LONGEST = 300
/** Three segments: what is longer is cut by some carriers. */
const SEGMENTS_MOST = 3
const ONE_SEGMENT = 70
const MANY_SEGMENTS = 67
/** The prompt says what 1, 2 and 3 mean: only then are they read so. */
const PROMPT = /1\s*[、.:：]?\s*满意.*2\s*[、.:：]?\s*基本满意.*3\s*[、.:：]?\s*不满意/su
const PLACES = ['unit', 'service', 'date'] as const
export type InvitationFields = Readonly<Record<(typeof PLACES)[number], string>>

export const DEFAULT_TEMPLATE =
  '【市评议办】您近日在{unit}办理业务，请评议：回复1满意2基本满意3不满意。不愿再收到请回复退订。'

/** Refuses `invitation_text` with the reason: it must name the unit and say what the numbers mean. */
export function checkedTemplate(template: string): Result<string> {
  const text = template.trim()
  const why = (sentence: string) => refuse('invitation_text', { why: sentence })
  if (text.length > TEMPLATE_LONGEST) return why(`最多${String(TEMPLATE_LONGEST)}个字`)
  if (/[\u0000-\u001f\u007f]/.test(text)) return why('不能换行')
  if (!text.includes('{unit}')) return why('须含{unit}（单位名称）')
  const unknown = [...text.matchAll(/\{([^{}]*)\}/g)].find(
    ([, name]) => !PLACES.some((place) => place === name),
  )
  if (unknown !== undefined) return why(`不认识“${unknown[0].slice(0, 20)}”，只能用{unit}、{service}、{date}`)
  if (!PROMPT.test(text)) return why('须写明“回复1满意2基本满意3不满意”')
  return ok(text)
}

export function invitationTextOf(template: string, fields: InvitationFields): string {
  return template.replace(/\{(unit|service|date)\}/g, (_, place: keyof InvitationFields) => fields[place])
}

/** A Chinese SMS holds 70 characters, one of several 67. Counted in UTF-16 units, as carriers do. */
export function segmentsOf(text: string): number {
  return text.length <= ONE_SEGMENT ? 1 : Math.ceil(text.length / MANY_SEGMENTS)
}

/** Whether the text of the longest fields is short enough to be sent. */
export function isSendable(text: string): boolean {
  return segmentsOf(text) <= SEGMENTS_MOST
}
