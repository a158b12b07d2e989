// The QR codes of a poll's units: a sheet to print (one unit a page, or many), and pictures singly or all in one zip.

import { Alert, Button, Empty, Input, Progress, Segmented, Spin, Table } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { CATEGORY_NAMES } from '../../../shared/evaluation/unit.ts'
import type { PollUnitsAnswer, SearchUnit } from '../../../shared/protocol/polls-api.ts'
import type { PollOverview } from '../../../shared/protocol/polls-topic.ts'
import { get } from '../../lib/api.ts'
import { countOf } from '../../lib/format.ts'
import { useOffice } from '../office-desk.ts'
import { useRoom } from '../use-room.ts'
import { cardFileOf, cardPngOf, cardSvgOf, type CodeCard } from './code-card.ts'
import { CodePicture } from './code-picture.tsx'
import { takesSms } from './poll-draft.ts'
import { saveBytes } from '../save-file.ts'
import { zipOf } from './zip-file.ts'

/** So many codes stand on a sheet at once: a browser prints no more without choking. */
const SHEET_MOST = 600

/** What gateways and telephones call this server; the page's own address where the server does not say. */
const PUBLIC_URL =
  document.querySelector<HTMLMetaElement>('meta[name="public-url"]')?.content ?? location.origin

export function PollCodes({ poll }: { readonly poll: PollOverview }) {
  const [units, setUnits] = useState<readonly SearchUnit[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const { pollId } = poll
  useEffect(() => {
    let left = false
    void get<PollUnitsAnswer>(`/api/polls/${pollId}/units`).then((answer) => {
      if (left) return
      setProblem(answer.ok ? null : answer.sentence)
      if (answer.ok) setUnits(answer.value.units)
    })
    return () => {
      left = true
    }
  }, [pollId])
  if (problem !== null) return <Alert type="error" showIcon title={problem} />
  if (units === null) return <Spin delay={300} description="正在读取单位…" />
  return <Codes poll={poll} units={units} />
}

/** How to vote without scanning, a line each. */
function linesOf(poll: PollOverview, code: number, numbers: readonly string[]): readonly string[] {
  const codeless = `满意${code}`
  return [
    '微信扫码，或用手机浏览器打开评议',
    ...(takesSms(poll.channels) && numbers.length > 0
      ? [`短信：发“${codeless}”到 ${numbers.slice(0, 2).join(' 或 ')}`]
      : []),
    ...(poll.channels.includes('wechat') ? [`公众号：发“${codeless}”`] : []),
    `满意、基本满意、不满意${poll.offersUnsure ? '、不了解' : ''}，后面写单位代码`,
  ]
}

function Codes({ poll, units }: { readonly poll: PollOverview; readonly units: readonly SearchUnit[] }) {
  const { setup } = useOffice()
  const room = useRoom(520)
  const [sought, setSought] = useState('')
  const [chosen, setChosen] = useState<readonly number[]>([])
  const [layout, setLayout] = useState<'many' | 'single'>('many')
  const [made, setMade] = useState<number | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const voteUrl = `${PUBLIC_URL}/vote?poll=${poll.pollId}`
  const stop = useRef(false)
  const numbers = poll.accessNumbers.length > 0 ? poll.accessNumbers : setup.accessNumbers
  const cardOf = ([code, name]: SearchUnit): CodeCard => ({
    url: `${voteUrl}&unit=${code}`,
    pollTitle: `${poll.title}${poll.rehearsal ? '（演练）' : ''}`,
    name,
    code,
    lines: linesOf(poll, code, numbers),
  })
  const shown = useMemo(() => {
    const words = sought.trim()
    return units.filter(
      ([code, name]) => words === '' || name.includes(words) || String(code).startsWith(words),
    )
  }, [units, sought])
  const picked = new Set(chosen)
  const taken = chosen.length === 0 ? units : units.filter(([code]) => picked.has(code))
  const sheet = taken.slice(0, SHEET_MOST)
  const single = async (unit: SearchUnit, ending: 'svg' | 'png') => {
    const card = cardOf(unit)
    try {
      saveBytes(
        await bytesOf(card, ending),
        cardFileOf(card, ending),
        ending === 'svg' ? 'image/svg+xml' : 'image/png',
      )
    } catch {
      setProblem('这个浏览器画不出图片，请改下载SVG。')
    }
  }
  const all = async (ending: 'svg' | 'png') => {
    stop.current = false
    setProblem(null)
    setMade(0)
    try {
      const zip = zipOf()
      for (const [i, unit] of taken.entries()) {
        if (stop.current) return
        const card = cardOf(unit)
        zip.add(cardFileOf(card, ending), await bytesOf(card, ending))
        if (i % 20 !== 19) continue
        setMade(i + 1)
        await new Promise((done) => setTimeout(done))
      }
      saveBytes(zip.end(), `${poll.title}二维码${ending.toUpperCase()}.zip`, 'application/zip')
    } catch {
      setProblem('图片没有全部做成，请少选一些单位再试。')
    } finally {
      setMade(null)
    }
  }
  return (
    <div className="office-editor">
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <p className="office-about no-print">
        每个单位一个二维码，扫开就是它的评议页（{voteUrl}…）。不勾选：全部 {countOf(units.length)} 个。
      </p>
      <div className="office-line no-print">
        <Input.Search
          allowClear
          className="office-search"
          placeholder="按名称或代码查找"
          onChange={(event) => setSought(event.target.value)}
        />
        <Segmented
          value={layout}
          onChange={setLayout}
          options={[
            { value: 'many', label: '一页多个' },
            { value: 'single', label: '一页一个' },
          ]}
        />
        <Button type="primary" onClick={() => print()}>
          打印 {countOf(sheet.length)} 个
        </Button>
        <Button disabled={made !== null} onClick={() => void all('png')}>
          下载PNG（zip）
        </Button>
        <Button disabled={made !== null} onClick={() => void all('svg')}>
          下载SVG（zip）
        </Button>
        {taken.length > SHEET_MOST ? (
          <span className="office-about">一次最多打印 {SHEET_MOST} 个，请勾选后分批打印；下载不受限制。</span>
        ) : null}
      </div>
      {made === null ? null : (
        <div className="office-line no-print">
          <Progress percent={Math.floor((made * 100) / taken.length)} style={{ width: 360 }} />
          <span>
            已做 {countOf(made)} / {countOf(taken.length)} 个
          </span>
          <Button
            onClick={() => {
              stop.current = true
            }}
          >
            停止
          </Button>
        </div>
      )}
      <Table<SearchUnit>
        className="no-print"
        virtual
        size="small"
        rowKey={([code]) => code}
        pagination={false}
        scroll={{ y: Math.min(room, 320), x: 760 }}
        dataSource={shown}
        rowSelection={{
          columnWidth: 48,
          selectedRowKeys: [...chosen],
          preserveSelectedRowKeys: true,
          onChange: (keys) => setChosen(keys as number[]),
        }}
        columns={[
          { title: '代码', key: 'code', width: 90, render: (_, [code]) => code },
          { title: '单位', key: 'name', ellipsis: true, render: (_, [, name]) => name },
          {
            title: '类别',
            key: 'category',
            width: 170,
            render: (_, [, , category]) => CATEGORY_NAMES[category],
          },
          {
            title: '下载',
            key: 'save',
            width: 150,
            render: (_, unit) => (
              <>
                <Button type="link" size="small" onClick={() => void single(unit, 'png')}>
                  PNG
                </Button>
                <Button type="link" size="small" onClick={() => void single(unit, 'svg')}>
                  SVG
                </Button>
              </>
            ),
          },
        ]}
        locale={{ emptyText: <Empty description={`没有找到“${sought}”。`} /> }}
      />
      <div className={layout === 'many' ? 'poll-codes' : 'poll-codes is-single'}>
        {sheet.map((unit) => (
          <CodePicture key={unit[0]} card={cardOf(unit)} />
        ))}
      </div>
    </div>
  )
}

async function bytesOf(card: CodeCard, ending: 'svg' | 'png'): Promise<Uint8Array<ArrayBuffer>> {
  return ending === 'svg' ? new TextEncoder().encode(cardSvgOf(card)) : cardPngOf(card)
}
