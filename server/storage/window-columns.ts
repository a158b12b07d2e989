// One window's choices in columns that grow as its log is read: 49 bytes a ballot.

import { emptyVoterColumns, type VoterColumns } from '../../shared/ballot/detect/counted.ts'
import {
  AT,
  channelIndexAt,
  choiceCodeAt,
  FIRST_INVALID_CODE,
  FLAG,
  hasFlag,
  orderMsAt,
  receivedMsAt,
  segmentHashAt,
  unitCodeAt,
} from './ballot-record.ts'

const FIRST_CAPACITY = 1_024

export interface WindowColumns {
  /** Takes the record in where it is a choice that is not stale. False: there was no room for it. */
  add(view: DataView, at: number): boolean
  /** All rows so far; a view on memory that later ballots do not change. */
  rows(): VoterColumns
}

/** `most`: rows at most. */
export function createWindowColumns(most: number): WindowColumns {
  let columns = emptyVoterColumns(FIRST_CAPACITY)
  let used = 0
  return {
    add(view, at) {
      const choice = choiceCodeAt(view, at)
      if (choice >= FIRST_INVALID_CODE || hasFlag(view, at, FLAG.stale)) return true
      if (used === most) return false
      if (used === columns.count) columns = grown(columns, Math.min(most, used * 2))
      const row = used++
      columns.orderMs[row] = orderMsAt(view, at)
      columns.receivedMs[row] = receivedMsAt(view, at)
      columns.channel[row] = channelIndexAt(view, at)
      columns.unitCode[row] = unitCodeAt(view, at)
      columns.choice[row] = choice
      columns.segment[row] = segmentHashAt(view, at)
      columns.hash[row] = view.getUint32(at + AT.hash)
      for (let i = 0; i < 4; i++) columns.voter[row * 4 + i] = view.getUint32(at + AT.voterKey + i * 4)
      return true
    },
    rows: () => ({ ...columns, count: used }),
  }
}

function grown(from: VoterColumns, capacity: number): VoterColumns {
  const to = emptyVoterColumns(capacity)
  to.orderMs.set(from.orderMs)
  to.receivedMs.set(from.receivedMs)
  to.channel.set(from.channel)
  to.unitCode.set(from.unitCode)
  to.choice.set(from.choice)
  to.segment.set(from.segment)
  to.hash.set(from.hash)
  to.voter.set(from.voter)
  return to
}
