// POST /api/evidence and GET /api/evidence/:hash: files kept as evidence (佐证材料), named by the hash of what they hold.

import { z } from 'zod'
import { ContentHash } from '../period/ids.ts'

export const EVIDENCE_BYTES_MOST = 20 * 1024 * 1024

export const EvidenceKind = z.enum(['pdf', 'png', 'jpeg', 'xlsx', 'csv'])
export type EvidenceKind = z.infer<typeof EvidenceKind>

export const EVIDENCE_KIND_NAMES: Readonly<Record<EvidenceKind, string>> = {
  pdf: 'PDF文档',
  png: 'PNG图片',
  jpeg: 'JPEG图片',
  xlsx: 'Excel表格（xlsx）',
  csv: 'CSV表格',
}

export const EVIDENCE_MEDIA_TYPES: Readonly<Record<EvidenceKind, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
}

/** The query of POST /api/evidence: how the sender calls the file. Its body is the file's bytes. */
export const EvidenceQuery = z.object({ name: z.string().trim().min(1).max(200) })

/** What POST /api/evidence answers. The same bytes sent again are the same file. */
export const EvidenceStored = z.strictObject({
  hash: ContentHash,
  kind: EvidenceKind,
  bytes: z.number().int().min(1).max(EVIDENCE_BYTES_MOST),
})
export type EvidenceStored = z.infer<typeof EvidenceStored>
