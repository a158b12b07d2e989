// The units of a poll made for finding one on a telephone: by code, name, or pinyin without tones. Made and compressed once.

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { pinyin } from 'pinyin-pro'
import type { PeriodPoll } from '../../shared/poll/period-poll.ts'
import type { PollUnitsAnswer, SearchUnit } from '../../shared/protocol/polls-api.ts'

export interface SearchUnits {
  readonly etag: string
  readonly json: Buffer
  readonly gzipped: Buffer
}

/** So many units are turned into pinyin before others get their turn: 10,000 take a quarter of a second. */
const AT_ONCE = 500

const made = new WeakMap<PeriodPoll['units'], Promise<SearchUnits>>()

/** The same bytes as long as the poll keeps its units. */
export function searchUnitsOf(poll: PeriodPoll): Promise<SearchUnits> {
  const known = made.get(poll.units)
  if (known !== undefined) return known
  const making = make(poll)
  made.set(poll.units, making)
  return making
}

async function make({ id, units }: PeriodPoll): Promise<SearchUnits> {
  const rows: SearchUnit[] = []
  for (const { code, name, category } of units) {
    rows.push([code, name, category, ...pinyinOf(name)])
    if (rows.length % AT_ONCE === 0) await new Promise(setImmediate)
  }
  const answer: PollUnitsAnswer = { windowId: id, units: rows }
  const json = Buffer.from(JSON.stringify(answer))
  const etag = `"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"`
  return { etag, json, gzipped: await promisify(gzip)(json) }
}

/** `虚构供水公司2` → initials `xggsgs2`, all `xugougongshuigongsi2`, lower case; signs and spaces left out. */
export function pinyinOf(name: string): readonly [initials: string, all: string] {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true, nonZh: 'spaced' })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter((syllable) => syllable !== '')
  // A word of Latin letters or digits is typed whole in both.
  const initials = syllables.map((syllable) => (/^\d+$/.test(syllable) ? syllable : syllable[0]))
  return [initials.join(''), syllables.join('')]
}
