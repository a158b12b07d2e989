// The styles of all scenes as one sheet: shadow roots adopt it, so that a graphic never stands unstyled, not even for a frame.

const sheet = new CSSStyleSheet()
let text = ''

/** Called by every style file when it is imported; the graphics' build makes modules of them (scripts/build-graphics.ts). */
export function addStyles(css: string): void {
  text += `${css}\n`
  sheet.replaceSync(text)
}

export function adoptStyles(root: ShadowRoot): void {
  root.adoptedStyleSheets = [sheet]
}
