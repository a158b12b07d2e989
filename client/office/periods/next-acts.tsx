// What can be done with a period now, each with its button; and where it cannot, why not, before the button is pressed (SHOW6).

import { Alert, App, Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { dayWords } from '../../../shared/basics/city-day.ts'
import { unreachable } from '../../../shared/basics/result.ts'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { countOf } from '../../lib/format.ts'
import { useServerNow } from '../../lib/use-topic.ts'
import { leftWords } from '../../ui/periods/period-words.ts'
import { useOffice } from '../office-desk.ts'
import { CertifyForm } from './certify-form.tsx'
import { ChangeSchemeForm } from './change-scheme-form.tsx'
import { endOfDayMs } from './period-draft.ts'
import { ExtendEvidenceForm } from './extend-evidence-form.tsx'
import { FinaliseForm } from './finalise-form.tsx'
import { ReopenForm } from './reopen-form.tsx'
import { usePeriodAct } from './use-period-act.ts'

type Asking = 'certify' | 'reopen' | 'scheme' | 'extend'

export function NextActs({ period }: { readonly period: PeriodAnswer }) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const { mayEdit } = usePeriodAct()
  const { me } = useOffice()
  const close = () => {
    setAsking(null)
  }
  const { agreement } = period
  return (
    <section className="pd-next" aria-label="现在能做什么">
      <h2>现在能做什么</h2>
      {me.role === 'office' ? null : (
        <Alert type="info" showIcon title="评议周期由评议办操作；这里可以查看，也可以确认他人的申请。" />
      )}
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <Now period={period} mayEdit={mayEdit} ask={setAsking} onProblem={setProblem} />
      {asking === 'certify' && agreement !== null ? (
        <CertifyForm period={period} agreement={agreement} onClose={close} />
      ) : null}
      {asking === 'reopen' ? <ReopenForm period={period} onClose={close} /> : null}
      {asking === 'scheme' ? <ChangeSchemeForm period={period} onClose={close} /> : null}
      {asking === 'extend' ? <ExtendEvidenceForm head={period.head} onClose={close} /> : null}
    </section>
  )
}

interface NowProps {
  readonly period: PeriodAnswer
  readonly mayEdit: boolean
  readonly ask: (asking: Asking) => void
  readonly onProblem: (problem: string | null) => void
}

function Now({ period, mayEdit, ask, onProblem }: NowProps) {
  const { phase } = period.head
  switch (phase) {
    case 'draft':
      return <Opening period={period} mayEdit={mayEdit} onProblem={onProblem} />
    case 'collecting':
      return (
        <>
          <DueSoon period={period} />
          <Freezing period={period} mayEdit={mayEdit} onProblem={onProblem} />
          {period.head.kind === 'quarter' ? (
            <Row
              button={
                <Button disabled={!mayEdit} onClick={() => ask('extend')}>
                  延长佐证截止日…
                </Button>
              }
            >
              现在截止{dayWords(period.head.evidenceDueOn)}。
            </Row>
          ) : null}
          <Row
            button={
              <Button disabled={!mayEdit} onClick={() => ask('scheme')}>
                更换方案…
              </Button>
            }
          >
            须两人，理由公开；用“评分方案”页现在的方案，先看改了什么。
          </Row>
        </>
      )
    case 'frozen': {
      const why =
        period.agreement === null
          ? (period.differences ?? []).length > 0
            ? `三方核对有${period.differences?.length ?? 0}处不一致，不能签发。`
            : '三方核对还没有完成。'
          : null
      return (
        <>
          <Row
            button={
              <Button type="primary" disabled={!mayEdit || why !== null} onClick={() => ask('certify')}>
                申请签发…
              </Button>
            }
          >
            {why ?? '三方一致。评议办申请，审计在自己的登录下核对哈希后确认；确认即公示。'}
          </Row>
          <Reopening mayEdit={mayEdit} ask={ask} words="放开冻结的数据，回到收集佐证。须两人。" />
        </>
      )
    }
    case 'notice':
      return (
        <>
          <Finalising period={period} mayEdit={mayEdit} onProblem={onProblem} />
          <Reopening
            mayEdit={mayEdit}
            ask={ask}
            words="发布过的不能改，只能更正：重新收集、冻结、签发，新的发布注明替换哪一次。须两人。"
          />
        </>
      )
    case 'final':
      return (
        <Reopening
          mayEdit={mayEdit}
          ask={ask}
          words="已定案。发现有错仍可更正：新的发布注明替换哪一次，原来的保留。须两人。"
        />
      )
    default:
      return unreachable(phase)
  }
}

const WARNED_DAYS = 7
const DAY_MS = 86_400_000

/** EVAL3: what is missing is warned of for a week, by its number. */
function DueSoon({ period }: Pick<NowProps, 'period'>) {
  const nowMs = useServerNow(60_000)
  const missing = period.coverage.reduce((sum, cell) => sum + cell.missing, 0)
  const days = Math.floor((endOfDayMs(period.head.evidenceDueOn) - nowMs) / DAY_MS)
  if (missing === 0 || days >= WARNED_DAYS) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={
        days < 0
          ? `佐证截止日已过，还缺${countOf(missing)}项：冻结时名为“应报未报”，不参加排名。`
          : `佐证截止还有${days === 0 ? '不到1' : countOf(days)}天，还缺${countOf(missing)}项。过期还缺的名为“应报未报”，不参加排名。`
      }
    />
  )
}

