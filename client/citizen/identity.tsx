// As whom one votes inside WeChat: as WeChat's person, which counts with the messages, or as this browser, which is shown apart.

import type { Paper } from './papers.ts'
import { loginHref, type WechatStanding } from './wechat.ts'
import { Way } from './way.tsx'

/** `ask`: the person chooses first. `asking`: it is not known yet whether there is a choice. `nobody`: not by this browser. */
export function identityFor(
  { channels }: Pick<Paper, 'channels'>,
  wechat: WechatStanding,
  asWeb: boolean,
): 'web' | 'wechat' | 'ask' | 'asking' | 'nobody' {
  const [web, byWechat] = [channels.includes('web'), channels.includes('wechat')]
  if (web && (asWeb || !byWechat || wechat === 'not_offered')) return 'web'
  if (!byWechat || wechat === 'not_offered') return 'nobody'
  if (wechat === 'asking') return 'asking'
  return wechat === 'signed_in' ? 'wechat' : 'ask'
}

export function Identity({ paper, unit }: { paper: Paper; unit: number }) {
  return (
    <>
      <p className="ask">用微信身份评议吗？</p>
      <p>微信身份的一票与发消息投的一票合并计算，每人一票。不需要关注，本页不显示也不保存您的微信号。</p>
      <p>
        <a className="submit" href={loginHref(paper.windowId, unit)}>
          用微信身份评议
        </a>
      </p>
      {paper.channels.includes('web') && (
        <p>
          <Way to={{ poll: paper.windowId, unit, asWeb: true }}>不用微信身份，按网页方式评议</Way>
          <br />
          <span className="quiet">网页票另列公布，不计入排名。</span>
        </p>
      )}
    </>
  )
}
