// Reads a list of served citizens row by row: unit, phone, service, day. A fault is named by line, without the phone in it.

import type { UnitCode } from '../../shared/basics/ids.ts'
import { RECORDS_MOST } from '../../shared/invitation/batch.ts'
import type { PollUnit } from '../../shared/ballot/poll.ts'
import { phoneNumberOf } from '../channels/phone-number.ts'
import type { ListReading } from '../invitations/uploads.ts'
import { tableFindings, type Columns } from '../tables/table.ts'

export const RECORDS_BYTES_MOST = 32 * 1024 * 1024
const SERVICE_LONGEST = 40
const DATE_LONGEST = 20

const COLUMNS = {
  unit: { names: ['单位', '单位名称', '单位代码', '办理单位', 'unit'], needed: true },
  phone: { names: ['手机号', '手机', '电话', '联系电话', '手机号码', 'phone'], needed: true },
  service: { names: ['事项', '办理事项', '业务', 'service'], needed: false },
  date: { names: ['日期', '办理日期', '办结日期', 'date'], needed: false },
} as const satisfies Columns<string>

/** `units`: the poll's, named by code or by name. */
export async function* serviceRecordsIn(bytes: Uint8Array, units: readonly PollUnit[]): ListReading {
  const byName = new Map(units.map(({ name, code }) => [plain(name), code]))
  const byCode = new Map(units.map(({ code }) => [code as number, code]))
  const findings = tableFindings(bytes, COLUMNS, { rowsMost: RECORDS_MOST, bytesMost: RECORDS_BYTES_MOST })
  for (;;) {
    const next = await findings.next()
    if (next.done === true) return next.value
    if (next.value.kind === 'fault') {
      yield next.value
      continue
    }
    const { line, cells, nameOf } = next.value
    const fault = (column: keyof typeof COLUMNS, sentence: string) =>
      ({ kind: 'fault', line, column: nameOf(column), sentence }) as const
    const unitCode = unitIn(cells.unit, byCode, byName)
    if (unitCode === null) {
      yield fault(
        'unit',
        cells.unit === '' ? '单位没有填写。' : `单位“${brief(cells.unit)}”不在这个评议期里。`,
      )
      continue
    }
    // A mobile at once, any other number by a library that is loaded then: awaited only where it must be.
    const found = phoneNumberOf(cells.phone)
    const phone = found instanceof Promise ? await found : found
    if (phone === null) {
      yield fault(
        'phone',
        cells.phone === ''
          ? '手机号没有填写。'
          : '手机号不正确；若表格把它存成了科学计数，请把该列设为文本后重存。',
      )
      continue
    }
    if (cells.service.length > SERVICE_LONGEST) {
      yield fault('service', `事项超过${String(SERVICE_LONGEST)}个字。`)
      continue
    }
    if (cells.date.length > DATE_LONGEST) {
      yield fault('date', `日期超过${String(DATE_LONGEST)}个字。`)
      continue
    }
    yield { kind: 'row', line, row: { unitCode, phone, service: cells.service, date: cells.date } }
  }
}

function unitIn(
  cell: string,
  byCode: ReadonlyMap<number, UnitCode>,
  byName: ReadonlyMap<string, UnitCode>,
): UnitCode | null {
  const text = plain(cell)
  const named = byName.get(text)
  if (named !== undefined) return named
  return /^\d{1,5}$/.test(text) ? (byCode.get(Number(text)) ?? null) : null
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '')
}

function brief(cell: string): string {
  return cell.length > 20 ? `${cell.slice(0, 20)}…` : cell
}
