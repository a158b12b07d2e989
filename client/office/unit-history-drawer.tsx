// What became of one unit: what it was called when, and who changed it.

import { Alert, Drawer, Spin, Timeline } from 'antd'
import { useEffect, useState } from 'react'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { UnitHistoryAnswer } from '../../shared/protocol/registry-api.ts'
import { get, type ApiAnswer } from '../lib/api.ts'
import { dateTimeOf } from '../lib/format.ts'
import { useOffice } from './office-desk.ts'

export function UnitHistoryDrawer({
  unit,
  onClose,
}: {
  readonly unit: { readonly unitId: UnitId; readonly name: string } | null
  readonly onClose: () => void
}) {
  return (
    <Drawer
      open={unit !== null}
      onClose={onClose}
      size={480}
      title={unit === null ? '' : `沿革：${unit.name}`}
      destroyOnHidden
    >
      {unit === null ? null : <History unitId={unit.unitId} />}
    </Drawer>
  )
}

function History({ unitId }: { readonly unitId: UnitId }) {
  const { setup } = useOffice()
  const [answer, setAnswer] = useState<ApiAnswer<UnitHistoryAnswer> | null>(null)
  useEffect(() => {
    let here = true
    void get<UnitHistoryAnswer>(`/api/registry/units/${encodeURIComponent(unitId)}`).then((found) => {
      if (here) setAnswer(found)
    })
    return () => {
      here = false
    }
  }, [unitId, setup.registryVersion])
  if (answer === null) return <Spin delay={300} description="正在读取沿革…" />
  if (!answer.ok) return <Alert type="error" showIcon title={answer.sentence} />
  return (
    <Timeline
      items={[...answer.value.changes].reverse().map(({ atMs, by, sentences }) => ({
        content: (
          <>
            {sentences.map((sentence) => (
              <div key={sentence}>{sentence}</div>
            ))}
            <div className="office-quiet">
              {dateTimeOf(atMs)}　{by}
            </div>
          </>
        ),
      }))}
    />
  )
}
