// A total drawn as what it is made of: one piece a method, in the methods' order, on a scale of 0 to 100; and its legend.

import { METHOD_NAMES, METHODS, type Method } from '../../../shared/evaluation/scheme.ts'
import type { RankingRow } from '../../../shared/protocol/ranking-api.ts'
import { METHOD_SHORT } from './period-words.ts'

export function PartsBar({ row }: { readonly row: Pick<RankingRow, 'parts' | 'total'> }) {
  const words = row.parts.map((part) => `${METHOD_NAMES[part.method]}${part.weighted}`).join('，')
  return (
    <span className="pd-parts" role="img" aria-label={`总分${row.total}：${words}`}>
      {row.parts.map((part) => (
        <span
          key={part.method}
          data-method={part.method}
          title={`${METHOD_NAMES[part.method]} ${part.weighted}`}
          style={{ width: `${Math.max(0, Number(part.weighted))}%` }}
        />
      ))}
    </span>
  )
}

export function PartsLegend({ methods = METHODS }: { readonly methods?: readonly Method[] }) {
  return (
    <span className="pd-legend">
      {methods.map((method) => (
        <span key={method}>
          <i data-method={method} />
          {METHOD_SHORT[method]}
        </span>
      ))}
    </span>
  )
}
