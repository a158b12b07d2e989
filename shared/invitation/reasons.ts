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

/** `2`, `2。`, `２ 太慢了`, `办得太慢`: a number of the list, words, or both. Null: nothing was said. */
export function reasonIn(text: string): GivenReason | null {
  const plain = text.normalize('NFKC').trim()
  const [whole, digit, rest = ''] = /^([1-9])(?!\d)[\s.、,，。:：)）-]*(.*)$/su.exec(plain) ?? []
  const byNumber = whole === undefined ? null : Number(digit)
  const listed = byNumber !== null && byNumber <= REASONS.length ? byNumber : null
  const words = (listed === null ? plain : rest).trim().slice(0, REASON_LONGEST)
  const named = REASONS.findIndex((reason) => words === reason)
  if (listed === null && named >= 0) return { listed: named + 1, words: null }
  if (listed === null && words === '') return null
  return { listed, words: words === '' || (listed !== null && words === REASONS[listed - 1]) ? null : words }
}
