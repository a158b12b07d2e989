// The bar above a draft: what it holds, whether it is saved or overtaken by somebody else, saving and discarding.

import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'

interface Props {
  readonly standing: 'same' | 'edited' | 'overtaken'
  /** What would be refused on saving. */
  readonly problems: readonly string[]
  readonly waiting: boolean
  readonly what: string
  readonly about: string
  readonly onSave: () => void
  readonly onDiscard: () => void
  readonly children?: ReactNode
}

export function SaveBar(props: Props) {
  const { standing, problems, waiting, what } = props
  return (
    <>
      {standing === 'overtaken' ? (
        <Alert
          type="warning"
          showIcon
          title={`其他人刚保存了${what}，与下面的内容不同。`}
          description="保存会用下面的内容替换；放弃改动则载入最新的。"
        />
      ) : null}
      <div className="office-line">
        {props.children}
        <span className="office-about">{props.about}</span>
        {problems.length === 0 ? null : (
          <span className="is-wrong">
            {problems[0]}
            {problems.length > 1 ? ` 另有 ${problems.length - 1} 处。` : ''}
          </span>
        )}
        <span className="office-push">
          {standing === 'same' ? '已保存' : '有未保存的改动'}
          <Button disabled={standing === 'same'} onClick={props.onDiscard}>
            放弃改动
          </Button>
          <Button
            type="primary"
            loading={waiting}
            disabled={standing === 'same' || problems.length > 0}
            onClick={props.onSave}
          >
            保存{what}
          </Button>
        </span>
      </div>
    </>
  )
}
