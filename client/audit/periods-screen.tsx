// Evaluation periods as the auditor reads them: everything the office sees, nothing that changes it; requests are confirmed under 待确认.

import { Alert, Button, Space, Tabs, Tag } from 'antd'
import { useState } from 'react'
import type { PeriodAnswer, PeriodsAnswer } from '../../shared/protocol/period-api.ts'
import { AskedFrame } from '../ui/periods/asked-frame.tsx'
import { CoverageMatrix } from '../ui/periods/coverage-matrix.tsx'
import { ImportsTable } from '../ui/periods/imports-table.tsx'
import { MissingTable } from '../ui/periods/missing-table.tsx'
import { NotApplicableTable } from '../ui/periods/not-applicable-table.tsx'
import { ObjectionsTable } from '../ui/periods/objections-table.tsx'
import { PeriodSteps } from '../ui/periods/period-steps.tsx'
import { PeriodTimeline } from '../ui/periods/period-timeline.tsx'
import { PHASE_COLOURS, phaseWords } from '../ui/periods/period-words.ts'
import { PeriodsTable } from '../ui/periods/periods-table.tsx'
import { Publications } from '../ui/periods/publications.tsx'
import { RankingScreen } from '../ui/periods/ranking-screen.tsx'
import { ReliefsTable } from '../ui/periods/reliefs-table.tsx'
import { SchemeVersions } from '../ui/periods/scheme-versions.tsx'
import { Tallies } from '../ui/periods/tallies.tsx'
import { TrendsScreen } from '../ui/periods/trends-screen.tsx'
import { UnitCardDrawer } from '../ui/periods/unit-card.tsx'
import { NO_FILTER, type UnitFilter } from '../ui/periods/unit-filters.tsx'
import { useAgainWhile, useAsked } from '../ui/periods/use-asked.ts'
import { usePeriods } from '../ui/periods/use-periods.ts'
import { VetoesTable } from '../ui/periods/vetoes-table.tsx'
import '../ui/periods/periods.css'

export function PeriodsScreen() {
  const { asked, turn, organisations } = usePeriods()
  const [open, setOpen] = useState<string | null>(null)
  if (open !== null)
    return (
      <OnePeriod
        key={open}
        periodId={open}
        turn={turn}
        organisations={organisations}
        onBack={() => setOpen(null)}
      />
    )
  return (
    <Tabs
      items={[
        {
          key: 'periods',
          label: '周期',
          children: (
            <AskedFrame asked={asked} what="评议周期">
              {({ periods }) => (
                <div className="pd-stack">
                  <PeriodTimeline periods={periods} onOpen={setOpen} />
                  <PeriodsTable
                    periods={periods}
                    onOpen={setOpen}
                    empty="还没有评议周期。评议办建立以后，会出现在这里。"
                  />
                </div>
              )}
            </AskedFrame>
          ),
        },
        {
          key: 'trends',
          label: '走势',
          children: <TrendsScreen turn={turn} organisations={organisations} />,
        },
      ]}
    />
  )
}

interface Watched {
  readonly turn: unknown
  readonly organisations: PeriodsAnswer['organisations']
}

function OnePeriod(props: Watched & { readonly periodId: string; readonly onBack: () => void }) {
  const { periodId, turn, organisations, onBack } = props
  const asked = useAsked<PeriodAnswer>(`/api/periods/${periodId}`, turn)
  useAgainWhile(asked.value?.tally.running === true, asked.again)
  return (
    <div className="pd-stack">
      <Space wrap>
        <Button onClick={onBack}>回到全部周期</Button>
        {asked.value === null ? null : (
          <>
            <b>{asked.value.head.title}</b>
            <Tag color={PHASE_COLOURS[asked.value.head.phase]}>{phaseWords(asked.value.head)}</Tag>
          </>
        )}
      </Space>
      <AskedFrame asked={asked} what="评议周期">
        {(period) => <Read period={period} turn={turn} organisations={organisations} />}
      </AskedFrame>
    </div>
  )
}

function Read({ period, turn, organisations }: Watched & { readonly period: PeriodAnswer }) {
  const { head } = period
  const [tab, setTab] = useState('overview')
  const [filter, setFilter] = useState<UnitFilter>(NO_FILTER)
  const [unitId, setUnitId] = useState<string | null>(null)
  return (
    <>
      <Tabs
        activeKey={tab}
        onChange={setTab}
        destroyOnHidden
        items={[
          {
            key: 'overview',
            label: '进度',
            children: (
              <div className="pd-stack">
                <PeriodSteps period={period} />
                {head.phase === 'frozen' && period.agreement !== null ? (
                  <Alert
                    type="info"
                    showIcon
                    title="评议办申请签发后，在“待确认”里核对下面两个哈希再确认。自己重算的办法见“怎样重算”。"
                  />
                ) : null}
                <Tallies period={period} />
                <CoverageMatrix
                  coverage={period.coverage}
                  onMissing={(method, category) => {
                    setFilter({ method, category })
                    setTab('missing')
                  }}
                />
              </div>
            ),
          },
          {
            key: 'ranking',
            label: '排名',
            children: (
              <RankingScreen head={head} turn={turn} onUnit={setUnitId} organisations={organisations} />
            ),
          },
          {
            key: 'missing',
            label: '缺项',
            children: <MissingTable head={head} turn={turn} filter={filter} onFilter={setFilter} />,
          },
          {
            key: 'not-applicable',
            label: '不适用',
            children: <NotApplicableTable head={head} turn={turn} />,
          },
          { key: 'imports', label: '导入记录', children: <ImportsTable imports={period.imports} /> },
          { key: 'vetoes', label: '一票否决', children: <VetoesTable vetoes={period.vetoes} /> },
          { key: 'reliefs', label: '免除扣分', children: <ReliefsTable reliefs={period.reliefs} /> },
          { key: 'scheme', label: '方案版本', children: <SchemeVersions period={period} /> },
          {
            key: 'published',
            label: '发布与异议',
            children: (
              <Publications
                head={head}
                acts={({ publicationId }) => <ObjectionsTable publicationId={publicationId} turn={turn} />}
              />
            ),
          },
        ]}
      />
      <UnitCardDrawer
        periodId={head.periodId}
        title={head.title}
        turn={turn}
        unitId={unitId}
        onClose={() => setUnitId(null)}
      />
    </>
  )
}
