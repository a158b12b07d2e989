// The least a page can be: one word on a ground, from node:http. What a browser takes for it no display can be quicker than.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>bare</title><body style="background:#123;color:#fff"><p class="bare">问政</p></body>'
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(PAGE)
})
process.on('SIGTERM', () => process.exit(0))
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`))
