// The text of a clerk's file, a piece at a time: UTF-8 with or without its mark, UTF-16 as Excel saves it, or GBK.

/** A few milliseconds of work: between two pieces others have their turn. */
const PIECE = 64 * 1024

/** Pieces of text with plain line ends, or null where the bytes are in none of these encodings. */
export async function textPiecesOf(bytes: Uint8Array): Promise<(() => AsyncGenerator<string>) | null> {
  const [first, second] = bytes
  const utf16 =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  for (const encoding of utf16 === null ? ['utf-8', 'gb18030'] : [utf16]) {
    if (await isIn(encoding, bytes)) return () => plainLines(decoded(encoding, bytes))
  }
  return null
}

async function isIn(encoding: string, bytes: Uint8Array): Promise<boolean> {
  try {
    const pieces = decoded(encoding, bytes)
    while ((await pieces.next()).done !== true);
    return true
  } catch {
    // Not this encoding: the next one is tried.
    return false
  }
}

async function* decoded(encoding: string, bytes: Uint8Array): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true })
    await new Promise<void>((turn) => setImmediate(turn))
  }
  yield decoder.decode()
}

/** CR and CR LF become LF, also where a piece ends between the two. */
async function* plainLines(pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  let held = ''
  for await (const piece of pieces) {
    const text = held + piece
    held = text.endsWith('\r') ? '\r' : ''
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n')
  }
  if (held !== '') yield '\n'
}
