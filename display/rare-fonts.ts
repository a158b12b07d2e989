// Brings the fonts of rare characters before a picture with some is shown; most evenings need none, and none waits for them then.

/** Latin, punctuation, the common Han characters, full-width forms: what Noto Sans SC draws. */
const RARE = /[^\u0000-\u024f\u2000-\u25ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/gu

/** By what draws them, the text's weight apart: asking for the main font too brings nothing new. */
const FONTS = "700 48px 'Noto Sans Arabic Variable', 'Noto Emoji Variable', 'LXGW WenKai GB Screen'"

/** Each rare character of a text once. */
export function rareCharactersOf(text: string): string {
  return [...new Set(text.match(RARE) ?? [])].join('')
}

const here = new Set<string>()

/** Null: everything this text needs is here. Else resolves when it is, or cannot be had; it never rejects. */
export function rareFontsFor(text: string): Promise<void> | null {
  const missing = Array.from(rareCharactersOf(text)).filter((character) => !here.has(character))
  return missing.length === 0 ? null : bring(missing)
}

async function bring(characters: readonly string[]): Promise<void> {
  try {
    await import('./rare-fonts-listed.ts')
    await document.fonts.load(FONTS, characters.join(''))
    for (const character of characters) here.add(character)
  } catch {
    // The server is away: the picture goes on with what there is, and the next one asks again.
  }
}
