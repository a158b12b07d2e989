// Starts the audit page.

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { AccountGate } from '../ui/account-gate.tsx'
import { AntdFrame } from '../ui/antd-frame.tsx'
import { AuditApp } from './app.tsx'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <AntdFrame ground="paper">
      <AccountGate title="审计" roles={['auditor', 'office', 'director']}>
        {(me, signedOut) => <AuditApp me={me} onSignedOut={signedOut} />}
      </AccountGate>
    </AntdFrame>
  </StrictMode>,
)
