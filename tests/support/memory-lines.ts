// Lines between processes in memory, each of which can be cut, and listened in on: what a real one over Redis does, without waiting.

import type { Line, LineName } from '../../server/storage/line.ts'

export interface MemoryLine extends Line {
  /** `away`: sends nothing and hears nothing; `deaf`: only hears nothing. */
  state: 'whole' | 'away' | 'deaf'
  /** Of what it sends, what is lost on the way. */
  loses: (to: LineName) => boolean
}

export interface MemoryLines {
  line(): MemoryLine
  /** Everything that was sent, in order. */
  readonly sent: { readonly to: LineName; readonly bytes: Uint8Array }[]
}

export function createMemoryLines(): MemoryLines {
  const listeners: {
    readonly line: MemoryLine
    readonly names: ReadonlySet<LineName>
    readonly heard: (bytes: Uint8Array) => void
  }[] = []
  const sent: MemoryLines['sent'] = []
  return {
    sent,
    line() {
      const line: MemoryLine = {
        state: 'whole',
        loses: () => false,
        async send(to, bytes) {
          if (line.state === 'away') throw new Error('the line is cut')
          sent.push({ to, bytes })
          const there = listeners.filter(({ names, line: { state } }) => names.has(to) && state === 'whole')
          if (!line.loses(to)) for (const { heard } of there) queueMicrotask(() => heard(bytes))
          return there.length
        },
        async listen(names, heard) {
          listeners.push({ line, names: new Set(names), heard })
        },
        close() {
          line.state = 'away'
        },
      }
      return line
    },
  }
}
