// Findings and quarantine of one poll after another: what detectors saw, what it would change, what is set aside; people decide.

import { Alert, Button, Empty, Result, Select, Space, Spin, Tag } from 'antd'
import { useState, type ComponentType } from 'react'
import type { WindowId } from '../../../shared/basics/ids.ts'
import { isSameRule } from '../../../shared/acts/reasons-against-act.ts'
import type { QuarantineRule } from '../../../shared/ballot/quarantine.ts'
import type { FindingChart, FindingView, WindowFindings } from '../../../shared/protocol/findings-api.ts'
import type { Me } from '../../../shared/protocol/http-api.ts'
import { countOf, dateTimeOf, timeOf } from '../../lib/format.ts'
import type { Act } from './act.ts'
import { AskLift, AskQuarantine, ChooseQuarantine } from './ask-quarantine.tsx'
import { Consequence } from './consequence.tsx'
import { PendingQuarantines } from './pending-quarantines.tsx'
import { Quarantines } from './quarantines.tsx'
import { Thresholds } from './thresholds.tsx'
import { useFindings } from './use-findings.ts'
import './findings.css'

const PHASES: Readonly<Record<WindowFindings['phase'], string>> = {
  planned: '已排定',
  open: '进行中',
  closing: '截止中',
  frozen: '已冻结',
  verified: '已核验',
  revealed: '已揭晓',
  void: '已作废',
}

interface Props {
  readonly me: Me
  readonly online: boolean
  readonly act: Act
  readonly Chart: ComponentType<{ readonly chart: FindingChart }>
  /** Begins with this poll where it is there. */
  readonly first?: WindowId | null
}

type Asking =
  | { readonly kind: 'finding'; readonly rules: readonly QuarantineRule[]; readonly finding: string }
  | { readonly kind: 'choose' }
  | { readonly kind: 'lift'; readonly quarantine: WindowFindings['quarantines'][number] }

export function FindingsScreen({ me, online, act, Chart, first = null }: Props) {
  const { answer, problem, refresh, lookNow } = useFindings()
  const [picked, setPicked] = useState<WindowId | null>(first)
  const [asking, setAsking] = useState<Asking | null>(null)
  const [looking, setLooking] = useState(false)
  const [lookProblem, setLookProblem] = useState<string | null>(null)
  if (answer === null)
    return problem === null ? (
      <Spin delay={300} description="正在读取识别结果…" className="fd-waiting" />
    ) : (
      <Result status="warning" title="现在读不到识别结果" subTitle={problem} />
    )
  const { windows } = answer
  const window =
    windows.find(({ windowId }) => windowId === picked) ??
    windows.find(({ findings, requests }) => findings.length + requests.length > 0) ??
    windows[0]
  if (window === undefined)
    return <Empty description="还没有市民评议。窗口开放或评议期开始后，每隔一段时间自动识别一次。" />
  const acting: Act = async (command, done) => {
    const isDone = await act(command, done)
    await refresh()
    return isDone
  }
  const look = async () => {
    setLooking(true)
    setLookProblem(await lookNow(window.windowId))
    setLooking(false)
  }
  const close = () => setAsking(null)
  return (
    <div className="fd">
      <div className="fd-head">
        <Select
          aria-label="选择评议"
          className="fd-pick"
          value={window.windowId}
          onChange={setPicked}
          options={windows.map((each) => ({ value: each.windowId, label: labelOf(each) }))}
        />
        <Tag>{PHASES[window.phase]}</Tag>
        {window.hidden ? <Tag>揭晓前不公开</Tag> : null}
        {window.rehearsal ? <Tag color="warning">演练</Tag> : null}
        {window.paused ? <Tag color="error">统计暂停</Tag> : null}
        <span className="fd-quiet">
          计入 {countOf(window.ballots)} 张 ·{' '}
          {window.lookedAtMs === null ? '还没有识别过' : `${timeOf(window.lookedAtMs)} 识别`}
        </span>
        <Space className="fd-buttons">
          <Button loading={looking} disabled={!online} onClick={() => void look()}>
            现在识别
          </Button>
          <Button disabled={!online || window.shutWhy !== null} onClick={() => setAsking({ kind: 'choose' })}>
            人工隔离…
          </Button>
        </Space>
      </div>
      {problem === null ? null : <Alert banner type="warning" title={`${problem}下面是较早的内容。`} />}
      {lookProblem === null ? null : <Alert type="warning" showIcon closable title={lookProblem} />}
      {window.failing ? (
        <Alert type="warning" showIcon title="最近一次识别没有读到选票日志，正在重试；计票和受理不受影响。" />
      ) : null}
      {window.overfull ? (
        <Alert type="warning" showIcon title="选票超过300万张，只识别了先到的部分。" />
      ) : null}
      {window.paused ? (
        <Alert type="info" showIcon title="统计暂停：隔离有变动，正在由日志重新统计，画面保留上一次的数。" />
      ) : null}
      {window.shutWhy === null ? null : <Alert type="info" showIcon title={window.shutWhy} />}
      <PendingQuarantines window={window} me={me} online={online} act={acting} />
      {window.inForce === null ? null : (
        <section className="fd-card" aria-label="隔离的影响">
          <h3>隔离中的影响（两个结果都留存）</h3>
          <Consequence consequence={window.inForce} />
        </section>
      )}
      <h3>
        识别到的异常 {window.findings.length}
        <small>由人决定：识别本身不拿掉任何选票</small>
      </h3>
      {window.findings.length === 0 ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            window.lookedAtMs === null
              ? '还没有识别过。'
              : `没有发现异常。少于 ${countOf(window.rules.fewestBallots)} 张时不识别；没有发现不等于没有，见《异常识别》。`
          }
        />
      ) : null}
      {window.findings.map((finding) => (
        <FindingCard
          key={finding.key}
          finding={finding}
          window={window}
          online={online}
          Chart={Chart}
          onAsk={(rules) => setAsking({ kind: 'finding', rules, finding: finding.sentence })}
        />
      ))}
      <Quarantines
        window={window}
        online={online}
        onLift={(quarantine) => setAsking({ kind: 'lift', quarantine })}
      />
      <Thresholds rules={window.rules} />
      {asking?.kind === 'finding' ? (
        <AskQuarantine
          {...{ window, act: acting, onDone: close }}
          rules={asking.rules}
          finding={asking.finding}
        />
      ) : null}
      {asking?.kind === 'choose' ? <ChooseQuarantine {...{ window, act: acting, onDone: close }} /> : null}
      {asking?.kind === 'lift' ? (
        <AskLift {...{ window, act: acting, onDone: close }} quarantine={asking.quarantine} />
      ) : null}
    </div>
  )
}

