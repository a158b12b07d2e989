// What is printed beside a list: the scheme's floors, and that it reads oddly though it is by the rules (RANK4). Plain, for every page.

export type ListName = 'best' | 'worst'

/** In hundredths of a point; null: none. */
export interface ListFloors {
  readonly noWorstFrom: number | null
  readonly noBestBelow: number | null
}

/** How many of 十差 have 75 or more, and of 十优 less than 60. */
export interface ListWarnings {
  readonly worstFrom75: number
  readonly bestBelow60: number
}

/** Empty where the scheme has no floor for the list. */
export function floorWords(list: ListName, { noWorstFrom, noBestBelow }: ListFloors): string {
  if (list === 'best') return noBestBelow === null ? '' : `总分低于${noBestBelow / 100}分的不列入十优。`
  return noWorstFrom === null ? '' : `总分不低于${noWorstFrom / 100}分的不列入十差。`
}

export function warningWords(list: ListName, { worstFrom75, bestBelow60 }: ListWarnings): string {
  if (list === 'best') return bestBelow60 === 0 ? '' : `注意：十优中有${bestBelow60}个单位总分低于60分。`
  return worstFrom75 === 0 ? '' : `注意：十差中有${worstFrom75}个单位总分不低于75分。`
}
