// Tells by its content what an evidence file is, so that a name or a declared type can lie about nothing.

import { unzipSync } from 'fflate'
import type { EvidenceKind } from '../../shared/protocol/evidence-api.ts'
import { textPiecesOf } from '../tables/csv-text.ts'

const EXTENSIONS: Readonly<Record<EvidenceKind, readonly string[]>> = {
  pdf: ['pdf'],
  png: ['png'],
  jpeg: ['jpg', 'jpeg'],
  xlsx: ['xlsx'],
  csv: ['csv'],
}

/** A workbook names a handful of parts; a list of thousands is made to hurt. */
const PARTS_MOST = 10_000
/** Where a PDF's end mark must stand, counted from the end: readers look no further. */
const PDF_TAIL = 1_024

/** What the bytes are, or null where they are none of what is kept. */
export async function evidenceKindOf(bytes: Uint8Array): Promise<EvidenceKind | null> {
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return isWholePdf(bytes) ? 'pdf' : null
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    return startsWith(bytes.subarray(12), [0x49, 0x48, 0x44, 0x52]) ? 'png' : null
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (startsWith(bytes, [0x50, 0x4b])) return isWorkbook(bytes) ? 'xlsx' : null
  return (await isTable(bytes)) ? 'csv' : null
}

/** Whether a file of this kind may be called so. */
export function isCalledAs(name: string, kind: EvidenceKind): boolean {
  const extension = /\.([^.\\/]*)$/.exec(name.normalize('NFKC').trim())?.[1]?.toLowerCase()
  return extension !== undefined && EXTENSIONS[kind].includes(extension)
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte)
}

function isWholePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-PDF_TAIL)).includes('%%EOF')
}

/** By its list of parts, nothing unpacked. A workbook with macros is refused: it is a program. */
function isWorkbook(bytes: Uint8Array): boolean {
  const parts = new Set<string>()
  try {
    unzipSync(bytes, {
      filter: ({ name }) => {
        if (parts.size > PARTS_MOST) throw new Error('too many parts')
        parts.add(name)
        return false
      },
    })
  } catch {
    // No list of parts that can be read: no workbook.
    return false
  }
  return (
    parts.has('[Content_Types].xml') &&
    parts.has('xl/workbook.xml') &&
    ![...parts].some((name) => /vbaProject/i.test(name))
  )
}

/** Text in an encoding clerks' tables come in, of more than one column, and no page or script. */
async function isTable(bytes: Uint8Array): Promise<boolean> {
  const pieces = await textPiecesOf(bytes)
  if (pieces === null) return false
  let heading: string | null = null
  for await (const piece of pieces()) {
    if (/[\0-\x08\x0e-\x1f]/.test(piece)) return false
    heading ??= piece.trimStart().split('\n', 1)[0] ?? ''
  }
  return heading !== null && /[,\t;]/.test(heading) && !/^\uFEFF?\s*(<|#!|MZ|%!)/.test(heading)
}
