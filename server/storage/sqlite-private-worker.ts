// The thread that holds the private store's file: nothing here but the way from a call to sqlite-private-file.ts.

import { openPrivateOnDisk, type PrivateOnDisk } from './sqlite-private-file.ts'
import { serveCalls } from './worker-shell.ts'

type Args<Name extends keyof PrivateOnDisk> = Parameters<PrivateOnDisk[Name]>

let open: PrivateOnDisk | null = null

function file(): PrivateOnDisk {
  if (open === null) throw new Error('the private store is not open')
  return open
}

const api = {
  open: (path: string, rowsMost: number, pagesMax: number | null): void => {
    open = openPrivateOnDisk(path, rowsMost, pagesMax)
  },
  wrappedKey: () => file().wrappedKey(),
  saveWrappedKey: (...args: Args<'saveWrappedKey'>) => file().saveWrappedKey(...args),
  unlock: (...args: Args<'unlock'>) => file().unlock(...args),
  put: (...args: Args<'put'>) => file().put(...args),
  update: (...args: Args<'update'>) => file().update(...args),
  get: (...args: Args<'get'>) => file().get(...args),
  list: (...args: Args<'list'>) => file().list(...args),
  remove: (...args: Args<'remove'>) => file().remove(...args),
  removeKind: (...args: Args<'removeKind'>) => file().removeKind(...args),
  wipe: (...args: Args<'wipe'>) => file().wipe(...args),
  expire: (...args: Args<'expire'>) => file().expire(...args),
  counts: (...args: Args<'counts'>) => file().counts(...args),
  close: (): void => file().close(),
}

export type PrivateCalls = typeof api

serveCalls(api)
