// The words for a line of an examiners' distribution: grades and faces by their Chinese names, marks by their band.

import { MARK_NAMES } from '../../shared/show/score.ts'

const NAMES: Readonly<Record<string, string>> = MARK_NAMES

/** `label` of ExaminersResult.distribution. */
export function markWords(label: string): string {
  return NAMES[label] ?? (/^\d/.test(label) ? `${label}分` : label)
}
