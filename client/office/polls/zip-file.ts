// A zip made file by file, and bytes saved under a name: pictures are stored as they are, they are compressed already.

import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

export function zipOf() {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let failed: Error | null = null
  const zip = new Zip((error, part) => {
    if (error !== null) failed = error
    else parts.push(part)
  })
  return {
    add(name: string, bytes: Uint8Array): void {
      const file = name.endsWith('.svg') ? new ZipDeflate(name, { level: 1 }) : new ZipPassThrough(name)
      zip.add(file)
      file.push(bytes, true)
    },
    /** Throws where a file could not be added. */
    end(): Blob {
      zip.end()
      if (failed !== null) throw failed
      return new Blob(parts, { type: 'application/zip' })
    },
  }
}
