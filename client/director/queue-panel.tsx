// The scenes that come next, in their order: moved, dropped, or taken out of turn.

import { Button, Empty } from 'antd'
import { sceneTitle } from '../../shared/protocol/scene-choice.ts'
import { deskReasons, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'

export function QueuePanel() {
  const desk = useDesk()
  const { snapshot, send } = desk
  const own = deskReasons(desk)
  const { queue } = snapshot
  if (queue.length === 0)
    return (
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description="队列是空的。用数字键把画面放进预监，再按 A 加入队列；按 N 依次播出。"
      />
    )
  return (
    <ol className="dc-list">
      {queue.map(({ entryId, scene }, i) => {
        const title = sceneTitle(scene, snapshot)
        const move = (to: number) => void send({ type: 'MoveQueued', entryId, to })
        return (
          <li key={entryId}>
            <span title={title}>
              {i + 1}. {title}
            </span>
            <span className="dc-choices">
              <Button
                size="small"
                disabled={i === 0 || own.length > 0}
                aria-label={`${title} 上移`}
                onClick={() => move(i - 1)}
              >
                ↑
              </Button>
              <Button
                size="small"
                disabled={i === queue.length - 1 || own.length > 0}
                aria-label={`${title} 下移`}
                onClick={() => move(i + 1)}
              >
                ↓
              </Button>
              <ReasonButton
                size="small"
                below={false}
                reasons={own}
                onPress={() => void send({ type: 'DropQueued', entryId }, `已从队列移除：${title}。`)}
              >
                移除
              </ReasonButton>
              <ReasonButton
                size="small"
                below={false}
                tone="primary"
                reasons={own}
                onPress={() => void send({ type: 'TakeQueued', entryId }, `节目：${title}。`)}
              >
                播出
              </ReasonButton>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
