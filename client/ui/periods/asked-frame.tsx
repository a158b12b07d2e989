// Around what was asked of the server: waiting, refused, failed with a way to try again, or the answer with a note that it is old.

import { Alert, Button, Result, Spin } from 'antd'
import type { ReactNode } from 'react'
import type { Asked } from './use-asked.ts'

interface Props<T> {
  readonly asked: Asked<T>
  /** What is read, in words: `正在读取排名…`. */
  readonly what: string
  readonly children: (value: T) => ReactNode
}

export function AskedFrame<T>({ asked, what, children }: Props<T>) {
  const { value, problem, waiting, again } = asked
  const retry = (
    <Button onClick={again} loading={waiting}>
      再试一次
    </Button>
  )
  if (value === null) {
    if (problem === null)
      return (
        <div className="pd-waiting">
          <Spin delay={300} description={`正在读取${what}…`} />
        </div>
      )
    if (problem.status === 403 || problem.status === 401)
      return <Result status="info" title={`现在看不到${what}`} subTitle={problem.sentence} />
    if (problem.status === 404)
      return <Result status="404" title={`没有找到${what}`} subTitle={problem.sentence} />
    return (
      <Alert
        type="error"
        showIcon
        title={problem.status === 0 ? `连接不上服务器，没有读到${what}。` : `没有读到${what}。`}
        description={problem.sentence}
        action={retry}
      />
    )
  }
  return (
    <>
      {problem === null ? null : (
        <Alert
          type="warning"
          showIcon
          title={`${what}没有更新，下面是上一次读到的内容。${problem.sentence}`}
          action={retry}
        />
      )}
      {children(value)}
    </>
  )
}
