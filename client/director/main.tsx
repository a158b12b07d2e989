// Starts the director's page.

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { AccountGate } from '../ui/account-gate.tsx'
import { AntdFrame } from '../ui/antd-frame.tsx'
import { DirectorApp } from './app.tsx'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <AntdFrame ground="ink">
      <AccountGate title="导演台" roles={['director', 'office']}>
        {(me, signedOut) => <DirectorApp me={me} onSignedOut={signedOut} />}
      </AccountGate>
    </AntdFrame>
  </StrictMode>,
)
