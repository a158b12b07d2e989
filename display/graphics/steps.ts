// The steps of an OGraf graphic: where a play leads, and when it leads off the air (EBU OGraf v1, step model).

/** A step that stands on air, from 0; null: nothing on air, before the first or behind the last. */
export type Step = number | null

export interface PlayTarget {
  /** An absolute step. */
  readonly goto?: number | undefined
  /** Steps from the present one; 1 where neither is given. */
  readonly delta?: number | undefined
}

/** `goto`, else the present step (before the first: −1) plus `delta`. At or past `stepCount`, or before 0: off the air. */
export function stepAfter(present: Step, stepCount: number, { goto, delta }: PlayTarget): Step {
  const target = goto ?? (present ?? -1) + (delta ?? 1)
  return target >= 0 && target < stepCount ? target : null
}

/** A controller's play is taken where its numbers are whole numbers or left out. */
export function isPlayTarget(asked: unknown): asked is PlayTarget {
  if (typeof asked !== 'object' || asked === null) return false
  const { goto, delta } = asked as Record<string, unknown>
  return [goto, delta].every((each) => each === undefined || Number.isSafeInteger(each))
}
