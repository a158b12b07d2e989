// An outside holder of checkpoints: takes notes by POST, keeps them in a file, and speaks up where two of them cannot both be true (LOG2).

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { checkpointIn, notesIn, type Checkpoint } from '../../server/checkpoints/signed-note.ts'

const NOTE_MOST = 4_096

/** `contradiction`: kept all the same, since it is the proof: signed, and at odds with what was signed before. */
export type Heard = 'kept' | 'known' | 'not_signed' | 'contradiction'

export interface HolderServer {
  readonly server: Server
  close(): void
}

/**
 * `file`: notes are appended to it, synced before the answer, and those in it are known again after a restart. `publicKey`: 32
 * bytes in hex. `onHeard`: told of every note, with its checkpoint where it is signed.
 */
export function createHolderServer(
  file: string,
  publicKey: string,
  onHeard: (heard: Heard, checkpoint: Checkpoint | null) => void,
): HolderServer {
  const known = new Set<string>()
  /** By tree, then by size: the root. */
  const roots = new Map<string, Map<number, string>>()
  const remember = (note: string, { origin, size, root }: Checkpoint) => {
    known.add(note)
    const ofTree = roots.get(origin) ?? new Map<number, string>()
    roots.set(origin, ofTree.set(size, ofTree.get(size) ?? Buffer.from(root).toString('base64')))
  }
  for (const note of existsSync(file) ? notesIn(readFileSync(file, 'utf8')) : []) {
    const checkpoint = checkpointIn(note, publicKey)
    if (checkpoint !== null) remember(note, checkpoint)
  }
  const descriptor = openSync(file, 'a', 0o600)

  const hear = (note: string): Heard => {
    const checkpoint = checkpointIn(note, publicKey)
    const heard = ((): Heard => {
      if (checkpoint === null) return 'not_signed'
      if (known.has(note)) return 'known'
      const { origin, size, root } = checkpoint
      const before = roots.get(origin)?.get(size)
      const isOther = before !== undefined && before !== Buffer.from(root).toString('base64')
      writeSync(descriptor, note)
      fsyncSync(descriptor)
      remember(note, checkpoint)
      return isOther ? 'contradiction' : 'kept'
    })()
    onHeard(heard, checkpoint)
    return heard
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const say = (status: number, sentence: string) => {
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`)
    }
    if (request.method !== 'POST') return say(405, '只收用 POST 送来的检查点。')
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength
      if (bytes <= NOTE_MOST) chunks.push(chunk)
    })
    request.on('end', () => {
      if (bytes > NOTE_MOST) return say(413, '超过4096字节，不是检查点。')
      const heard = hear(Buffer.concat(chunks).toString('utf8'))
      if (heard === 'not_signed') say(400, '不是这把公钥签名的检查点，没有收下。')
      else say(200, heard === 'contradiction' ? '已收下；它与先前的一个检查点矛盾。' : '已收下。')
    })
    request.on('error', () => response.destroy())
  })
  server.requestTimeout = 10_000
  server.headersTimeout = 5_000
  return {
    server,
    close() {
      server.close()
      server.closeAllConnections()
      closeSync(descriptor)
    },
  }
}
