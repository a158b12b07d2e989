// Proves how a display's address is read.

import { expect, test } from 'vitest'
import { stageQueryOf } from './stage-query.ts'

test('an address without anything is the programme, moving, transparent, for the air', () => {
  expect(stageQueryOf('')).toEqual({
    output: 'programme',
    still: false,
    monitor: false,
    key: 'transparent',
    guides: false,
  })
})

test('output, still, monitor, key and guides are read; the preview is always a monitor', () => {
  expect(stageQueryOf('?output=studio-2&still=1&key=luma&monitor=1&guides=1')).toEqual({
    output: 'studio-2',
    still: true,
    monitor: true,
    key: 'luma',
    guides: true,
  })
  expect(stageQueryOf('?output=preview').monitor).toBe(true)
})

test('what is unknown is left out, never an error on air', () => {
  for (const bad of ['?output=', '?output=UPPER', '?output=../x', `?output=${'a'.repeat(33)}`]) {
    expect(stageQueryOf(bad).output).toBe('programme')
  }
  expect(stageQueryOf('?key=purple&still=yes')).toMatchObject({ key: 'transparent', still: false })
})
