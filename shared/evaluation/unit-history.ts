// What became of each unit: when it was called what, by whom it was changed, what it took over, when it ended.

import type { UnitId } from '../basics/ids.ts'
import type { Actor } from '../show/event.ts'
import type { Day } from './rectification.ts'
import type { Unit } from './unit.ts'

/** Why a unit is none any more; `on` is the day it holds from, as the office's document says. */
export type UnitEnding =
  | { readonly kind: 'merged'; readonly into: UnitId; readonly on: Day; readonly reason: string }
  | { readonly kind: 'retired'; readonly on: Day; readonly reason: string }

export type UnitStep =
  | { readonly kind: 'registered'; readonly unit: Unit }
  | { readonly kind: 'changed'; readonly unit: Unit }
  | {
      readonly kind: 'took_over'
      readonly from: readonly UnitId[]
      readonly on: Day
      readonly reason: string
    }
  | UnitEnding
  | { readonly kind: 'restored'; readonly reason: string }

export interface UnitChange {
  readonly atMs: number
  readonly by: Actor
  readonly step: UnitStep
}

/** A unit that ended: no longer listed, its id not given again; its code is free for another. */
export interface PastUnit {
  readonly unit: Unit
  readonly ending: UnitEnding
}

export function isSameUnit(a: Unit, b: Unit): boolean {
  return (
    a.unitId === b.unitId &&
    a.code === b.code &&
    a.name === b.name &&
    a.category === b.category &&
    a.organisationId === b.organisationId &&
    a.authorityId === b.authorityId
  )
}
