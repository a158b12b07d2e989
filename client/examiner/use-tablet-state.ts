// Tells the console how this tablet is: battery and line, as far as the browser says; what it does not say stays unknown.

import { useEffect } from 'react'
import type { Connection } from '../lib/connection.ts'
import type { TabletState } from '../../shared/protocol/tablet-state.ts'

/** Battery Status API: https://www.w3.org/TR/battery-status/ — Chromium only, and only on a secure page. */
interface Battery extends EventTarget {
  readonly level: number
  readonly charging: boolean
}

/** Network Information API: https://wicg.github.io/netinfo/ — Chromium only. */
interface NetworkInformation extends EventTarget {
  readonly effectiveType?: string
}

type Told = Omit<TabletState, 'roundTripMs'>
const NETWORKS: readonly string[] = ['slow-2g', '2g', '3g', '4g']

export function useTabletState(connection: Connection | null): void {
  useEffect(() => {
    if (connection === null) return
    const device = navigator as Navigator & {
      readonly getBattery?: () => Promise<Battery>
      readonly connection?: NetworkInformation
    }
    let battery: Battery | null = null
    let gone = false
    const tell = () => {
      connection.reportTablet({ ...batteryOf(battery), network: networkOf(device.connection) })
    }
    tell()
    device.connection?.addEventListener('change', tell)
    device.getBattery?.().then(
      (found) => {
        if (gone) return
        battery = found
        battery.addEventListener('levelchange', tell)
        battery.addEventListener('chargingchange', tell)
        tell()
      },
      // Forbidden by the browser's settings: unknown.
      () => undefined,
    )
    return () => {
      gone = true
      device.connection?.removeEventListener('change', tell)
      battery?.removeEventListener('levelchange', tell)
      battery?.removeEventListener('chargingchange', tell)
    }
  }, [connection])
}

function batteryOf(battery: Battery | null): Pick<Told, 'batteryPercent' | 'charging'> {
  if (battery === null) return { batteryPercent: null, charging: null }
  return { batteryPercent: Math.round(battery.level * 100), charging: battery.charging }
}

function networkOf(connection: NetworkInformation | undefined): Told['network'] {
  const type = connection?.effectiveType ?? ''
  return NETWORKS.includes(type) ? (type as Told['network']) : null
}
