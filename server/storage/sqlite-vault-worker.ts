// The thread that holds the vault's file: nothing here but the way from a call to sqlite-vault-file.ts.

import { openVaultOnDisk, type VaultOnDisk } from './sqlite-vault-file.ts'
import { serveCalls } from './worker-shell.ts'

type Writes = Omit<VaultOnDisk, 'contents' | 'close'>
type Args<Name extends keyof Writes> = Parameters<Writes[Name]>

let open: VaultOnDisk | null = null

function file(): VaultOnDisk {
  if (open === null) throw new Error('the vault is not open')
  return open
}

const api = {
  open: (path: string): void => {
    open = openVaultOnDisk(path)
  },
  contents: () => file().contents(),
  setPassword: (...args: Args<'setPassword'>) => file().setPassword(...args),
  dropPassword: (...args: Args<'dropPassword'>) => file().dropPassword(...args),
  addLogin: (...args: Args<'addLogin'>) => file().addLogin(...args),
  endLogin: (...args: Args<'endLogin'>) => file().endLogin(...args),
  endLoginsOf: (...args: Args<'endLoginsOf'>) => file().endLoginsOf(...args),
  addPairing: (...args: Args<'addPairing'>) => file().addPairing(...args),
  takePairing: (...args: Args<'takePairing'>) => file().takePairing(...args),
  putBackPairing: (...args: Args<'putBackPairing'>) => file().putBackPairing(...args),
  addSeatDevice: (...args: Args<'addSeatDevice'>) => file().addSeatDevice(...args),
  setSetupToken: (...args: Args<'setSetupToken'>) => file().setSetupToken(...args),
  dropSetupToken: () => file().dropSetupToken(),
  addControlToken: (...args: Args<'addControlToken'>) => file().addControlToken(...args),
  dropControlToken: (...args: Args<'dropControlToken'>) => file().dropControlToken(...args),
  saveVoterKey: (...args: Args<'saveVoterKey'>) => file().saveVoterKey(...args),
  destroyVoterKey: (...args: Args<'destroyVoterKey'>) => file().destroyVoterKey(...args),
  doneUpTo: () => file().doneUpTo(),
  noteDone: (...args: Args<'noteDone'>) => file().noteDone(...args),
  close: (): void => file().close(),
}

export type VaultCalls = typeof api

serveCalls(api)
