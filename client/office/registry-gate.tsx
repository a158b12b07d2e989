// Shows what needs units and organisations once they are read; until then that they are, or why they cannot be.

import { Alert, Button, Spin } from 'antd'
import type { ReactNode } from 'react'
import type { RegistryAnswer } from '../../shared/protocol/registry-api.ts'
import { useOffice } from './office-desk.ts'
import { useRegistry } from './use-registry.ts'

export function RegistryGate({ children }: { readonly children: (registry: RegistryAnswer) => ReactNode }) {
  const { setup } = useOffice()
  const read = useRegistry(setup.registryVersion)
  if (read.state === 'waiting')
    return <Spin delay={300} size="large" description="正在读取单位…" className="office-waiting" />
  if (read.state === 'failed')
    return (
      <Alert
        type="error"
        showIcon
        title={read.sentence}
        action={<Button onClick={read.again}>再读一次</Button>}
      />
    )
  return children(read.registry)
}
