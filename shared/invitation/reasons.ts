// Why somebody is not satisfied: the list that is asked for after 不满意, and how an answer to it is read.

/** Numbered from 1, as they are asked. Append only: a number is what is kept. */
export const REASONS = ['态度不好', '办得太慢', '收费不合理', '推来推去', '没有办成'] as const

export const REASON_QUESTION = `请回复原因：${REASONS.map((reason, i) => `${String(i + 1)}${reason}`).join('')}，也可直接写明。`

/** For so long the next message of somebody who was asked is the reason. */
export const REASON_WITHIN_MS = 30 * 60_000
export const REASON_LONGEST = 500

export interface GivenReason {
  /** 1-based; null: only in words. */
  readonly listed: number | null
  /** What was written besides; null: nothing. */
  readonly words: string | null
}

/**
 * `2`, `2。`, `２ 太慢了`, `2办得太慢`, `办得太慢`: a number of the list, words, or both. A number that runs on into words
 * (`5楼没人`) is part of them. Null: nothing was said.
 */
export function reasonIn(text: string): GivenReason | null {
  const plain = text.normalize('NFKC').trim()
  if (plain === '') return null
  const named = REASONS.findIndex((reason, i) => plain === reason || plain === `${String(i + 1)}${reason}`)
  if (named >= 0) return { listed: named + 1, words: null }
  const [, digit, rest = ''] = /^([1-9])(?:[\s.、,，。:：)）-]+(.*))?$/su.exec(plain) ?? []
  const listed = digit === undefined ? 0 : Number(digit)
  if (listed < 1 || listed > REASONS.length) return { listed: null, words: plain.slice(0, REASON_LONGEST) }
  const words = rest.trim().slice(0, REASON_LONGEST)
  return { listed, words: words === '' || words === REASONS[listed - 1] ? null : words }
}
