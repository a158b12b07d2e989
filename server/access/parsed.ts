// Parses what came from outside, once, at the door; the refusal names the field that does not fit (SAFE1).

import type { z } from 'zod'
import { ok, refuse, type Result } from '../../shared/basics/result.ts'

type Issue = z.core.$ZodIssue

export function parsed<T>(schema: z.ZodType<T>, input: unknown): Result<T> {
  const answer = schema.safeParse(input)
  if (answer.success) return ok(answer.data)
  const issue = answer.error.issues[0]
  const field = issue === undefined ? '' : fieldOf(issue)
  if (issue?.code === 'too_small' && /^(password|newPassword)$/.test(field)) return refuse('password_weak')
  return refuse('malformed', { field: (field === '' ? '（整体）' : field).slice(0, 80) })
}

/** `command.seats.3.label`; in a union the member that got furthest is meant. */
function fieldOf(issue: Issue): string {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') return [path, issue.keys[0]].filter(Boolean).join('.')
  if (issue.code !== 'invalid_union') return path
  const deepest = issue.errors
    .flatMap((issues) => issues.slice(0, 1))
    .map((inner) => fieldOf(inner))
    .sort((a, b) => depth(b) - depth(a))[0]
  return [path, deepest].filter(Boolean).join('.')
}

function depth(field: string): number {
  // `type` alone says that the member was another one.
  return field === '' ? 0 : field === 'type' ? 1 : 1 + field.split('.').length
}
