// What an event of the city's set-up says in the journal's list: one Chinese sentence.

import type { UnitId } from '../../shared/basics/ids.ts'
import { own } from '../../shared/basics/own.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { RegistryEvent } from '../../shared/evaluation/registry.ts'
import type { House } from '../../shared/show/house.ts'

export function registrySummaryOf(event: RegistryEvent, house: House): string {
  switch (event.type) {
    case 'UnitsImported':
      return `导入${event.units.length}个单位。`
    case 'UnitRemoved':
      return `删除单位“${nameOf(house, event.unitId)}”。`
    case 'UnitsMerged':
      return `${event.from.map((id) => nameOf(house, id)).join('、')}并入“${nameOf(house, event.into)}”（自${event.on}起），理由：${event.reason}。`
    case 'UnitRetired':
      return `单位“${nameOf(house, event.unitId)}”撤销（自${event.on}起），理由：${event.reason}。`
    case 'UnitRestored':
      return `恢复单位“${nameOf(house, event.unitId)}”，理由：${event.reason}。`
    case 'OrganisationsImported':
      return `导入${event.organisations.length}个主管部门、区和街镇。`
    case 'OrganisationsRemoved':
      return `删除${event.organisationIds.length}个主管部门、区或街镇。`
    case 'SchemeSet':
      return '设定评分方案。'
    case 'AccessNumbersSet':
      return event.numbers.length === 0 ? '清空短信接入号。' : `短信接入号设为${event.numbers.join('、')}。`
    default:
      return unreachable(event)
  }
}

/** By its name now, or the last it had. */
function nameOf({ registry }: House, unitId: UnitId): string {
  return own(registry.units, unitId)?.name ?? own(registry.pastUnits, unitId)?.unit.name ?? unitId
}
