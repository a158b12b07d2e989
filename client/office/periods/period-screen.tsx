// One evaluation period in the office: its way and what can be done now, what is missing, evidence, vetoes, scheme, ranking, publications.

import { App, Button, Space, Tabs, Tag } from 'antd'
import { useState } from 'react'
import { spanWords } from '../../../shared/basics/city-day.ts'
import type { UnitId } from '../../../shared/basics/ids.ts'
import type { Method } from '../../../shared/evaluation/scheme.ts'
import type { PeriodAnswer, PeriodHead } from '../../../shared/protocol/period-api.ts'
import type { UnitCardAnswer } from '../../../shared/protocol/ranking-api.ts'
import { post } from '../../lib/api.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { CoverageMatrix } from '../../ui/periods/coverage-matrix.tsx'
import { ImportsTable } from '../../ui/periods/imports-table.tsx'
import { MissingTable, type MissingRow } from '../../ui/periods/missing-table.tsx'
import { NotApplicableTable, type NotApplicableRow } from '../../ui/periods/not-applicable-table.tsx'
import { PeriodSteps } from '../../ui/periods/period-steps.tsx'
import { PHASE_COLOURS, phaseWords } from '../../ui/periods/period-words.ts'
import { Publications } from '../../ui/periods/publications.tsx'
import { RankingScreen } from '../../ui/periods/ranking-screen.tsx'
import { SchemeVersions } from '../../ui/periods/scheme-versions.tsx'
import { Tallies } from '../../ui/periods/tallies.tsx'
import { UnitCardDrawer } from '../../ui/periods/unit-card.tsx'
import { NO_FILTER, type UnitFilter } from '../../ui/periods/unit-filters.tsx'
import { useAgainWhile, useAsked } from '../../ui/periods/use-asked.ts'
import { Page } from '../page.tsx'
import { DraftSettings } from './draft-settings.tsx'
import { LiftDeductionForm } from './lift-deduction-form.tsx'
import { NextActs } from './next-acts.tsx'
import { NotApplicableForm } from './not-applicable-form.tsx'
import { ObjectionsDesk } from './objections-desk.tsx'
import { ReliefsDesk } from './reliefs-desk.tsx'
import { usePeriodAct } from './use-period-act.ts'
import { VetoesDesk } from './vetoes-desk.tsx'
import { WithdrawNotApplicableForm } from './withdraw-not-applicable-form.tsx'

interface Props {
  readonly periodId: string
  readonly tab: string | undefined
  readonly periods: readonly PeriodHead[]
  readonly turn: unknown
  readonly organisations: readonly { readonly organisationId: string; readonly name: string }[]
  readonly go: (hash: string) => void
}

export function PeriodScreen(props: Props) {
  const { periodId, turn, go } = props
  const asked = useAsked<PeriodAnswer>(`/api/periods/${periodId}`, turn)
  useAgainWhile(asked.value?.tally.running === true, asked.again)
  const head = asked.value?.head
  return (
    <Page
      title={
        <Space wrap>
          <Button type="link" className="office-back" onClick={() => go('periods')}>
            评议周期
          </Button>
          <span>{head?.title ?? ''}</span>
          {head === undefined ? null : <Tag color={PHASE_COLOURS[head.phase]}>{phaseWords(head)}</Tag>}
        </Space>
      }
      about={head === undefined ? undefined : spanWords(head)}
    >
      <AskedFrame asked={asked} what="评议周期">
        {(period) => <PeriodTabs {...props} period={period} />}
      </AskedFrame>
    </Page>
  )
}

