// What became of a unit as whole Chinese sentences: registered as, renamed from and to, merged, ended, restored.

import type { UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { Registry } from '../../shared/evaluation/registry.ts'
import { CATEGORY_NAMES, type Unit } from '../../shared/evaluation/unit.ts'
import type { UnitChange } from '../../shared/evaluation/unit-history.ts'
import type { UnitHistoryAnswer } from '../../shared/protocol/registry-api.ts'
import type { House } from '../../shared/show/house.ts'
import { whoOf } from './summary-of.ts'

/** Null where there never was such a unit. */
export function unitHistoryOf(house: House, unitId: UnitId): UnitHistoryAnswer | null {
  const { registry } = house
  const history = own(registry.unitHistories, unitId)
  if (history === undefined) return null
  let before: Unit | null = null
  const changes = history.map(({ atMs, by, step }: UnitChange) => {
    const sentences = sentencesOf(step, before, registry)
    if ('unit' in step) before = step.unit
    return { atMs, by: whoOf(by, house), sentences: [...sentences] }
  })
  return { unitId, changes }
}

function sentencesOf(step: UnitChange['step'], before: Unit | null, registry: Registry): readonly string[] {
  switch (step.kind) {
    case 'registered':
      return [`登记为“${step.unit.name}”，代码${step.unit.code}，${CATEGORY_NAMES[step.unit.category]}。`]
    case 'changed':
      return before === null ? [] : differencesOf(before, step.unit, registry)
    case 'took_over':
      return [
        `自${step.on}起，${step.from.map((id) => `“${nameOf(registry, id)}”`).join('、')}并入本单位，理由：${step.reason}。`,
      ]
    case 'merged':
      return [`自${step.on}起并入“${nameOf(registry, step.into)}”，理由：${step.reason}。`]
    case 'retired':
      return [`自${step.on}起撤销，理由：${step.reason}。`]
    case 'restored':
      return [`恢复，理由：${step.reason}。`]
    default:
      return unreachable(step)
  }
}

function differencesOf(a: Unit, b: Unit, { organisations }: Registry): readonly string[] {
  const named = (id: string | null) => (id === null ? '（无）' : `“${own(organisations, id)?.name ?? id}”`)
  return [
    ...(a.name === b.name ? [] : [`更名：“${a.name}”→“${b.name}”。`]),
    ...(a.code === b.code ? [] : [`代码：${a.code}→${b.code}。`]),
    ...(a.category === b.category
      ? []
      : [`类别：${CATEGORY_NAMES[a.category]}→${CATEGORY_NAMES[b.category]}。`]),
    ...(a.organisationId === b.organisationId
      ? []
      : [`所属：${named(a.organisationId)}→${named(b.organisationId)}。`]),
    ...(a.authorityId === b.authorityId
      ? []
      : [`业务主管部门：${named(a.authorityId)}→${named(b.authorityId)}。`]),
  ]
}

function nameOf({ units, pastUnits }: Registry, unitId: UnitId): string {
  return own(units, unitId)?.name ?? own(pastUnits, unitId)?.unit.name ?? unitId
}
