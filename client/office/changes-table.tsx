// A table's rows with what importing would do to each: new, changed with each field as it is and as it would be, the same.

import { Segmented, Table, Tag, type TableColumnsType } from 'antd'
import { useMemo, useState } from 'react'
import type { CsvPreview, RowChange } from '../../shared/protocol/http-api.ts'
import { countOf } from '../lib/format.ts'

type Kind = 'added' | 'changed' | 'same'

interface Props<Row> {
  readonly preview: Pick<CsvPreview<Row>, 'rows' | 'changes' | 'added' | 'changed' | 'same'>
  readonly columns: TableColumnsType<Row>
  readonly rowKey: (row: Row) => string
}

export function ChangesTable<Row extends object>({ preview, columns, rowKey }: Props<Row>) {
  const [shown, setShown] = useState<Kind | 'all'>('all')
  const changeOf = useMemo(
    () => new Map(preview.changes.map(({ at, fields }) => [preview.rows[at], fields] as const)),
    [preview],
  )
  const kindOf = (row: Row): Kind => {
    const fields = changeOf.get(row)
    return fields === undefined ? 'same' : fields.length === 0 ? 'added' : 'changed'
  }
  const rows = shown === 'all' ? [...preview.rows] : preview.rows.filter((row) => kindOf(row) === shown)
  return (
    <>
      <Segmented<Kind | 'all'>
        aria-label="显示哪些行"
        value={shown}
        onChange={setShown}
        options={[
          { value: 'all', label: '全部' },
          { value: 'added', label: `新增 ${countOf(preview.added)}` },
          { value: 'changed', label: `更改 ${countOf(preview.changed)}` },
          { value: 'same', label: `不变 ${countOf(preview.same)}` },
        ]}
      />
      <Table<Row>
        size="small"
        virtual
        rowKey={rowKey}
        columns={[
          {
            title: '导入后',
            key: 'change',
            width: 240,
            render: (_, row) => <Change kind={kindOf(row)} fields={changeOf.get(row) ?? []} />,
          },
          ...columns,
        ]}
        dataSource={rows}
        pagination={false}
        scroll={{ y: 260, x: 900 }}
        locale={{ emptyText: '没有这样的行。' }}
      />
    </>
  )
}

function Change({ kind, fields }: { readonly kind: Kind; readonly fields: RowChange['fields'] }) {
  if (kind === 'same') return <span className="office-quiet">不变</span>
  if (kind === 'added') return <Tag color="blue">新增</Tag>
  return (
    <>
      {fields.map(({ name, from, to }) => (
        <div key={name} className="office-wrap">
          {name}：<del>{from === '' ? '（空）' : from}</del> → <strong>{to === '' ? '（空）' : to}</strong>
        </div>
      ))}
    </>
  )
}