function FindingCard(props: {
  readonly finding: FindingView
  readonly window: WindowFindings
  readonly online: boolean
  readonly Chart: Props['Chart']
  readonly onAsk: (rules: readonly QuarantineRule[]) => void
}) {
  const { finding, window, online, Chart, onAsk } = props
  const inForce = window.quarantines.filter(({ lifted }) => lifted === null).map(({ rule }) => rule)
  const asked = window.requests.flatMap(({ type, rule }) => (type === 'Quarantine' && rule ? [rule] : []))
  const open = finding.rules.filter(
    (rule) => ![...inForce, ...asked].some((other) => isSameRule(rule, other)),
  )
  return (
    <section className="fd-card" aria-label={finding.sentence}>
      <p className="fd-sentence">
        {window.kind === 'period' ? <b>{finding.unit.name}：</b> : null}
        {finding.sentence}
      </p>
      <p className="fd-quiet">没有人为操纵时，整场直播出现这样的情形的概率{finding.probability}。</p>
      <div className="fd-body">
        <Chart chart={finding.chart} />
        <div>
          {finding.rules.length === 0 ? (
            <p className="fd-quiet">分不出哪些选票多余，没有可以建议的隔离；请核实人数，必要时由两人作废。</p>
          ) : (
            <>
              <Consequence consequence={finding.consequence} />
              <Button
                danger
                disabled={!online || window.shutWhy !== null || open.length === 0}
                onClick={() => onAsk(open)}
              >
                {open.length > 0
                  ? '申请隔离…'
                  : finding.rulesInForce === finding.rules.length
                    ? '已隔离'
                    : '已申请，待确认'}
              </Button>
            </>
          )}
        </div>
      </div>
    </section>
  )
}

function labelOf({ title, kind, opensAtMs, findings, requests }: WindowFindings): string {
  const count = findings.length > 0 ? ` · 异常 ${findings.length}` : ''
  const waiting = requests.length > 0 ? ' · 待确认' : ''
  return `${title}（${kind === 'live' ? timeOf(opensAtMs) : dateTimeOf(opensAtMs)}）${count}${waiting}`
}
