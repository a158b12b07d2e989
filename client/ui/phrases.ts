// Cuts Chinese text where a line may break, so that 社会保障局 is never torn into 社会保 and 障局.

/** Pieces that together are the text again. A lone character stays with what it follows. */
export function phrasesOf(text: string): readonly string[] {
  if (typeof Intl.Segmenter !== 'function') return [text]
  const words = Array.from(
    new Intl.Segmenter('zh-CN', { granularity: 'word' }).segment(text),
    ({ segment }) => segment,
  )
  const phrases: string[] = []
  for (const word of words) {
    const last = phrases.at(-1)
    const alone = Array.from(word).length === 1
    const opensLine = /^[（〔【《“‘(]$/u.test(word)
    const lastWaits = last !== undefined && /[（〔【《“‘(]$/u.test(last)
    if (last !== undefined && ((alone && !opensLine) || lastWaits)) phrases[phrases.length - 1] = last + word
    else phrases.push(word)
  }
  return phrases
}
