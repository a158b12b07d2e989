// An id a screen makes must be taken by every door, whatever was drawn.

import { expect, test } from 'vitest'
import { CommandId, WindowId } from '../../shared/basics/ids.ts'
import { ImportId } from '../../shared/period/ids.ts'
import { newId, newWindowId } from './new-id.ts'

test('[SAFE1] a new id is of the shape of every id; a window’s of its own', () => {
  const ids = Array.from({ length: 500 }, newId)
  for (const id of ids) {
    expect(CommandId.safeParse(id).success, id).toBe(true)
    expect(ImportId.safeParse(id).success, id).toBe(true)
  }
  expect(new Set(ids).size).toBe(500)
  expect(WindowId.safeParse(newWindowId()).success).toBe(true)
})
