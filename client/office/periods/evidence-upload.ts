// Hands a file to the evidence store; what comes back names it by its content.

import type { ContentHash } from '../../../shared/period/ids.ts'
import { postFile, type ApiAnswer } from '../../lib/api.ts'

export interface KeptFile {
  readonly hash: ContentHash
  readonly name: string
}

export async function keepEvidenceFile(file: File): Promise<ApiAnswer<KeptFile>> {
  const kept = await postFile<{ readonly hash: ContentHash }>(
    `/api/evidence?name=${encodeURIComponent(file.name)}`,
    file,
  )
  return kept.ok ? { ok: true, value: { hash: kept.value.hash, name: file.name } } : kept
}
