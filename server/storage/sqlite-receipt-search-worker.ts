// The thread that searches one ballot log for receipt codes: neither a look-up nor following the log delays anything else.

import type { AdmissionRules } from '../../shared/ballot/admission.ts'
import type { Ballot } from '../../shared/ballot/ballot.ts'
import type { ReceiptBits } from '../../shared/ballot/receipt-code.ts'
import { openReceiptSearchFile, type ReceiptSearchFile } from './sqlite-receipt-search-file.ts'
import { serveCalls } from './worker-shell.ts'

let open: ReceiptSearchFile | null = null

function search(): ReceiptSearchFile {
  if (open === null) throw new Error('the receipt search is not open')
  return open
}

const api = {
  open: (file: string, secret: Uint8Array) => {
    open = openReceiptSearchFile(file, secret)
    return open.logId
  },
  follow: () => search().follow(),
  find: (code: ReceiptBits) => search().find(code),
  first: (ballot: Ballot, rules: AdmissionRules) => search().first(ballot, rules),
  close: (): void => search().close(),
}

export type ReceiptSearchCalls = typeof api

serveCalls(api)
