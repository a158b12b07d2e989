// Takes a command from a screen or tablet: parsed, held against the role table, run; every answer in sentences.

import { sentenceOf, type Refusal } from '../../shared/basics/refusal.ts'
import type { CommandAck, Identity } from '../../shared/protocol/socket-events.ts'
import { CommandEnvelope } from '../../shared/show/house.ts'
import { parsed } from '../access/parsed.ts'
import { actorOf, mayRun, NOT_BY_ENVELOPE } from '../access/roles.ts'
import type { Runner } from '../show/runner.ts'

/** Never rejects: what goes wrong inside is told to onError, and to the sender as internal_error. */
export type CommandDoor = (identity: Identity, envelope: unknown) => Promise<CommandAck>

export function createCommandDoor({
  runner,
  onError,
}: {
  readonly runner: Pick<Runner, 'run'>
  readonly onError: (error: unknown) => void
}): CommandDoor {
  return async (identity, raw) => {
    try {
      const envelope = parsed(CommandEnvelope, raw)
      if (!envelope.ok) return refusedCommand(envelope.refusal)
      const { id, command } = envelope.value
      const refusal = mayRun(identity, command)
      if (refusal !== null) return refusedCommand(refusal)
      if (NOT_BY_ENVELOPE.has(command.type)) return refusedCommand({ code: 'not_allowed', detail: {} })
      const answer = await runner.run(command, { commandId: id, by: actorOf(identity) })
      return answer.ok ? answer : refusedCommand(...answer.refusals)
    } catch (error) {
      onError(error)
      return refusedCommand({ code: 'internal_error', detail: {} })
    }
  }
}

export function refusedCommand(...refusals: readonly Refusal[]): CommandAck {
  return { ok: false, refusals: refusals.map(worded) }
}

/** A refusal with its Chinese sentence, as screens get it. */
export function worded(refusal: Refusal): Refusal & { readonly sentence: string } {
  return { ...refusal, sentence: sentenceOf(refusal) }
}
