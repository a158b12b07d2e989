// What has come and what has not, by method and category; every number opens the list behind it (EVAL3).

import { Empty } from 'antd'
import type { Method } from '../../../shared/evaluation/scheme.ts'
import { METHOD_NAMES, METHODS } from '../../../shared/evaluation/scheme.ts'
import { CATEGORIES, CATEGORY_NAMES, type Category } from '../../../shared/evaluation/categories.ts'
import type { PeriodAnswer } from '../../../shared/protocol/period-api.ts'
import { countOf } from '../../lib/format.ts'

type Cell = PeriodAnswer['coverage'][number]

interface Props {
  readonly coverage: PeriodAnswer['coverage']
  /** Opens the units that lack this method. */
  readonly onMissing: (method: Method, category: Category) => void
}

export function CoverageMatrix({ coverage, onMissing }: Props) {
  const methods = METHODS.filter((method) => coverage.some((cell) => cell.method === method))
  const categories = CATEGORIES.filter((category) => coverage.some((cell) => cell.category === category))
  if (methods.length === 0)
    return <Empty description="方案冻结以后，这里按评议方式和类别显示已报、不足、不适用和缺项的单位数。" />
  return (
    <div className="pd-matrix-frame">
      <table className="pd-matrix">
        <thead>
          <tr>
            <th scope="col">评议方式</th>
            {categories.map((category) => (
              <th scope="col" key={category}>
                {CATEGORY_NAMES[category]}
                <small>{countOf(unitsIn(coverage, category))}个单位</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {methods.map((method) => (
            <tr key={method}>
              <th scope="row">
                {METHOD_NAMES[method]}
                <small>权重{weightWords(coverage, method)}</small>
              </th>
              {categories.map((category) => {
                const cell = coverage.find((one) => one.method === method && one.category === category)
                return (
                  <td key={category}>
                    {cell === undefined ? '—' : <CellView cell={cell} onMissing={onMissing} />}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function CellView({ cell, onMissing }: { readonly cell: Cell; readonly onMissing: Props['onMissing'] }) {
  const { units, delivered, sample, notApplicable, missing } = cell
  const open = sample + missing
  const width = (n: number) => ({ width: `${units === 0 ? 0 : (n * 100) / units}%` })
  return (
    <div className="pd-cell">
      <span className="pd-cell-bar" aria-hidden="true">
        <i data-part="delivered" style={width(delivered)} />
        <i data-part="notApplicable" style={width(notApplicable)} />
        <i data-part="sample" style={width(sample)} />
        <i data-part="missing" style={width(missing)} />
      </span>
      <span>
        已报 <b>{countOf(delivered)}</b>
        {notApplicable > 0 ? `，不适用 ${countOf(notApplicable)}` : ''}
      </span>
      {open === 0 ? (
        <span className="pd-quiet">没有缺项</span>
      ) : (
        <button
          type="button"
          onClick={() => {
            onMissing(cell.method, cell.category)
          }}
        >
          {[missing > 0 ? `缺 ${countOf(missing)}` : null, sample > 0 ? `样本不足 ${countOf(sample)}` : null]
            .filter((words) => words !== null)
            .join('，')}
          <span className="pd-aside">
            ，{METHOD_NAMES[cell.method]}，{CATEGORY_NAMES[cell.category]}，打开名单
          </span>
        </button>
      )}
    </div>
  )
}

function unitsIn(coverage: PeriodAnswer['coverage'], category: Category): number {
  return Math.max(0, ...coverage.filter((cell) => cell.category === category).map(({ units }) => units))
}

function weightWords(coverage: PeriodAnswer['coverage'], method: Method): string {
  const weightBp = coverage.find((cell) => cell.method === method)?.weightBp ?? 0
  return `${weightBp / 100}%`
}
