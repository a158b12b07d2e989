// The thread of the detectors: however long a look takes, no ballot and no screen waits for it.

import { openBallotLooksFile, type BallotLooksFile } from './sqlite-ballot-looks-file.ts'
import { serveCalls } from './worker-shell.ts'

let open: BallotLooksFile | null = null

function looks(): BallotLooksFile {
  if (open === null) throw new Error('the looks are not open')
  return open
}

const api = {
  open: (files: readonly string[]): void => {
    open = openBallotLooksFile(files)
  },
  add: (files: readonly string[]): void => looks().add(files),
  look: (...asked: Parameters<BallotLooksFile['look']>) => looks().look(...asked),
  weigh: (...asked: Parameters<BallotLooksFile['weigh']>) => looks().weigh(...asked),
  keep: (...asked: Parameters<BallotLooksFile['keep']>) => looks().keep(...asked),
  close: (): void => looks().close(),
}

export type BallotLooksCalls = typeof api

serveCalls(api)
