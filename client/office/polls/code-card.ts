// A unit's QR code as a picture of its own, with its name, its code and how to vote: one layout, drawn as SVG or on a canvas.

import { create } from 'qrcode'

export interface CodeCard {
  readonly url: string
  readonly pollTitle: string
  readonly name: string
  readonly code: number
  /** How to vote without the code's picture, a line each. */
  readonly lines: readonly string[]
}

/** In px; text is centred on `x`, `y` is its baseline. */
export interface CardLayout {
  readonly width: number
  readonly height: number
  readonly texts: readonly {
    readonly y: number
    readonly px: number
    readonly weight: 400 | 700
    readonly words: string
  }[]
  /** The dark modules as one path in units of modules, with the quiet zone the standard asks for around them. */
  readonly qr: {
    readonly x: number
    readonly y: number
    readonly px: number
    readonly modules: number
    readonly path: string
  }
}

const WIDTH = 600
const QUIET = 4
const QR_PX = 440
const LINE_PX = 36
/** Chinese characters of the name on one line of 600 px. */
const NAME_LINE = 15
export const CARD_FONT = "'Noto Sans SC Variable', 'Noto Sans SC', 'Microsoft YaHei', sans-serif"
export const CARD_INK = '#14202e'

export function cardLayoutOf({ url, pollTitle, name, code, lines }: CodeCard): CardLayout {
  const nameLines = broken(name, NAME_LINE)
  const underName = 40 + nameLines.length * 46
  const qrTop = underName + 60
  const linesTop = qrTop + QR_PX + 36
  return {
    width: WIDTH,
    height: linesTop + (lines.length - 1) * LINE_PX + 28,
    texts: [
      { y: 36, px: 24, weight: 400, words: pollTitle },
      ...nameLines.map((words, i) => ({ y: 84 + i * 46, px: 36, weight: 700 as const, words })),
      { y: underName + 46, px: 30, weight: 700, words: `单位代码 ${code}` },
      ...lines.map((words, i) => ({ y: linesTop + i * LINE_PX, px: 24, weight: 400 as const, words })),
    ],
    qr: { x: (WIDTH - QR_PX) / 2, y: qrTop, px: QR_PX, ...qrPathOf(url) },
  }
}

function qrPathOf(text: string): { readonly path: string; readonly modules: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  let path = ''
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (modules.get(y, x)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`
    }
  }
  return { path, modules: modules.size + 2 * QUIET }
}

export function cardSvgOf(card: CodeCard): string {
  const { width, height, texts, qr } = cardLayoutOf(card)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="${CARD_FONT}" fill="${CARD_INK}" text-anchor="middle">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...texts.map(
      ({ y, px, weight, words }) =>
        `<text x="${width / 2}" y="${y}" font-size="${px}" font-weight="${weight}">${escaped(words)}</text>`,
    ),
    `<svg x="${qr.x}" y="${qr.y}" width="${qr.px}" height="${qr.px}" viewBox="0 0 ${qr.modules} ${qr.modules}" shape-rendering="crispEdges">`,
    `<path d="${qr.path}" fill="#000000"/></svg></svg>`,
  ].join('')
}

/** At most three lines of even length: a name has 40 characters at most. */
function broken(words: string, most: number): readonly string[] {
  const letters = Array.from(words)
  if (letters.length <= most) return [words]
  const each = Math.ceil(letters.length / Math.ceil(letters.length / most))
  const lines: string[] = []
  for (let at = 0; at < letters.length; at += each) lines.push(letters.slice(at, at + each).join(''))
  return lines
}

function escaped(words: string): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return words.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)
}

/** Twice as large, for print, with the page's own fonts. Rejects where the browser cannot. */
export async function cardPngOf(card: CodeCard): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, texts, qr } = cardLayoutOf(card)
  const fontOf = (weight: number, px: number) => `${weight} ${px}px ${CARD_FONT}`
  await Promise.all(texts.map(({ weight, px, words }) => document.fonts.load(fontOf(weight, px), words)))
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.scale(2, 2)
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.fillStyle = CARD_INK
  context.textAlign = 'center'
  for (const { y, px, weight, words } of texts) {
    context.font = fontOf(weight, px)
    context.fillText(words, width / 2, y, width - 24)
  }
  // Whole pixels a module, so that no edge is grey.
  const module = Math.floor((qr.px * 2) / qr.modules)
  const margin = (qr.px * 2 - module * qr.modules) / 2
  context.setTransform(module, 0, 0, module, qr.x * 2 + Math.floor(margin), qr.y * 2 + Math.floor(margin))
  context.fillStyle = '#000000'
  context.fill(new Path2D(qr.path))
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
