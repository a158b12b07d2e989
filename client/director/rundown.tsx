// The rundown at the left of the console: what is on air, what comes next, and the button that takes each segment.

import { Empty } from 'antd'
import { useEffect, useRef } from 'react'
import type { ConsoleSegment } from '../../shared/protocol/console-topic.ts'
import { SEGMENT_KIND_NAMES } from '../../shared/show/session.ts'
import { lengthOf } from '../lib/format.ts'
import { deskReasons, sentencesOf, useDesk } from './desk.ts'
import { ReasonButton } from './reason-button.tsx'

export function Rundown() {
  const { snapshot } = useDesk()
  const onAir = useRef<HTMLLIElement>(null)
  const onAirId = snapshot.segments.find((segment) => segment.state === 'on_air')?.segmentId
  useEffect(() => {
    onAir.current?.scrollIntoView({ block: 'center' })
  }, [onAirId])
  const next = nextOf(snapshot.segments)
  return (
    <section className="dc-panel dc-rundown" aria-label="流程单">
      <h2>
        流程单 <small>{snapshot.segments.length} 个环节</small>
      </h2>
      {snapshot.segments.length === 0 ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            snapshot.session === null
              ? '选定场次后，这里列出各环节。'
              : '流程单还是空的，请到评议办页面排流程。'
          }
        />
      ) : (
        <ol>
          {snapshot.segments.map((segment, i) => (
            <li
              key={segment.segmentId}
              ref={segment.state === 'on_air' ? onAir : null}
              className={`dc-segment is-${segment.state}${segment === next ? ' is-next' : ''}`}
              aria-current={segment.state === 'on_air' ? 'step' : undefined}
            >
              <Segment segment={segment} place={i + 1} next={segment === next} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** The first planned segment behind the one on air, else the first planned one. */
function nextOf(segments: readonly ConsoleSegment[]): ConsoleSegment | undefined {
  const at = segments.findIndex((segment) => segment.state === 'on_air')
  return (
    segments.slice(at + 1).find((segment) => segment.state === 'planned') ??
    segments.find((segment) => segment.state === 'planned')
  )
}

function Segment(props: {
  readonly segment: ConsoleSegment
  readonly place: number
  readonly next: boolean
}) {
  const { segment, place, next } = props
  const desk = useDesk()
  const { session } = desk.snapshot
  const reasons = [...deskReasons(desk), ...sentencesOf(segment.takeRefusals)]
  return (
    <>
      <span className="dc-segment-place">{place}</span>
      <span className="dc-segment-words">
        <b title={segment.title}>{segment.title}</b>
        <small title={segment.unit?.name ?? ''}>
          {SEGMENT_KIND_NAMES[segment.kind]} · {lengthOf(segment.plannedMs)}
          {segment.unit === null ? '' : ` · ${segment.unit.name}`}
        </small>
      </span>
      {segment.state === 'on_air' ? (
        <span className="dc-onair">播出中</span>
      ) : (
        <ReasonButton
          size="small"
          below={false}
          tone={next ? 'primary' : 'normal'}
          reasons={reasons}
          label={`切入环节${place}：${segment.title}`}
          onPress={() => {
            if (session !== null)
              void desk.send(
                { type: 'TakeSegment', sessionId: session.id, segmentId: segment.segmentId },
                `已切入“${segment.title}”。`,
              )
          }}
        >
          {segment.state === 'done' ? '重切' : '切入'}
        </ReasonButton>
      )}
    </>
  )
}
