// What a tablet keeps on itself: its seat's token, the last snapshot, and what waits to be sent.

import type { SeatSnapshot } from '../../shared/protocol/topics.ts'
import type { Paired } from '../../shared/protocol/http-api.ts'
import type { OutboxStore } from '../lib/outbox.ts'
import type { SeatCommand, Waiting } from './outbox.ts'

const SEAT = 'wenzheng.seat'
const SNAPSHOT = 'wenzheng.snapshot'
const OUTBOX = 'wenzheng.outbox'

function read<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(key)
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // A full or forbidden storage: the page goes on, only a reload would lose what waits.
  }
}

export function keptSeat(): Paired | null {
  return read<Paired>(SEAT)
}

export function keepSeat(seat: Paired): void {
  write(SEAT, seat)
  localStorage.removeItem(SNAPSHOT)
}

export function forgetSeat(): void {
  localStorage.removeItem(SEAT)
  localStorage.removeItem(SNAPSHOT)
}

export function keptSnapshot(): SeatSnapshot | null {
  return read<SeatSnapshot>(SNAPSHOT)
}

export function keepSnapshot(snapshot: SeatSnapshot): void {
  write(SNAPSHOT, snapshot)
}

export const outboxStore: OutboxStore<SeatCommand> = {
  load: () => read<Waiting[]>(OUTBOX) ?? [],
  save: (waiting) => {
    write(OUTBOX, waiting)
  },
}
