// Tokens of control surfaces: made for one surface, shown once, ended when it is no longer used.

import { Alert, App, Button, Empty, Input, Typography } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import type { ControlTokenMade, ControlTokenView } from '../../shared/protocol/control-api.ts'
import { get, post } from '../lib/api.ts'
import { dateTimeOf } from '../lib/format.ts'
import { deskReasons, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'

export function PanelsPanel() {
  const desk = useDesk()
  const { modal } = App.useApp()
  const own = deskReasons(desk)
  const [tokens, setTokens] = useState<readonly ControlTokenView[] | null>(null)
  const [made, setMade] = useState<ControlTokenMade | null>(null)
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const load = useCallback(async () => {
    const answer = await get<readonly ControlTokenView[]>('/api/control/tokens')
    if (answer.ok) setTokens(answer.value)
    setProblem(answer.ok ? null : answer.sentence)
  }, [])
  useEffect(() => {
    void load()
  }, [load])
  const make = async () => {
    const answer = await post<ControlTokenMade>('/api/control/tokens', { name: name.trim() })
    setProblem(answer.ok ? null : answer.sentence)
    if (!answer.ok) return
    setMade(answer.value)
    setName('')
    await load()
  }
  const end = (token: ControlTokenView) => {
    void modal.confirm({
      title: `停用“${token.name}”的凭证？`,
      content: '用它的按键立即失效，不能恢复；需要时再新建一个。',
      okText: '停用',
      okButtonProps: { danger: true },
      onOk: async () => {
        const answer = await post('/api/control/tokens/revoke', { tokenId: token.tokenId })
        setProblem(answer.ok ? null : answer.sentence)
        await load()
      },
    })
  }
  return (
    <>
      <p className="dc-note">
        给 Companion、Stream Deck
        等控制面板用。凭证只能切画面、步进、队列、安全画面和点评计时；不能开关窗口、揭晓或作废。每次触发都以您的名义记入流水。
      </p>
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <div className="dc-choices">
        <Input
          className="dc-some"
          value={name}
          maxLength={20}
          placeholder="面板名称，如：导播台"
          aria-label="面板名称"
          onChange={(event) => setName(event.target.value)}
        />
        <ReasonButton
          tone="primary"
          below={false}
          reasons={[...own, ...(name.trim() === '' ? ['请填写面板名称。'] : [])]}
          onPress={() => void make()}
        >
          新建凭证
        </ReasonButton>
      </div>
      {made === null ? null : (
        <Alert
          type="success"
          title={`“${made.name}”的凭证，只显示这一次：`}
          description={
            <Typography.Text copyable code className="dc-token">
              {made.token}
            </Typography.Text>
          }
          closable={{ onClose: () => setMade(null) }}
        />
      )}
      {tokens === null ? (
        <small>正在读取…</small>
      ) : tokens.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有凭证。" />
      ) : (
        <ul className="dc-list">
          {tokens.map((token) => (
            <li key={token.tokenId}>
              <span>
                <b>{token.name}</b>
                <small>
                  {token.personName} · {dateTimeOf(token.createdAtMs)}
                </small>
              </span>
              <Button size="small" danger disabled={own.length > 0} onClick={() => end(token)}>
                停用
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
