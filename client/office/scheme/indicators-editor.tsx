// The indicators of 大数据评议 as one field of the scheme's form: a table with what each weighs, edited one at a time.

import { Button, Empty, Popconfirm, Space, Table } from 'antd'
import { useState } from 'react'
import { CATEGORIES, CATEGORY_NAMES } from '../../../shared/evaluation/categories.ts'
import { SUGGESTED_INDICATORS, type IndicatorDefinition } from '../../../shared/evaluation/indicator.ts'
import { IndicatorModal } from './indicator-modal.tsx'

interface Props {
  /** Given by the form around it. */
  readonly value?: readonly IndicatorDefinition[]
  readonly onChange?: (indicators: readonly IndicatorDefinition[]) => void
  readonly disabled: boolean
}

const plain = (tenThousandths: number) => String(tenThousandths / 10_000)

export function IndicatorsEditor({ value = [], onChange = () => undefined, disabled }: Props) {
  const [editing, setEditing] = useState<IndicatorDefinition | 'new' | null>(null)
  const missing = SUGGESTED_INDICATORS.filter(
    (each) => !value.some(({ indicatorId }) => indicatorId === each.indicatorId),
  )
  const save = (saved: IndicatorDefinition) => {
    const known = value.some(({ indicatorId }) => indicatorId === saved.indicatorId)
    onChange(
      known
        ? value.map((each) => (each.indicatorId === saved.indicatorId ? saved : each))
        : [...value, saved],
    )
    setEditing(null)
  }
  return (
    <Space orientation="vertical" style={{ width: '100%' }}>
      <Space wrap>
        <Button disabled={disabled} onClick={() => setEditing('new')}>
          添加指标
        </Button>
        <Button disabled={disabled || missing.length === 0} onClick={() => onChange([...value, ...missing])}>
          {missing.length === 0 ? '常用指标都已在内' : `加入其余${missing.length}个常用指标`}
        </Button>
      </Space>
      <Table<IndicatorDefinition>
        size="small"
        rowKey="indicatorId"
        pagination={false}
        dataSource={[...value]}
        scroll={{ x: 940 }}
        columns={[
          {
            title: '指标',
            key: 'name',
            width: 190,
            fixed: 'left',
            render: (_, { name, numeratorName, denominatorName }) => (
              <>
                {name}
                <div className="office-quiet">
                  {numeratorName}÷{denominatorName}
                </div>
              </>
            ),
          },
          { title: '来源', dataIndex: 'source', width: 110 },
          {
            title: '适用类别',
            key: 'categories',
            width: 160,
            render: (_, { categories }) =>
              categories.length === CATEGORIES.length
                ? '四类都适用'
                : categories.map((category) => CATEGORY_NAMES[category]).join('、'),
          },
          {
            title: '目标',
            key: 'target',
            width: 110,
            render: (_, { direction, targetPercent }) =>
              `${direction === 'high' ? '不低于' : '不高于'}${plain(targetPercent)}%`,
          },
          {
            title: '怎样扣分',
            key: 'rule',
            width: 210,
            render: (_, { full, floor, perPoint, denominatorFrom }) => (
              <>
                满分{plain(full)}，最低{plain(floor)}
                <div>每差1个百分点扣{plain(perPoint)}</div>
                <div className="office-quiet">分母不足{denominatorFrom}件不计</div>
              </>
            ),
          },
          {
            ...{ title: '权重', dataIndex: 'weight', width: 88, align: 'right' },
            render: (weight: number) => (weight === 0 ? '不计分' : weight),
          },
          {
            title: '',
            key: 'acts',
            width: 110,
            render: (_, one) => (
              <Space size={0}>
                <Button type="link" size="small" disabled={disabled} onClick={() => setEditing(one)}>
                  修改
                </Button>
                <Popconfirm
                  title={`去掉“${one.name}”？`}
                  description="保存方案后，它不再参评；已开始的周期不变。"
                  onConfirm={() => onChange(value.filter((each) => each !== one))}
                >
                  <Button type="link" size="small" danger disabled={disabled}>
                    去掉
                  </Button>
                </Popconfirm>
              </Space>
            ),
          },
        ]}
        locale={{ emptyText: <Empty description="还没有指标。可以加入常用指标，再按本市的目标修改。" /> }}
      />
      <ul className="office-quiet">
        {CATEGORIES.map((category) => {
          const of = value.filter(({ categories, weight }) => weight > 0 && categories.includes(category))
          const whole = of.reduce((sum, { weight }) => sum + weight, 0)
          return (
            <li key={category}>
              {CATEGORY_NAMES[category]}：
              {of.length === 0
                ? '没有计分的指标，大数据评议有权重时不能保存。'
                : of.map(({ name, weight }) => `${name} ${((weight * 100) / whole).toFixed(1)}%`).join('、')}
            </li>
          )
        })}
      </ul>
      <IndicatorModal
        indicator={editing}
        taken={value.map(({ indicatorId }) => indicatorId)}
        onSave={save}
        onClose={() => setEditing(null)}
      />
    </Space>
  )
}
