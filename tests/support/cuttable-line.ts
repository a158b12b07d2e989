// A line to a server that a test can cut or lead elsewhere: a byte pipe on a port of its own, as Wi-Fi is to a tablet.

import { connect, createServer, type Socket } from 'node:net'

export interface CuttableLine {
  readonly base: string
  /** Ends what is connected and refuses anything new. */
  cut(): void
  mend(): void
  /** Cuts what is connected; whoever connects again reaches another server, as after a failover. */
  leadTo(port: number): void
  /** The same, but what is connected stays so, as where a name is moved. */
  leadNew(port: number): void
  close(): Promise<void>
}

export async function cuttableLine(serverBase: string): Promise<CuttableLine> {
  let port = Number(new URL(serverBase).port)
  const open = new Set<Socket>()
  let whole = true
  const line = createServer((near) => {
    if (!whole) {
      near.destroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  await new Promise<void>((ready) => line.listen(0, '127.0.0.1', ready))
  const address = line.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const end = () => {
    for (const socket of open) socket.destroy()
  }
  const cut = () => {
    whole = false
    end()
  }
  return {
    base: `http://127.0.0.1:${address.port}`,
    cut,
    mend() {
      whole = true
    },
    leadTo(other) {
      port = other
      end()
    },
    leadNew(other) {
      port = other
    },
    async close() {
      cut()
      await new Promise((closed) => line.close(closed))
    },
  }
}
