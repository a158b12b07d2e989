// Draws a tree of frames as a flame graph: width is time, each row is called by the one below it.

import type { Frame } from './stacks.ts'

const WIDTH = 1_600
const ROW = 17
const HEAD = 34
/** Narrower ones cannot be seen, and would be most of the file. */
const LEAST = 0.4
const LETTER = 6.6
/** Deeper is only what loads modules. */
const ROWS_MOST = 60

export function flameSvg(root: Frame, title: string): string {
  const rects: string[] = []
  let deepest = 0
  const draw = (frame: Frame, x: number, depth: number) => {
    const width = (frame.us / root.us) * WIDTH
    if (width < LEAST || depth >= ROWS_MOST) return
    deepest = Math.max(deepest, depth)
    rects.push(rectOf(frame, x, depth, width, root.us))
    let from = x
    for (const child of [...frame.children.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      draw(child, from, depth + 1)
      from += (child.us / root.us) * WIDTH
    }
  }
  if (root.us > 0) draw(root, 0, 0)
  const height = HEAD + (deepest + 1) * ROW
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(height)}" font-family="monospace" font-size="11">`,
    `<text x="6" y="20" font-size="14">${escaped(title)}</text>`,
    `<g transform="translate(0 ${String(height)}) scale(1 -1)">`,
    ...rects,
    '</g></svg>\n',
  ].join('\n')
}

function rectOf({ name, us }: Frame, x: number, depth: number, width: number, allUs: number): string {
  const [left, wide, y] = [x.toFixed(1), width.toFixed(1), depth * ROW]
  const told = `${name}: ${((us * 100) / allUs).toFixed(1)} %, ${(us / 1_000).toFixed(0)} ms`
  const letters = Math.floor((width - 6) / LETTER)
  // Turned back: the picture is drawn from its foot up.
  const text =
    letters < 4
      ? ''
      : `<text transform="translate(${left} ${String(y + 4)}) scale(1 -1)" x="3">${escaped(name.slice(0, letters))}</text>`
  return `<g><title>${escaped(told)}</title><rect x="${left}" y="${String(y)}" width="${wide}" height="${String(ROW - 1)}" fill="${colourOf(name)}"/>${text}</g>`
}

/** Ours, packages', Node's own. */
function colourOf(name: string): string {
  if (/(server|show|ballots|channels|storage|http|realtime|ballot|basics)\/[\w-]+\.ts:/.test(name))
    return '#f2a65a'
  return name.includes('.js:') || name.includes('.ts:') ? '#9fc5e8' : '#d9d9d9'
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
