// Reads a display's address: which output it is, and how its picture leaves the machine.

import type { OutputName } from '../shared/basics/ids.ts'

export interface StageQuery {
  readonly output: OutputName
  /** No motion: for photographs and for a director who skips animations. */
  readonly still: boolean
  /** A person watches this one, not the air: it may carry a mark when the line is lost. */
  readonly monitor: boolean
  /** What stands behind the picture: nothing, a key colour, or (`alpha`) only the picture's shape in white on black. */
  readonly key: 'transparent' | 'green' | 'luma' | 'alpha'
  /** Lines of the safe areas, for setting up. */
  readonly guides: boolean
}

/** Cannot fail: an unknown output name becomes `programme`, anything else unknown is left out. */
export function stageQueryOf(search: string): StageQuery {
  const given = new URLSearchParams(search)
  const named = given.get('output') ?? ''
  const output = (/^[a-z][a-z0-9-]{0,31}$/.test(named) ? named : 'programme') as OutputName
  const key = given.get('key')
  return {
    output,
    still: given.get('still') === '1',
    monitor: output === 'preview' || given.get('monitor') === '1',
    key: key === 'green' || key === 'luma' || key === 'alpha' ? key : 'transparent',
    guides: given.get('guides') === '1',
  }
}
