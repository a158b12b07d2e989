// Shows what needs units and organisations once they are read; until then that they are, or why they cannot be.

import type { ReactNode } from 'react'
import type { RegistryAnswer } from '../../shared/protocol/registry-api.ts'
import { AskedFrame } from '../ui/periods/asked-frame.tsx'
import { useAsked } from '../ui/periods/use-asked.ts'
import '../ui/periods/periods.css'
import { useOffice } from './office-desk.ts'

export function RegistryGate({ children }: { readonly children: (registry: RegistryAnswer) => ReactNode }) {
  const { setup } = useOffice()
  const asked = useAsked<RegistryAnswer>('/api/registry', setup.registryVersion)
  return (
    <AskedFrame asked={asked} what="单位">
      {(registry) => children(registry)}
    </AskedFrame>
  )
}
