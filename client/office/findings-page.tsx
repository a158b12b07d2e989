// Findings and quarantine in the office: of live windows and period polls alike.

import { FindingsScreen } from '../ui/findings/findings-screen.tsx'
import { FullChart } from '../ui/findings/full-chart.tsx'
import { useOffice } from './office-desk.ts'
import { Page } from './page.tsx'

export function FindingsPage() {
  const { me, online, act } = useOffice()
  return (
    <Page
      title="异常与隔离"
      about="系统只提示，不拿掉任何选票。隔离和解除都要两个人，核验之前有效；两个结果都会留存和公布。"
    >
      <FindingsScreen me={me} online={online} act={act} Chart={FullChart} />
    </Page>
  )
}