function Row({ button, children }: { readonly button: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="pd-next-row">
      {button}
      <div>{children}</div>
    </div>
  )
}

type StepProps = Omit<NowProps, 'ask'>

function useStep({ period, onProblem }: Pick<NowProps, 'period' | 'onProblem'>) {
  const { send } = usePeriodAct()
  const [waiting, setWaiting] = useState(false)
  const take = async (command: Parameters<typeof send>[0], done: string) => {
    setWaiting(true)
    onProblem(await send(command, done))
    setWaiting(false)
  }
  return { waiting, take, periodId: period.head.periodId }
}

function Opening(props: StepProps) {
  const { modal } = App.useApp()
  const { setup } = useOffice()
  const { waiting, take, periodId } = useStep(props)
  const { head } = props.period
  const quarter = head.kind === 'quarter'
  const none = quarter && setup.units.length === 0
  const open = () =>
    modal.confirm({
      title: `冻结方案，开始“${head.title}”？`,
      content: quarter
        ? `单位名单里现有的${countOf(setup.units.length)}个单位和“评分方案”页现在的方案固定到本期。以后换方案要两个人，并且一直公开。`
        : '“评分方案”页现在的方案固定到本期；本期由已发布的季度合成。',
      okText: '冻结方案，开始',
      cancelText: '再看看',
      onOk: () => take({ type: 'OpenPeriod', periodId }, '方案已冻结，开始收集佐证。'),
    })
  return (
    <Row
      button={
        <Button
          type="primary"
          disabled={!props.mayEdit || none}
          loading={waiting}
          onClick={() => void open()}
        >
          冻结方案，开始
        </Button>
      }
    >
      {none ? '还没有单位：请先在“单位”页导入。' : '开始之前，下面的设置、单位名单和评分方案都还可以改。'}
    </Row>
  )
}

function Freezing(props: StepProps) {
  const { modal } = App.useApp()
  const { waiting, take, periodId } = useStep(props)
  const { head, againstFreezing } = props.period
  const freeze = () =>
    modal.confirm({
      title: `冻结“${head.title}”的数据？`,
      content: `${countOf(head.units)}个单位的佐证从此固定，随即三方核对。要改只能由两人重新打开。`,
      okText: '冻结',
      cancelText: '再看看',
      onOk: () => take({ type: 'FreezeInputs', periodId }, '数据已冻结，正在三方核对。'),
    })
  return (
    <Row
      button={
        <Button
          type="primary"
          disabled={!props.mayEdit || againstFreezing.length > 0}
          loading={waiting}
          onClick={() => void freeze()}
        >
          冻结数据
        </Button>
      }
    >
      {againstFreezing.length === 0 ? (
        '条件已齐，可以冻结。'
      ) : (
        <>
          还不能冻结：
          <ul className="pd-list">
            {againstFreezing.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
    </Row>
  )
}

function Finalising(props: StepProps) {
  const [asking, setAsking] = useState(false)
  const nowMs = useServerNow(1_000)
  const { waiting, take, periodId } = useStep(props)
  const publication = props.period.head.publications.at(-1)
  if (publication === undefined) return null
  const left = publication.noticeUntilMs - nowMs
  const open = publication.objectionsOpen
  const against = [
    left > 0 ? `公示还剩${leftWords(left)}。` : null,
    open > 0 ? `还有${countOf(open)}条异议没有答复，请在“发布与异议”里答复。` : null,
  ].filter((words) => words !== null)
  const upheld = publication.objectionsUpheld
  const finalise = () =>
    take({ type: 'FinalisePublication', periodId, publicationId: publication.publicationId }, '已定案。')
  return (
    <>
      <Row
        button={
          <Button
            type="primary"
            disabled={!props.mayEdit || against.length > 0}
            loading={waiting}
            onClick={() => (upheld > 0 ? setAsking(true) : void finalise())}
          >
            {upheld > 0 ? '定案…' : '定案'}
          </Button>
        }
      >
        {against.length > 0
          ? against.join('')
          : upheld > 0
            ? `公示期满。有${countOf(upheld)}条异议成立或部分成立，还没有更正：影响结果的先申请重新打开；不影响的，定案时写明理由。`
            : '公示期满，异议都已答复，可以定案。'}
      </Row>
      {asking ? (
        <FinaliseForm periodId={periodId} publication={publication} onClose={() => setAsking(false)} />
      ) : null}
    </>
  )
}

function Reopening(props: {
  readonly mayEdit: boolean
  readonly ask: (asking: Asking) => void
  readonly words: string
}) {
  return (
    <Row
      button={
        <Button danger disabled={!props.mayEdit} onClick={() => props.ask('reopen')}>
          申请重新打开…
        </Button>
      }
    >
      {props.words}
    </Row>
  )
}
