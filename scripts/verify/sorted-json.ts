// JSON with sorted keys, written for the verifier alone: the same value must give the hash the server gave it.

import { createHash } from 'node:crypto'

export function sortedJson(value: unknown): string {
  const out: string[] = []
  write(value, out)
  return out.join('')
}

function write(value: unknown, out: string[]): void {
  if (Array.isArray(value)) {
    out.push('[')
    value.forEach((each, i) => {
      if (i > 0) out.push(',')
      write(each, out)
    })
    out.push(']')
  } else if (typeof value === 'object' && value !== null) {
    out.push('{')
    Object.keys(value)
      .sort()
      .forEach((key, i) => {
        out.push(i > 0 ? ',' : '', JSON.stringify(key), ':')
        write((value as Record<string, unknown>)[key], out)
      })
    out.push('}')
  } else out.push(JSON.stringify(value))
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
