// Remembers which nonces were used with which body, and what was answered, for as long as a signature over them is valid.

export interface Nonces<Answer> {
  /**
   * Does `work` for a nonce's first request. The same body again gets the same answer without new work, or waits for it;
   * an answer that is not final binds the nonce to its body, but is worked for anew. `validUntilMs`: when the signature
   * expires. Rejects as `work` does.
   */
  once(
    request: {
      readonly nonce: string
      readonly bodyHash: string
      readonly nowMs: number
      readonly validUntilMs: number
    },
    work: () => Promise<Answer>,
  ): Promise<Answer> | 'other_body' | 'full'
  /** Nonces kept now. */
  size(): number
}

interface Entry<Answer> {
  readonly bodyHash: string
  validUntilMs: number
  pending: Promise<Answer> | null
  final: { readonly answer: Answer } | null
}

/** `most`: when so many are valid a new one is refused; none goes before its time, since it could then be used again. */
export function createNonces<Answer>({
  most,
  isFinal,
}: {
  readonly most: number
  readonly isFinal: (answer: Answer) => boolean
}): Nonces<Answer> {
  const entries = new Map<string, Entry<Answer>>()

  /** In order of use, which is nearly that of expiry: it stops at the first that is still valid. */
  const forgetExpired = (nowMs: number) => {
    for (const [nonce, { validUntilMs, pending }] of entries) {
      if (validUntilMs >= nowMs || pending !== null) return
      entries.delete(nonce)
    }
  }
  const workFor = (entry: Entry<Answer>, work: () => Promise<Answer>): Promise<Answer> => {
    const pending = work().then(
      (answer) => {
        entry.pending = null
        if (isFinal(answer)) entry.final = { answer }
        return answer
      },
      (error: unknown) => {
        entry.pending = null
        throw error
      },
    )
    entry.pending = pending
    return pending
  }

  return {
    once({ nonce, bodyHash, nowMs, validUntilMs }, work) {
      const known = entries.get(nonce)
      if (known !== undefined && (known.validUntilMs >= nowMs || known.pending !== null)) {
        if (known.bodyHash !== bodyHash) return 'other_body'
        known.validUntilMs = Math.max(known.validUntilMs, validUntilMs)
        if (known.final !== null) return Promise.resolve(known.final.answer)
        return known.pending ?? workFor(known, work)
      }
      forgetExpired(nowMs)
      entries.delete(nonce)
      if (entries.size >= most) return 'full'
      const entry: Entry<Answer> = { bodyHash, validUntilMs, pending: null, final: null }
      entries.set(nonce, entry)
      return workFor(entry, work)
    },
    size: () => entries.size,
  }
}
