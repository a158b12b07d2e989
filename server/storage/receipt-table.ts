// Two numbers of 32 bits for every ballot of a log, in its order: by code and by voter, so that a look-up reads few records.

const CHUNK = 65_536

export interface ReceiptTable {
  /** Of the next ballot. */
  add(codeTag: number, voterTag: number): void
  length(): number
  /** Sequences, from 1, of the ballots with this tag; others may share it, so each is to be checked on its record. */
  byCode(codeTag: number): readonly number[]
  byVoter(voterTag: number): readonly number[]
}

/** 8 bytes a ballot, in pieces: nothing is ever copied to grow. 10 M ballots are searched in a few milliseconds. */
export function createReceiptTable(): ReceiptTable {
  const codes: Uint32Array[] = []
  const voters: Uint32Array[] = []
  let length = 0

  const sequencesIn = (chunks: readonly Uint32Array[], tag: number): readonly number[] => {
    const found: number[] = []
    for (const [i, chunk] of chunks.entries()) {
      const used = Math.min(CHUNK, length - i * CHUNK)
      for (let at = chunk.indexOf(tag); at >= 0 && at < used; at = chunk.indexOf(tag, at + 1)) {
        found.push(i * CHUNK + at + 1)
      }
    }
    return found
  }

  return {
    add(codeTag, voterTag) {
      const at = length % CHUNK
      if (at === 0) {
        codes.push(new Uint32Array(CHUNK))
        voters.push(new Uint32Array(CHUNK))
      }
      codes.at(-1)![at] = codeTag
      voters.at(-1)![at] = voterTag
      length += 1
    },
    length: () => length,
    byCode: (tag) => sequencesIn(codes, tag),
    byVoter: (tag) => sequencesIn(voters, tag),
  }
}
