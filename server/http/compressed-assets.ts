// Sends text assets compressed: each is compressed once, off the event loop, and kept; what is not kept goes out as it is.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { RequestHandler } from 'express'

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json; charset=utf-8',
}
/** Of compressed bytes in memory; a build is about 1 MB. */
const KEPT_MOST_BYTES = 16 * 1_048_576

const compressors = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
}
type Encoding = keyof typeof compressors

/** Answers GET /assets/NAME where the browser takes gzip or brotli; else hands the request on. `folder` holds hashed files. */
export function compressedAssets(folder: string): RequestHandler {
  const kept = new Map<string, Promise<Buffer | null>>()
  let keptBytes = 0

  const compress = async (name: string, encoding: Encoding): Promise<Buffer | null> => {
    const bytes = await readFile(join(folder, name)).catch(() => null)
    if (bytes === null || keptBytes >= KEPT_MOST_BYTES) return null
    const compressed = await compressors[encoding](bytes)
    keptBytes += compressed.length
    return compressed
  }

  return (request, response, next) => {
    const [, name, ending] = /^\/assets\/([\w-]+(?:\.[\w-]+)*\.([a-z]+))$/.exec(request.path) ?? []
    const type = TYPES[ending ?? '']
    const encoding = request.acceptsEncodings(['br', 'gzip'])
    if (request.method !== 'GET' || name === undefined || type === undefined || encoding === false) {
      next()
      return
    }
    const key = `${encoding} ${name}`
    const made = kept.get(key) ?? compress(name, encoding as Encoding)
    kept.set(key, made)
    made.then((compressed) => {
      if (compressed === null) {
        // Unknown names must not fill the table.
        kept.delete(key)
        next()
        return
      }
      response
        .set({
          'Content-Type': type,
          'Content-Encoding': encoding,
          Vary: 'Accept-Encoding',
          'Cache-Control': 'public, max-age=31536000, immutable',
        })
        .send(compressed)
    }, next)
  }
}
