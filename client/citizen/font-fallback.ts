// Telephones have a Chinese font and fetch none; a device without one gets the bundled font, so that nobody reads boxes.

/** Two different characters that draw the same picture are both the box of a missing glyph. */
function lacksChinese(): boolean {
  const pictures = ['满', '意'].map((character) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 24
    const pen = canvas.getContext('2d')
    if (pen === null) return character
    pen.font = '20px sans-serif'
    pen.fillText(character, 2, 20)
    return canvas.toDataURL()
  })
  return pictures[0] === pictures[1]
}

export function fetchFontWhereMissing(): void {
  if (lacksChinese()) void import('../ui/fonts.css')
}
