// The office's section of evaluation periods: all of them, their trends, or one.

import { App, Button, Modal, Tabs } from 'antd'
import { useState } from 'react'
import type { PeriodSettings } from '../../../shared/period/period.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import { useServerNow } from '../../lib/use-topic.ts'
import { AskedFrame } from '../../ui/periods/asked-frame.tsx'
import { PeriodTimeline } from '../../ui/periods/period-timeline.tsx'
import { PeriodsTable } from '../../ui/periods/periods-table.tsx'
import { TrendsScreen } from '../../ui/periods/trends-screen.tsx'
import { usePeriods } from '../../ui/periods/use-periods.ts'
import '../../ui/periods/periods.css'
import { Page } from '../page.tsx'
import { newPeriodDraft, newPeriodId } from './period-draft.ts'
import { PeriodForm } from './period-form.tsx'
import { PeriodScreen } from './period-screen.tsx'
import { usePeriodAct } from './use-period-act.ts'

interface Props {
  readonly id: string | undefined
  readonly tab: string | undefined
  readonly go: (hash: string) => void
}

/** Stands where a period's id would: no id begins so. */
const TRENDS = '-'

export function PeriodsSection({ id, tab, go }: Props) {
  const { asked, turn, organisations } = usePeriods()
  if (id !== undefined && id !== TRENDS)
    return (
      <PeriodScreen
        key={id}
        periodId={id}
        tab={tab}
        periods={asked.value?.periods ?? []}
        turn={turn}
        organisations={organisations}
        go={go}
      />
    )
  return (
    <Page
      title="评议周期"
      about="一个季度从冻结方案、收集佐证，到冻结数据、三方核对、双人签发、公示、定案。半年和全年由季度合成。"
      actions={<NewPeriod periods={asked.value?.periods ?? null} go={go} />}
    >
      <Tabs
        activeKey={id === TRENDS ? 'trends' : 'periods'}
        onChange={(key) => go(key === 'trends' ? `periods/${TRENDS}` : 'periods')}
        destroyOnHidden
        items={[
          {
            key: 'periods',
            label: '周期',
            children: (
              <AskedFrame asked={asked} what="评议周期">
                {({ periods }) => <AllPeriods periods={periods} go={go} />}
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
    </Page>
  )
}

function AllPeriods({ periods, go }: { readonly periods: readonly PeriodHead[]; readonly go: Props['go'] }) {
  const { modal } = App.useApp()
  const { mayEdit, send } = usePeriodAct()
  const discard = (period: PeriodHead) =>
    modal.confirm({
      title: `删除草稿“${period.title}”？`,
      content: '它的设置会丢失，不能恢复；还没有收集任何佐证。',
      okText: '删除草稿',
      okButtonProps: { danger: true },
      cancelText: '留着',
      onOk: async () => {
        const refused = await send({ type: 'DiscardPeriod', periodId: period.periodId }, '草稿已删除。')
        if (refused !== null) void modal.error({ title: '没有删除', content: refused })
      },
    })
  return (
    <div className="pd-stack">
      {periods.length === 0 ? null : (
        <PeriodTimeline periods={periods} onOpen={(periodId) => go(`periods/${periodId}`)} />
      )}
      <PeriodsTable
        periods={periods}
        onOpen={(periodId) => go(`periods/${periodId}`)}
        empty="还没有评议周期。按“新建评议周期”，从下一个季度开始；单位先在“单位”页导入。"
        acts={(period) =>
          period.phase === 'draft' ? (
            <Button type="link" size="small" danger disabled={!mayEdit} onClick={() => void discard(period)}>
              删除
            </Button>
          ) : null
        }
      />
    </div>
  )
}

function NewPeriod({
  periods,
  go,
}: {
  readonly periods: readonly PeriodHead[] | null
  readonly go: Props['go']
}) {
  const { mayEdit, send } = usePeriodAct()
  const nowMs = useServerNow(60_000)
  const [open, setOpen] = useState(false)
  const known = periods ?? []
  return (
    <>
      <Button type="primary" disabled={!mayEdit || periods === null} onClick={() => setOpen(true)}>
        新建评议周期
      </Button>
      <Modal
        open={open}
        title="新建评议周期"
        footer={null}
        onCancel={() => setOpen(false)}
        width={760}
        destroyOnHidden
      >
        <PeriodForm
          initial={newPeriodDraft('quarter', nowMs, known)}
          known={known}
          submitText="建立评议周期"
          onSubmit={async (draft) => {
            const periodId = newPeriodId(
              draft,
              known.map((period) => period.periodId),
            )
            const refused = await send(
              { type: 'DraftPeriod', periodId, settings: draft as PeriodSettings },
              '评议周期已建立，还是草稿。',
            )
            if (refused === null) {
              setOpen(false)
              go(`periods/${periodId}`)
            }
            return refused
          }}
        />
      </Modal>
    </>
  )
}
