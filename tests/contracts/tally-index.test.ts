// Every TallyIndex adapter against the contract of the port.

import { describe } from 'vitest'
import { createMemoryTallyIndex } from '../../server/storage/memory-tally-index.ts'
import { tallyIndexContract, type TallyIndexAdapter } from './tally-index.contract.ts'

const ADAPTERS: readonly TallyIndexAdapter[] = [
  { name: 'memory', create: async () => createMemoryTallyIndex() },
]

describe.each(ADAPTERS)('TallyIndex: $name', (adapter) => {
  tallyIndexContract(adapter)
})
