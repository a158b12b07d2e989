// Serves the files of a folder from an origin of its own, as a broadcaster's renderer would: nothing else, and no listing.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

export interface ServedFolder {
  readonly origin: string
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** `pages`: what is served besides, by path. `policy`: the content policy of everything. */
export async function serveFolder(
  folder: string,
  {
    policy,
    pages = {},
  }: { readonly policy?: string; readonly pages?: Readonly<Record<string, string>> } = {},
): Promise<ServedFolder> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://folder')
    const file = join(folder, pathname)
    const type = TYPES[extname(pathname)]
    const page = pages[pathname]
    const found = file.startsWith(folder) && existsSync(file) && statSync(file).isFile()
    if (type === undefined || (page === undefined && !found)) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, {
      'content-type': type,
      ...(policy === undefined ? {} : { 'content-security-policy': policy }),
    })
    response.end(page ?? readFileSync(file))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
