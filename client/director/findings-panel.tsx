// Findings and quarantine beside the show: the same as in the office, with charts of one glance.

import { FindingsScreen } from '../ui/findings/findings-screen.tsx'
import { SvgChart } from '../ui/findings/svg-chart.tsx'
import { useFindings } from '../ui/findings/use-findings.ts'
import { useDesk } from './desk.ts'

export function FindingsPanel() {
  const { me, online, send } = useDesk()
  return <FindingsScreen me={me} online={online} act={send} Chart={SvgChart} />
}

/** How many wait for somebody's eye: found and not yet set aside, or asked for and not yet confirmed. */
export function FindingsCount() {
  const { answer } = useFindings()
  const waiting = (answer?.windows ?? [])
    .filter(({ shutWhy }) => shutWhy === null)
    .reduce(
      (sum, { findings, requests }) =>
        sum +
        requests.length +
        findings.filter(({ rules, rulesInForce }) => rulesInForce < rules.length).length,
      0,
    )
  return waiting === 0 ? null : <b className="dc-count"> {waiting}</b>
}
