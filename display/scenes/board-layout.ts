// Lays 1 to 500 seats out by group: the largest square cell with which every group's rows fit the board.

export interface BoardBox {
  /** Px for the cells, beside the group's name. */
  readonly width: number
  readonly height: number
  /** Px between groups. */
  readonly between: number
}

export interface BoardLayout {
  /** Px of a cell, its gap included. */
  readonly cell: number
  readonly columns: number
  /** A label can be read in a cell this large. */
  readonly labelled: boolean
}

const CELL_MOST = 104
const CELL_LEAST = 18
const LABEL_FROM = 96

/** `groups`: seats in each. With at most 500 seats in five groups the least cell fits the board of a 1080-line picture. */
export function boardLayoutOf(groups: readonly number[], { width, height, between }: BoardBox): BoardLayout {
  for (let cell = CELL_MOST; cell > CELL_LEAST; cell -= 1) {
    const columns = Math.floor(width / cell)
    const rows = groups.reduce((sum, seats) => sum + Math.ceil(seats / columns), 0)
    if (rows * cell + Math.max(0, groups.length - 1) * between <= height) {
      return { cell, columns, labelled: cell >= LABEL_FROM }
    }
  }
  return { cell: CELL_LEAST, columns: Math.floor(width / CELL_LEAST), labelled: false }
}
