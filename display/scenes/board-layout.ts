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
  /** Px from one seat to the next in a row: the cell, spread where the longest row leaves room. */
  readonly pitch: number
  /** A label can be read in a cell this large. */
  readonly labelled: boolean
}

const CELL_MOST = 104
const CELL_LEAST = 18
const LABEL_FROM = 96
const SPREAD_MOST = 1.25

/** `groups`: seats in each. With at most 500 seats in five groups the least cell fits the board of a 1080-line picture. */
export function boardLayoutOf(groups: readonly number[], box: BoardBox): BoardLayout {
  const { width, height, between } = box
  for (let cell = CELL_MOST; cell > CELL_LEAST; cell -= 1) {
    const columns = Math.floor(width / cell)
    const rows = groups.reduce((sum, seats) => sum + Math.ceil(seats / columns), 0)
    if (rows * cell + Math.max(0, groups.length - 1) * between <= height) return layoutOf(cell, groups, box)
  }
  return layoutOf(CELL_LEAST, groups, box)
}

function layoutOf(cell: number, groups: readonly number[], { width }: BoardBox): BoardLayout {
  const columns = Math.max(1, Math.min(Math.floor(width / cell), Math.max(0, ...groups)))
  const pitch = Math.floor(Math.min(width / columns, cell * SPREAD_MOST))
  return { cell, columns, pitch, labelled: cell >= LABEL_FROM }
}
