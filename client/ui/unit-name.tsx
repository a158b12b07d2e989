// A unit's name, up to 40 characters, in its box: always whole, never beyond the edge, right-to-left names kept to themselves.

import { FitText } from './fit-text.tsx'

interface UnitNameProps {
  readonly name: string
  /** Px: the size of a short name, and the smallest a long one may come to. */
  readonly max: number
  readonly min: number
  readonly lines?: 1 | 2 | 3
  /** Px the name may be high. */
  readonly height?: number
}

export function UnitName({ name, max, min, lines = 2, height = Infinity }: UnitNameProps) {
  return <FitText className="unit-name" text={name} max={max} min={min} lines={lines} height={height} />
}
