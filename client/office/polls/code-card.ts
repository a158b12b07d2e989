// A unit's QR code as a picture of its own, with its name, its code and how to vote: SVG, and PNG made from it in the browser.

import { create } from 'qrcode'

export interface CodeCard {
  readonly url: string
  readonly pollTitle: string
  readonly name: string
  readonly code: number
  /** How to vote without the code's picture, a line each. */
  readonly lines: readonly string[]
}

const WIDTH = 600
const QUIET = 4
const QR_PX = 440
const LINE_PX = 34
/** Chinese characters of the name on one line of 600 px. */
const NAME_LINE = 15

/** A QR code's dark modules as one path, in units of modules, with the quiet zone the standard asks for around them. */
export function qrPathOf(text: string): { readonly path: string; readonly size: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  let path = ''
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (modules.get(y, x)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`
    }
  }
  return { path, size: modules.size + 2 * QUIET }
}

export function codeCardSvg({ url, pollTitle, name, code, lines }: CodeCard): string {
  const { path, size } = qrPathOf(url)
  const nameLines = broken(name, NAME_LINE)
  const top = 40 + nameLines.length * 46
  const qrTop = top + 56
  const linesTop = qrTop + QR_PX + 40
  const height = linesTop + lines.length * LINE_PX + 16
  const text = (y: number, px: number, words: string, weight = 400) =>
    `<text x="${WIDTH / 2}" y="${y}" font-size="${px}" font-weight="${weight}" text-anchor="middle">${escaped(words)}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`,
    ` font-family="'Noto Sans SC Variable','Noto Sans SC','Microsoft YaHei',sans-serif" fill="#14202e">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(36, 24, pollTitle),
    ...nameLines.map((line, i) => text(84 + i * 46, 36, line, 700)),
    text(top + 46, 30, `单位代码 ${code}`, 700),
    `<svg x="${(WIDTH - QR_PX) / 2}" y="${qrTop}" width="${QR_PX}" height="${QR_PX}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">`,
    `<path d="${path}" fill="#000000"/></svg>`,
    ...lines.map((line, i) => text(linesTop + i * LINE_PX, 24, line)),
    `</svg>`,
  ].join('')
}

/** At most two lines: a name has 40 characters at most. */
function broken(words: string, most: number): readonly string[] {
  const letters = Array.from(words)
  if (letters.length <= most) return [words]
  const half = Math.ceil(letters.length / Math.ceil(letters.length / most))
  const lines: string[] = []
  for (let at = 0; at < letters.length; at += half) lines.push(letters.slice(at, at + half).join(''))
  return lines
}

function escaped(words: string): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return words.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)
}

/** Draws the SVG twice as large, for print. Rejects where the browser cannot. */
export async function pngOf(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth * 2
  canvas.height = image.naturalHeight * 2
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((done) => {
    canvas.toBlob(done, 'image/png')
  })
  if (blob === null) throw new Error('no picture')
  return new Uint8Array(await blob.arrayBuffer())
}

/** A file name any system takes: code and name, without signs. */
export function cardFileOf({ name, code }: CodeCard, ending: 'svg' | 'png'): string {
  return `${String(code).padStart(4, '0')} ${name.replace(/[\\/:*?"<>|\s]+/g, '_')}.${ending}`
}
