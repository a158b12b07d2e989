// LogTrees (port): Merkle trees over the journal and the ballot logs held here, and the notes that were signed of them (LOG2).

export interface TreeHead {
  /** `journal`, or `ballots/LOG`. */
  readonly tree: string
  /** Entries read so far. */
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
  /** The log is shorter than its tree, or another than the one the tree was grown from: nothing may be signed of it any more. */
  readonly isChanged: boolean
}

export interface NewNote {
  readonly tree: string
  readonly size: number
  readonly atMs: number
  /** Made because time had passed; nothing had happened. */
  readonly timed: boolean
  readonly note: string
}

/** `id` rises with each note. */
export interface KeptNote extends Omit<NewNote, 'timed'> {
  readonly id: number
}

export interface LogTrees {
  /** Reads a slice of what is new in the logs; whether there may be more. */
  grow(): Promise<boolean>
  heads(): Promise<readonly TreeHead[]>
  /** On disk when it resolves, with how far the trees have grown. */
  keep(notes: readonly NewNote[]): Promise<void>
  /** Notes behind one of an id, oldest first. */
  notes(after: number, limit: number): Promise<readonly KeptNote[]>
  /** The newest note of each tree. */
  newest(): Promise<readonly KeptNote[]>
  /** Up to which id each holder has the notes. */
  heldTo(): Promise<ReadonlyMap<string, number>>
  held(holder: string, id: number): Promise<void>
  /** Forgets timed notes of before, but the newest of each tree. */
  prune(beforeMs: number): Promise<void>
  close(): Promise<void>
}
