// A QR code as one path: dark on white with its quiet zone, at the correction level that survives a camera at a screen.

import { create } from 'qrcode'
import { memo } from 'react'

/** Modules of quiet zone on each side. Source: ISO/IEC 18004. */
const QUIET = 4

/** Remembered: working the code out anew with every tick of the clock costs frames. */
export const QrCode = memo(function QrCode({ text, size }: { readonly text: string; readonly size: number }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 2 * QUIET
  let path = ''
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (modules.get(y, x) !== 0) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`
    }
  }
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${side} ${side}`}
      width={size}
      height={size}
      shapeRendering="crispEdges"
      role="img"
      aria-label={`二维码：${text}`}
    >
      <rect width={side} height={side} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
})
