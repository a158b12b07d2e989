// Everything that waits for a second person, for whoever sits in the office.

import { PendingActs } from '../ui/pending-acts.tsx'
import { useOffice } from './office-desk.ts'
import { Page } from './page.tsx'

export function PendingScreen() {
  const { me, act } = useOffice()
  return (
    <Page
      title="待第二人确认"
      about="签发排名、重新打开周期、更换方案、解除否决、作废、隔离、排除日志、销毁密钥都要两人：一人申请，另一人在自己的登录下确认。到时无人确认，申请自动失效。"
    >
      <PendingActs me={me} send={act} />
    </Page>
  )
}
