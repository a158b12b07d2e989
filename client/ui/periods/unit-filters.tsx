// What narrows a list of units and methods down: method, category, words sought.

import { Input, Select, Space } from 'antd'
import { CATEGORIES, CATEGORY_NAMES, type Category } from '../../../shared/evaluation/categories.ts'
import { METHOD_NAMES, METHODS, type Method } from '../../../shared/evaluation/scheme.ts'

export interface UnitFilter {
  readonly method: Method | null
  readonly category: Category | null
}

export const NO_FILTER: UnitFilter = { method: null, category: null }

interface Props {
  readonly filter: UnitFilter
  readonly onFilter: (filter: UnitFilter) => void
  readonly onSought: (words: string) => void
}

export function UnitFilters({ filter, onFilter, onSought }: Props) {
  return (
    <Space wrap>
      <Select<Method>
        allowClear
        aria-label="评议方式"
        className="pd-select"
        placeholder="全部评议方式"
        value={filter.method}
        onChange={(value: Method | undefined) => onFilter({ ...filter, method: value ?? null })}
        options={METHODS.map((value) => ({ value, label: METHOD_NAMES[value] }))}
      />
      <Select<Category>
        allowClear
        aria-label="类别"
        className="pd-select"
        placeholder="全部类别"
        value={filter.category}
        onChange={(value: Category | undefined) => onFilter({ ...filter, category: value ?? null })}
        options={CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))}
      />
      <Input.Search
        allowClear
        className="pd-search"
        aria-label="按单位名称、代码或主管单位查找"
        placeholder="按名称、代码或主管单位查找"
        onSearch={(words) => onSought(words.trim())}
      />
    </Space>
  )
}

/** As the doors take it; pages from 1. */
export function queryOf({ method, category }: UnitFilter, sought: string, page: number): string {
  const query = new URLSearchParams({ page: String(page) })
  if (method !== null) query.set('method', method)
  if (category !== null) query.set('category', category)
  if (sought !== '') query.set('q', sought)
  return query.toString()
}
