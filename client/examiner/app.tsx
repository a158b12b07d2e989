// The tablet's one page: pairing first, then the seat's screen; nothing else can be reached from it.

import { useEffect, useState } from 'react'
import type { Paired } from '../../shared/protocol/http-api.ts'
import { createConnection, type Connection } from '../lib/connection.ts'
import { ConnectionContext } from '../lib/use-topic.ts'
import { forgetSeat, keepSeat, keptSeat } from './kept.ts'
import { PairingScreen } from './pairing-screen.tsx'
import { SeatScreen } from './seat-screen.tsx'
import { useTabletState } from './use-tablet-state.ts'
import { useWakeLock } from './use-wake-lock.ts'

export function App() {
  const [seat, setSeat] = useState<Paired | null>(keptSeat)
  const [connection, setConnection] = useState<Connection | null>(null)
  useWakeLock()
  useTabletState(connection)

  useEffect(() => {
    if (seat === null) return
    const opened = createConnection({ kind: 'seat', seatToken: seat.seatToken })
    setConnection(opened)
    return () => {
      opened.close()
      setConnection(null)
    }
  }, [seat])

  if (seat === null) {
    return (
      <PairingScreen
        paired={(paired) => {
          keepSeat(paired)
          setSeat(paired)
        }}
      />
    )
  }
  if (connection === null) return null
  return (
    <ConnectionContext value={connection}>
      <SeatScreen
        seat={seat}
        leave={() => {
          forgetSeat()
          setSeat(null)
        }}
      />
    </ConnectionContext>
  )
}
