// The operator's own words on air: a lower third and a notice. They go to preview first, like every scene.

import { Button, Input } from 'antd'
import { useState } from 'react'
import { Scene } from '../../shared/show/air.ts'
import type { AirControl } from './use-air.ts'

const LINE_MOST = 60
const LINES_MOST = 6

export function TextsPanel({ air }: { readonly air: AirControl }) {
  const [title, setTitle] = useState('')
  const [subtitle, setSubtitle] = useState('')
  const [heading, setHeading] = useState('')
  const [text, setText] = useState('')
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const lowerThird = Scene.safeParse({ kind: 'lower_third', title, subtitle })
  const notice = Scene.safeParse({ kind: 'notice', title: heading, lines })
  return (
    <>
      <section aria-label="字幕条">
        <h3>字幕条</h3>
        <Input
          value={title}
          maxLength={LINE_MOST}
          placeholder="第一行，如：李明　市水务局局长"
          aria-label="字幕第一行"
          onChange={(event) => setTitle(event.target.value)}
        />
        <Input
          value={subtitle}
          maxLength={LINE_MOST}
          placeholder="第二行，可不填"
          aria-label="字幕第二行"
          onChange={(event) => setSubtitle(event.target.value)}
        />
        <ToPreview scene={lowerThird.data} air={air} />
      </section>
      <section aria-label="公告">
        <h3>公告</h3>
        <Input
          value={heading}
          maxLength={LINE_MOST}
          placeholder="标题"
          aria-label="公告标题"
          onChange={(event) => setHeading(event.target.value)}
        />
        <Input.TextArea
          value={text}
          rows={LINES_MOST}
          placeholder={`正文，最多 ${LINES_MOST} 行，每行最多 ${LINE_MOST} 字`}
          aria-label="公告正文"
          onChange={(event) => setText(event.target.value)}
        />
        {lines.length > LINES_MOST || lines.some((line) => line.length > LINE_MOST) ? (
          <small className="is-wrong">
            最多 {LINES_MOST} 行，每行最多 {LINE_MOST} 字；现在 {lines.length} 行，最长{' '}
            {Math.max(...lines.map((line) => line.length))} 字。
          </small>
        ) : null}
        <ToPreview scene={notice.data} air={air} />
      </section>
    </>
  )
}

function ToPreview({ scene, air }: { readonly scene: Scene | undefined; readonly air: AirControl }) {
  return (
    <Button
      disabled={scene === undefined}
      onClick={() => {
        if (scene !== undefined) air.chooseScene(scene)
      }}
    >
      放进预监
    </Button>
  )
}
