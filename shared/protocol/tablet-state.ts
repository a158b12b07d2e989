// What a tablet tells with each beat of itself, for the console.

import { z } from 'zod'

/** How a tablet says it is; null where its browser does not tell. */
export const TabletState = z.strictObject({
  batteryPercent: z.number().int().min(0).max(100).nullable(),
  charging: z.boolean().nullable(),
  /** `4g`, `3g`, `2g`, `slow-2g`: how good the line looks to the browser. No browser tells the Wi-Fi's signal. */
  network: z.enum(['slow-2g', '2g', '3g', '4g']).nullable(),
  /** To the server and back, the quickest of the last minute: measured, so always known. */
  roundTripMs: z.number().min(0).max(60_000).nullable(),
})
export type TabletState = z.infer<typeof TabletState>
