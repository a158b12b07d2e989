// Whether this browser is WeChat's, and whether its person may stand for themselves here.

import { useEffect, useState } from 'react'
import type { WechatIdentityAnswer } from '../../shared/protocol/http-api.ts'
import { get } from '../lib/api.ts'
import { hrefOf } from './address.ts'

/** WeChat's own browser says so; 企业微信 (wxwork) has no openid of this account. */
export function isWechat(userAgent: string): boolean {
  return /MicroMessenger/i.test(userAgent) && !/wxwork/i.test(userAgent)
}

export type WechatStanding =
  /** Another browser, or a server without this feature. */
  | 'not_offered'
  /** Not asked yet. */
  | 'asking'
  | 'offered'
  | 'signed_in'

/** Asked once a page; `again` after the server said that the pass is over. */
export function useWechat(): { readonly standing: WechatStanding; readonly over: () => void } {
  const [standing, setStanding] = useState<WechatStanding>(
    isWechat(navigator.userAgent) ? 'asking' : 'not_offered',
  )
  useEffect(() => {
    if (standing !== 'asking') return
    let gone = false
    void get<WechatIdentityAnswer>('/api/wechat').then((answer) => {
      if (gone) return
      const { offered, expiresAtMs } = answer.ok ? answer.value : { offered: false, expiresAtMs: null }
      setStanding(expiresAtMs !== null ? 'signed_in' : offered ? 'offered' : 'not_offered')
    })
    return () => {
      gone = true
    }
  }, [standing])
  return { standing, over: () => setStanding('offered') }
}

export function loginHref(poll: string, unit: number): string {
  return hrefOf({ poll, unit }, '/wechat/login')
}
