// 大数据佐证: of one quarter, by unit and indicator: counts, rates, scores with the deduction in words, and what is missing.

import { Alert, Button, Drawer, Empty, Select, Space } from 'antd'
import { useState, type ReactNode } from 'react'
import type { PeriodAnswer, PeriodHead } from '../../../shared/protocol/period-api.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { ImportsTable } from '../../ui/periods/imports-table.tsx'
import { useAsked } from '../../ui/periods/use-asked.ts'
import { usePeriods } from '../../ui/periods/use-periods.ts'
import '../../ui/periods/periods.css'
import { useOffice } from '../office-desk.ts'
import { Page } from '../page.tsx'
import { IndicatorImport } from './indicator-import.tsx'
import { IndicatorsTable } from './indicators-table.tsx'
import { SourceTokens } from './source-tokens.tsx'

const ABOUT =
  '12345热线、好差评等系统的件数，按单位和指标。只收分子和分母，比率和扣分由系统按评分方案算出；每个数都能打开到它来自的文件。'

export function IndicatorsSection() {
  const { asked, turn } = usePeriods()
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <AskedFrame asked={asked} what="评议周期">
      {({ periods }) => {
        const quarters = periods.filter(({ kind, phase }) => kind === 'quarter' && phase !== 'draft')
        const open = quarters.find(({ phase }) => phase === 'collecting')
        const head = quarters.find(({ periodId }) => periodId === chosen) ?? open ?? quarters[0]
        if (head === undefined)
          return (
            <Page title="大数据佐证" about={ABOUT}>
              <Empty description="还没有启用的季度。先在“评议周期”页新建并启用一个季度，再导入佐证。" />
            </Page>
          )
        return (
          <OfPeriod
            key={head.periodId}
            head={head}
            turn={turn}
            choice={
              <Select
                aria-label="评议周期"
                style={{ minWidth: 200 }}
                value={head.periodId}
                onChange={setChosen}
                options={quarters.map(({ periodId, title }) => ({ value: periodId, label: title }))}
              />
            }
          />
        )
      }}
    </AskedFrame>
  )
}

interface Props {
  readonly head: PeriodHead
  readonly turn: unknown
  readonly choice: ReactNode
}

function OfPeriod({ head, turn, choice }: Props) {
  const { me } = useOffice()
  const [importing, setImporting] = useState(false)
  const [aside, setAside] = useState<'imports' | 'tokens' | null>(null)
  const [imported, setImported] = useState(0)
  const mayImport = me.role === 'office'
  const collecting = head.phase === 'collecting'
  return (
    <Page
      title="大数据佐证"
      about={ABOUT}
      actions={
        <Space wrap>
          {choice}
          <Button onClick={() => setAside('imports')}>导入记录</Button>
          {mayImport ? <Button onClick={() => setAside('tokens')}>系统对接凭证</Button> : null}
          <Button type="primary" disabled={!mayImport || !collecting} onClick={() => setImporting(true)}>
            导入表格
          </Button>
        </Space>
      }
    >
      {mayImport ? null : (
        <Alert type="info" showIcon title="件数关系排名，只有评议办可以导入；这里可以查看。" />
      )}
      {collecting ? null : (
        <Alert
          type="info"
          showIcon
          title="这个季度已不在收集佐证的阶段，件数不能再改；确有差错，请由两人重新打开周期更正。"
        />
      )}
      <IndicatorsTable periodId={head.periodId} turn={`${imported} ${JSON.stringify(turn)}`} />
      <IndicatorImport
        head={head}
        open={importing}
        onClose={(done) => {
          setImporting(false)
          if (done) setImported((n) => n + 1)
        }}
      />
      <Drawer
        open={aside !== null}
        onClose={() => setAside(null)}
        size={aside === 'tokens' ? 640 : 1_000}
        title={aside === 'tokens' ? '系统对接凭证' : `导入记录：${head.title}`}
        destroyOnHidden
      >
        {aside === 'imports' ? <Imports periodId={head.periodId} turn={imported} /> : null}
        {aside === 'tokens' ? <SourceTokens periodId={head.periodId} /> : null}
      </Drawer>
    </Page>
  )
}

function Imports({ periodId, turn }: { readonly periodId: string; readonly turn: unknown }) {
  const asked = useAsked<PeriodAnswer>(`/api/periods/${periodId}`, turn)
  return (
    <AskedFrame asked={asked} what="导入记录">
      {({ imports }) => <ImportsTable imports={imports.filter(({ method }) => method === 'bigData')} />}
    </AskedFrame>
  )
}
