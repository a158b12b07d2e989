// A refusal of the parser names the field a person can mend.

import { expect, test } from 'vitest'
import { SetupRequest } from '../../shared/protocol/http-api.ts'
import { CommandEnvelope } from '../../shared/show/house.ts'
import { parsed } from './parsed.ts'

const id = 'command-1'

test.each([
  [
    {
      id,
      command: {
        type: 'SetPanel',
        sessionId: 's',
        seats: [{ seatId: 's1', label: '', group: 'party', name: '' }],
      },
    },
    'command.seats.0.label',
  ],
  [
    {
      id,
      command: { type: 'ImportUnits', units: [{ unitId: 'u1', code: 0, name: 'x', category: 'office' }] },
    },
    'command.units.0.code',
  ],
  [{ id, command: { type: 'DropTable' } }, 'command.type'],
  [{ id: 'x', command: { type: 'GoLive', sessionId: 's' } }, 'id'],
  [{ id, command: { type: 'GoLive', sessionId: 's', extra: 1 } }, 'command.extra'],
  [null, '（整体）'],
])('[SAFE1] %j is refused for its %s', (input, field) => {
  const answer = parsed(CommandEnvelope, input)
  expect(answer).toEqual({ ok: false, refusal: { code: 'malformed', detail: { field } } })
})

test('a short password has a sentence of its own', () => {
  const person = { token: 't', personId: 'dao', name: '导演', role: 'director', password: 'short' }
  expect(parsed(SetupRequest, person)).toMatchObject({ refusal: { code: 'password_weak' } })
})