function PeriodTabs(props: Props & { readonly period: PeriodAnswer }) {
  const { period, turn, go, tab, periodId, organisations } = props
  const { head } = period
  const [filter, setFilter] = useState<UnitFilter>(NO_FILTER)
  const [marking, setMarking] = useState<{
    readonly method: Method
    readonly rows: readonly MissingRow[]
    readonly done: () => void
  } | null>(null)
  const [withdrawing, setWithdrawing] = useState<{
    readonly rows: readonly NotApplicableRow[]
    readonly done: () => void
  } | null>(null)
  const [lifting, setLifting] = useState<UnitId | null>(null)
  const { mayEdit } = usePeriodAct()
  const { message } = App.useApp()
  const [unitId, setUnitId] = useState<string | null>(null)
  const draft = head.phase === 'draft'
  const collecting = head.phase === 'collecting'
  const quarter = head.kind === 'quarter'
  const missing = period.coverage.reduce((sum, cell) => sum + cell.missing + cell.sample, 0)
  const open = head.publications.reduce((sum, { objectionsOpen }) => sum + objectionsOpen, 0)
  const again = () => {
    void post(`/api/periods/${periodId}/tally`, {}).then((answer) => {
      if (!answer.ok) void message.error(answer.sentence)
    })
  }
  const overview = {
    key: 'overview',
    label: '进度',
    children: (
      <div className="pd-stack">
        <PeriodSteps period={period} />
        <NextActs period={period} />
        <Tallies period={period} onAgain={again} />
        {draft ? <DraftSettings head={head} known={props.periods} /> : null}
        {draft || !quarter ? null : (
          <>
            <h2>佐证到了多少</h2>
            <CoverageMatrix
              coverage={period.coverage}
              onMissing={(method, category) => {
                setFilter({ method, category })
                go(`periods/${periodId}/missing`)
              }}
            />
          </>
        )}
      </div>
    ),
  }
  const running = [
    {
      key: 'ranking',
      label: collecting ? '暂列排名' : '排名',
      children: <RankingScreen head={head} turn={turn} onUnit={setUnitId} organisations={organisations} />,
    },
    ...(quarter
      ? [
          {
            key: 'missing',
            label: missing === 0 ? '缺项' : `缺项（${missing}）`,
            children: (
              <MissingTable
                head={head}
                turn={turn}
                filter={filter}
                onFilter={setFilter}
                {...(collecting
                  ? {
                      onChosen: (method: Method, rows: readonly MissingRow[], done: () => void) =>
                        setMarking({ method, rows, done }),
                    }
                  : {})}
              />
            ),
          },
          {
            key: 'not-applicable',
            label: '不适用',
            children: (
              <NotApplicableTable
                head={head}
                turn={turn}
                {...(collecting && mayEdit
                  ? {
                      onWithdraw: (rows: readonly NotApplicableRow[], done: () => void) =>
                        setWithdrawing({ rows, done }),
                    }
                  : {})}
              />
            ),
          },
          { key: 'imports', label: '导入记录', children: <ImportsTable imports={period.imports} /> },
          { key: 'vetoes', label: '一票否决', children: <VetoesDesk period={period} /> },
          { key: 'reliefs', label: '免除扣分', children: <ReliefsDesk period={period} /> },
        ]
      : []),
    { key: 'scheme', label: '方案版本', children: <SchemeVersions period={period} /> },
    {
      key: 'published',
      label: open === 0 ? '发布与异议' : `发布与异议（${open}）`,
      children: (
        <Publications
          head={head}
          acts={(publication) => (
            <ObjectionsDesk periodId={head.periodId} publicationId={publication.publicationId} turn={turn} />
          )}
        />
      ),
    },
  ]
  const items = draft ? [overview] : [overview, ...running]
  const active = items.some(({ key }) => key === tab) ? (tab ?? 'overview') : 'overview'
  return (
    <>
      <Tabs
        activeKey={active}
        onChange={(key) => go(`periods/${periodId}/${key}`)}
        items={items}
        destroyOnHidden
      />
      {marking === null ? null : (
        <NotApplicableForm
          periodId={head.periodId}
          method={marking.method}
          rows={marking.rows}
          onClose={(done) => {
            if (done) marking.done()
            setMarking(null)
          }}
        />
      )}
      {withdrawing === null ? null : (
        <WithdrawNotApplicableForm
          head={head}
          rows={withdrawing.rows}
          onClose={(done) => {
            if (done) withdrawing.done()
            setWithdrawing(null)
          }}
        />
      )}
      <UnitCardDrawer
        periodId={periodId}
        title={head.title}
        turn={turn}
        unitId={unitId}
        onClose={() => setUnitId(null)}
        {...(collecting && quarter && mayEdit
          ? {
              acts: ({ unit }: UnitCardAnswer) => (
                <Button size="small" onClick={() => setLifting(unit.unitId)}>
                  申请免除扣分…
                </Button>
              ),
            }
          : {})}
      />
      {lifting === null ? null : (
        <LiftDeductionForm periodId={head.periodId} unitId={lifting} onClose={() => setLifting(null)} />
      )}
    </>
  )
}
