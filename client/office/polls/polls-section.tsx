// The office's section of period polls: all of them, or one; from the topic `polls`.

import { Result, Spin } from 'antd'
import { useConnectionState, useTopic } from '../../lib/use-topic.ts'
import { PollScreen } from './poll-screen.tsx'
import { PollsScreen } from './polls-screen.tsx'

export function PollsSection(props: {
  readonly id: string | undefined
  readonly tab: string | undefined
  readonly go: (hash: string) => void
}) {
  const held = useTopic('polls')
  const refused = useConnectionState().refusedTopics['polls']
  if (refused !== undefined) return <Result status="info" title="现在看不到评议期" subTitle={refused} />
  if (held === null)
    return <Spin delay={300} size="large" description="正在读取评议期…" className="office-waiting" />
  return props.id === undefined ? (
    <PollsScreen snapshot={held.snapshot} go={props.go} />
  ) : (
    <PollScreen key={props.id} id={props.id} tab={props.tab} snapshot={held.snapshot} go={props.go} />
  )
}
