// The frame every chart stands in: its own ground and ink, by day and by night, and text as XML takes it.

export const WIDTH = 860
export const PAD = 24
export const HEAD = 64

/** Ink by class, so that one drawing serves both grounds; `short` is told by its shape as well, for who sees no colours. */
const STYLE = `
    text { font-family: 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Source Han Sans SC', sans-serif; font-size: 14px; fill: #1d2733 }
    .title { font-size: 18px; font-weight: 600 }
    .faint { fill: #56616e; font-size: 12.5px }
    .ground { fill: #ffffff; stroke: #d5dae0 }
    .grid { stroke: #d5dae0; stroke-width: 1 }
    .goal { stroke: #1d2733; stroke-width: 1.5; stroke-dasharray: 5 4 }
    .reached, .ours { fill: #1f7a4d; stroke: #1f7a4d }
    .short { fill: #c2410c; stroke: #c2410c }
    .other { fill: #8a94a0; stroke: #8a94a0 }
    .range { stroke-width: 2 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6ebf0 }
      .faint { fill: #a3aebb }
      .ground { fill: #161c24; stroke: #333d49 }
      .grid { stroke: #333d49 }
      .goal { stroke: #e6ebf0 }
      .reached, .ours { fill: #4cc38a; stroke: #4cc38a }
      .short { fill: #fb923c; stroke: #fb923c }
      .other { fill: #7c8896; stroke: #7c8896 }
    }`

export function framed(title: string, below: string, height: number, drawn: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `  <style>${STYLE}\n  </style>`,
    `  <rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="6"/>`,
    `  ${text(PAD, 32, title, 'title')}`,
    `  ${text(PAD, 52, below, 'faint')}`,
    ...drawn.map((line) => `  ${line}`),
    '</svg>',
    '',
  ].join('\n')
}

export function text(
  x: number,
  y: number,
  words: string,
  style = '',
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  const at = `x="${round(x)}" y="${round(y)}"`
  return `<text ${at}${style === '' ? '' : ` class="${style}"`}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escaped(words)}</text>`
}

export function line(x1: number, y1: number, x2: number, y2: number, style: string): string {
  return `<line class="${style}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`
}

export const round = (value: number) => Math.round(value * 10) / 10

const escaped = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
