// Banners: what a person at a screen has to know now, above all since when the line is lost and what still works.

import './banner.css'
import type { ReactNode } from 'react'
import { timeOf } from '../lib/format.ts'

interface BannerProps {
  /** `alert`: something is lost or refused; `note`: good to know. The word, not the colour alone, says which. */
  readonly tone: 'alert' | 'note'
  readonly children: ReactNode
}

export function Banner({ tone, children }: BannerProps) {
  return (
    <div className="banner" data-banner={tone} role={tone === 'alert' ? 'alert' : 'status'}>
      <span className="banner-word">{tone === 'alert' ? '注意' : '提示'}</span>
      <span className="banner-text">{children}</span>
    </div>
  )
}

interface OfflineBannerProps {
  /** Null: on line, and nothing is shown. */
  readonly offlineSinceMs: number | null
  /** A whole sentence: what still works without the line. */
  readonly stillWorks: string
}

export function OfflineBanner({ offlineSinceMs, stillWorks }: OfflineBannerProps) {
  if (offlineSinceMs === null) return null
  return (
    <Banner tone="alert">
      自 <span className="tabular">{timeOf(offlineSinceMs)}</span> 起与服务器断开，正在重新连接。{stillWorks}
    </Banner>
  )
}
