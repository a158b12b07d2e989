// Builds the display's gallery and serves it as the product is served: from its own origin, under the strict content policy.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

export interface GalleryPages {
  readonly origin: string
  /** The gallery's address with this query. */
  readonly address: (query: string) => string
  close(): Promise<void>
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
}
const PAGE = 'display/gallery/index.html'

/** Into a folder of its own, so that it meets no other build. Takes about a second. */
export async function openGalleryPages(): Promise<GalleryPages> {
  const folder = mkdtempSync(join(tmpdir(), 'wenzheng-gallery-'))
  await build({
    root: resolve(import.meta.dirname, '../..'),
    configFile: false,
    appType: 'mpa',
    publicDir: false,
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'chrome87',
      chunkSizeWarningLimit: 1_500,
      rolldownOptions: { input: [PAGE] },
    },
  })
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url ?? '/', 'http://gallery').pathname)
    const type = TYPES[extname(path)]
    if (!path.startsWith(folder) || type === undefined || !existsSync(path)) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY })
    response.end(readFileSync(path))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    address: (query) => `${origin}/${PAGE}?${query}`,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
