// Commands too large for a socket message go by HTTP: the same envelope, the same answer, repeated with the same id.

import type { ApiRefusal } from '../../shared/protocol/http-api.ts'
import type { CommandAck } from '../../shared/protocol/socket-events.ts'
import type { Command, CommandType } from '../../shared/show/house.ts'
import { newId } from '../lib/new-id.ts'

const LARGE: ReadonlySet<CommandType> = new Set<CommandType>([
  'ImportUnits',
  'ImportOrganisations',
  'SetPanel',
  'EditRundown',
  'ConfirmNotApplicable',
  'WithdrawNotApplicable',
  'SetPollUnits',
  'AddItems',
  'SetRoundUnits',
  'SetRoundReviewers',
])

export function isLarge(command: Command): boolean {
  return LARGE.has(command.type)
}

const TRIES = 3
export const NO_ANSWER = '服务器没有回应，不能确定是否已执行。请看清画面现状后再试；填写的内容还在。'

/** Null once done, else the server's sentences. */
export async function sendLarge(command: Command): Promise<string | null> {
  const body = JSON.stringify({ id: newId(), command })
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      const response = await fetch('/api/commands', {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'content-type': 'application/json' },
        body,
      })
      return problemIn((await response.json()) as CommandAck | ApiRefusal)
    } catch {
      // No answer, or none that can be read: the same id is sent again.
    }
  }
  return NO_ANSWER
}

/** A command's answer, or the door's own refusal, as words; null where it was done. */
export function problemIn(answer: CommandAck | ApiRefusal): string | null {
  if ('refusal' in answer) return answer.refusal.sentence
  if (answer.ok) return null
  return answer.refusals.map((refusal) => refusal.sentence).join('') || NO_ANSWER
}
