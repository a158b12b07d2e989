// Starts the office's page, and the first set-up behind its printed link.

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { AccountGate } from '../ui/account-gate.tsx'
import { AntdFrame } from '../ui/antd-frame.tsx'
import { OfficeApp } from './app.tsx'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <AntdFrame ground="paper">
      <AccountGate title="评议办" roles={['office', 'director']}>
        {(me, signedOut) => <OfficeApp me={me} onSignedOut={signedOut} />}
      </AccountGate>
    </AntdFrame>
  </StrictMode>,
)
