// The paper of a bulletin: A4, embedded Chinese fonts cut down to what is used, text that flows from page to page.

import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'

const fontOf = (weight: 'Regular' | 'Bold') =>
  fileURLToPath(
    import.meta.resolve('@embedpdf/fonts-sc').replace(/dist\/.*$/, `fonts/NotoSansHans-${weight}.otf`),
  )

const MARGIN = 56
const FOOT = 40
const INK = '#1b2430'
const GREY = '#5b6673'
const LINE = '#c8cdd3'
const SIZES = { title: 20, heading: 13, body: 10, small: 8.5 } as const

export interface Column {
  readonly title: string
  /** Of the width between the margins, 0–1. */
  readonly share: number
  readonly align?: 'left' | 'right'
}

export interface BulletinPage {
  title(text: string): void
  heading(text: string): void
  text(text: string, size?: keyof typeof SIZES, grey?: boolean): void
  /** Breaks between rows only; the head is repeated on each page. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void
  gap(points: number): void
  /** Numbers the pages and closes the file. */
  finish(footer: string): Promise<Buffer>
}

export function createBulletinPage(title: string): BulletinPage {
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, bottom: MARGIN + 8, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: title },
  })
  pdf.registerFont('regular', fontOf('Regular'))
  pdf.registerFont('bold', fontOf('Bold'))
  const pieces: Buffer[] = []
  const done = new Promise<Buffer>((settle, fail) => {
    pdf.on('data', (piece: Buffer) => pieces.push(piece))
    pdf.on('end', () => settle(Buffer.concat(pieces)))
    pdf.on('error', fail)
  })
  const width = pdf.page.width - 2 * MARGIN
  const bottom = () => pdf.page.height - pdf.page.margins.bottom
  const write = (font: 'regular' | 'bold', size: number, color: string) =>
    pdf.font(font).fontSize(size).fillColor(color)
  /** A new page where so much does not fit any more. */
  const room = (height: number) => {
    if (pdf.y + height > bottom()) pdf.addPage()
  }

  const row = (columns: readonly Column[], cells: readonly string[], font: 'regular' | 'bold') => {
    write(font, SIZES.body - 0.5, font === 'bold' ? GREY : INK)
    const widths = columns.map(({ share }) => share * width - 8)
    const height = Math.max(...cells.map((cell, i) => pdf.heightOfString(cell, { width: widths[i]! }))) + 7
    const isNew = pdf.y + height > bottom()
    if (isNew) pdf.addPage()
    const top = pdf.y
    let x = MARGIN
    cells.forEach((cell, i) => {
      pdf.text(cell, x + 4, top + 3, { width: widths[i]!, align: columns[i]!.align ?? 'left' })
      x += columns[i]!.share * width
    })
    pdf
      .moveTo(MARGIN, top + height)
      .lineTo(MARGIN + width, top + height)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke()
    pdf.x = MARGIN
    pdf.y = top + height
    return isNew
  }

  return {
    title(text) {
      write('bold', SIZES.title, INK).text(text, { align: 'center', width })
      pdf.moveDown(0.4)
    },
    heading(text) {
      room(70)
      pdf.moveDown(0.8)
      write('bold', SIZES.heading, INK).text(text, MARGIN, pdf.y, { width })
      pdf.moveDown(0.3)
    },
    text(text, size = 'body', grey = false) {
      write('regular', SIZES[size], grey ? GREY : INK).text(text, MARGIN, pdf.y, { width, lineGap: 3 })
    },
    table(columns, rows) {
      const head = columns.map(({ title: name }) => name)
      room(60)
      row(columns, head, 'bold')
      for (const cells of rows) {
        const before = pdf.bufferedPageRange().count
        const height = Math.max(
          ...cells.map((cell, i) => {
            write('regular', SIZES.body - 0.5, INK)
            return pdf.heightOfString(cell, { width: columns[i]!.share * width - 8 })
          }),
        )
        if (pdf.y + height + 7 > bottom()) {
          pdf.addPage()
          row(columns, head, 'bold')
        }
        row(columns, cells, 'regular')
        if (pdf.bufferedPageRange().count > before + 1) throw new Error('a row is higher than a page')
      }
    },
    gap(points) {
      pdf.y += points
    },
    finish(footer) {
      const { start, count } = pdf.bufferedPageRange()
      for (let page = start; page < start + count; page++) {
        pdf.switchToPage(page)
        // Below the margin, where pdfkit would begin a new page of its own.
        pdf.page.margins.bottom = 0
        const y = pdf.page.height - FOOT
        write('regular', SIZES.small - 1, GREY)
        pdf.text(footer, MARGIN, y, { width: width - 80, lineBreak: false })
        pdf.text(`第${page - start + 1}页 共${count}页`, MARGIN + width - 80, y, {
          ...{ width: 80, align: 'right', lineBreak: false },
        })
      }
      pdf.end()
      return done
    },
  }
}
