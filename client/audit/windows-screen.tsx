// Every window: phase, times, what arrived and what became of it, its log's seals, and its result once revealed.

import { Alert, Descriptions, Empty, Table, Tag } from 'antd'
import { CHANNEL_NAMES, CHOICE_NAMES, CHOICES } from '../../shared/ballot/choices.ts'
import { fromJson, show } from '../../shared/basics/exact.ts'
import type { AuditSnapshot } from '../../shared/protocol/audit-topic.ts'
import { countOf, dateTimeOf } from '../lib/format.ts'
import { markWords } from '../ui/mark-words.ts'
import { WINDOW_KINDS, WINDOW_PHASES } from './words.ts'

type AuditWindow = AuditSnapshot['windows'][number]

const PHASE_COLOURS = {
  open: 'success',
  closing: 'warning',
  frozen: 'blue',
  verified: 'blue',
  revealed: 'default',
  void: 'error',
} as const

export function WindowsScreen({ snapshot }: { readonly snapshot: AuditSnapshot }) {
  return (
    <Table<AuditWindow>
      size="middle"
      rowKey="windowId"
      dataSource={[...snapshot.windows]}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      expandable={{ expandedRowRender: (window) => <WindowDetails window={window} /> }}
      scroll={{ x: 1_100 }}
      columns={[
        { title: '开放时间', key: 'at', width: 180, render: (_, w) => dateTimeOf(w.openedAtMs) },
        { title: '场次', dataIndex: 'sessionTitle', ellipsis: true },
        { title: '种类', key: 'kind', width: 80, render: (_, w) => WINDOW_KINDS[w.kind] },
        { title: '单位', key: 'unit', ellipsis: true, render: (_, w) => w.unit.name },
        {
          title: '状态',
          key: 'phase',
          width: 150,
          render: (_, w) => (
            <>
              <Tag color={PHASE_COLOURS[w.phase]}>{WINDOW_PHASES[w.phase]}</Tag>
              {w.mismatch === null ? null : <Tag color="error">复核不一致</Tag>}
            </>
          ),
        },
        { title: '收到', key: 'n', width: 130, align: 'right', render: (_, w) => receivedWords(w) },
        { title: '封存', key: 'seals', width: 90, align: 'right', render: (_, w) => sealWords(w) },
        { title: '结果', key: 'result', width: 120, align: 'right', render: (_, w) => resultWords(w) },
      ]}
      locale={{ emptyText: <Empty description="还没有开过窗口。导演开放考官或市民窗口后，会出现在这里。" /> }}
    />
  )
}

function receivedWords(window: AuditWindow): string {
  if (window.kind === 'examiners') return `${countOf(window.panel?.scored ?? 0)} 份打分`
  return `${countOf(window.arrivals.reduce((sum, each) => sum + each.counted, 0))} 张计入`
}

function sealWords(window: AuditWindow): string {
  return window.kind === 'examiners' ? '—' : `${window.sealedLogs}/${window.announcedLogs}`
}

function resultWords(window: AuditWindow): string {
  if (window.phase !== 'revealed') return window.phase === 'void' ? '无' : '未揭晓'
  if (window.kind === 'citizens') return window.poll?.tally.points ?? '—'
  const mean = window.panel?.result?.mean ?? null
  return mean === null ? '无效' : show(fromJson(mean))
}

function WindowDetails({ window }: { readonly window: AuditWindow }) {
  const split = window.phase === 'revealed' ? (window.poll?.tally.headline.split ?? null) : null
  const result = window.panel?.result ?? null
  return (
    <div className="audit-details">
      {window.mismatch === null ? null : (
        <Alert
          type="error"
          showIcon
          title={`复核不一致：实时计票 ${window.mismatch.live}；重算 ${window.mismatch.recount}。窗口保持冻结。`}
        />
      )}
      <Descriptions
        size="small"
        column={3}
        items={[
          { key: 'id', label: '窗口编号', children: <code>{window.windowId}</code> },
          {
            key: 'close',
            label: '截止',
            children: window.closesAtMs === null ? '听口令' : dateTimeOf(window.closesAtMs),
          },
          {
            key: 'replaces',
            label: '替代',
            children: window.replaces === null ? '—' : <code>{window.replaces}</code>,
          },
          ...(window.voidReason === null
            ? []
            : [{ key: 'void', label: '作废理由', children: window.voidReason }]),
          ...(result === null
            ? []
            : [
                {
                  key: 'distribution',
                  label: '打分分布',
                  children: result.distribution
                    .map(({ label, count }) => `${markWords(label)} ${count}`)
                    .join('，'),
                },
                {
                  key: 'counted',
                  label: '计入',
                  children: `${result.counted} 份；弃权 ${result.abstained}，在场 ${result.present}，回避 ${result.recused}`,
                },
              ]),
          ...(split === null
            ? []
            : [
                {
                  key: 'split',
                  label: '短信＋微信',
                  children: CHOICES.map((choice) => `${CHOICE_NAMES[choice]} ${countOf(split[choice])}`).join(
                    '，',
                  ),
                },
              ]),
        ]}
      />
      {window.kind === 'examiners' ? null : (
        <>
          <Table
            size="small"
            rowKey="channel"
            pagination={false}
            dataSource={[...window.arrivals]}
            columns={[
              { title: '通道', key: 'channel', render: (_, row) => CHANNEL_NAMES[row.channel] },
              ...(
                [
                  ['counted', '计入'],
                  ['duplicate', '重复'],
                  ['early', '过早'],
                  ['late', '迟到'],
                  ['stale', '过时'],
                  ['invalid', '无效'],
                ] as const
              ).map(([key, title]) => ({
                title,
                key,
                align: 'right' as const,
                render: (_: unknown, row: (typeof window.arrivals)[number]) => countOf(row[key]),
              })),
            ]}
            locale={{ emptyText: '还没有收到选票。' }}
          />
          <Table
            size="small"
            rowKey="logId"
            pagination={false}
            dataSource={[...window.seals]}
            columns={[
              { title: '日志', key: 'log', width: 190, render: (_, seal) => <code>{seal.logId}</code> },
              {
                title: '封存到',
                key: 'sequence',
                width: 110,
                align: 'right',
                render: (_, seal) => countOf(seal.sequence),
              },
              {
                title: '本窗口行数',
                key: 'count',
                width: 110,
                align: 'right',
                render: (_, seal) => countOf(seal.count),
              },
              { title: '链值', key: 'hash', render: (_, seal) => <code>{seal.chainHash}</code> },
            ]}
            locale={{ emptyText: '日志还没有封存：截止并过了在途时间后封存。' }}
          />
        </>
      )}
    </div>
  )
}
