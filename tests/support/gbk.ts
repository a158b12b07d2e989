// Text as an old spreadsheet saves it: GBK, which Node reads and does not write; the table is taken from its reader.

/** Throws where GBK has no place for a letter. */
export function gbkOf(text: string): Buffer {
  const table = gbkTable()
  return Buffer.from(
    Array.from(text).flatMap((letter) => {
      const code = letter.charCodeAt(0)
      const bytes = code < 0x80 ? [code] : table.get(letter)
      if (bytes === undefined) throw new Error(`GBK has no ${letter}`)
      return bytes
    }),
  )
}

function gbkTable(): ReadonlyMap<string, readonly number[]> {
  const reader = new TextDecoder('gb18030')
  const table = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail !== 0x7f) table.set(reader.decode(new Uint8Array([lead, trail])), [lead, trail])
    }
  }
  return table
}
