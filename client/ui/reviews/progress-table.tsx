// How far each reviewer of a round is: counts only, never a mark; who is behind, and a text to remind them with.

import { Button, Empty, Progress, Space, Switch, Table, Tag, type TableColumnsType } from 'antd'
import { useState, type ReactNode } from 'react'
import { REVIEWER_GROUP_NAMES } from '../../../shared/evaluation/department.ts'
import type { ReviewerRow, RoundHead } from '../../../shared/protocol/reviews-api.ts'
import { countOf, dateTimeOf } from '../../lib/format.ts'

interface Props {
  readonly head: RoundHead
  readonly reviewers: readonly ReviewerRow[]
  /** What may be done for a reviewer; nothing for the auditor. */
  readonly acts?: (row: ReviewerRow) => ReactNode
}

export function ProgressTable({ head, reviewers, acts }: Props) {
  const [behindOnly, setBehindOnly] = useState(false)
  const inRound = reviewers.filter((row) => row.inRound)
  const behind = inRound.filter(isBehind)
  const columns: TableColumnsType<ReviewerRow> = [
    { title: '评议人', dataIndex: 'name', width: 130 },
    { title: '所代表单位', dataIndex: 'organisation' },
    { title: '组别', key: 'group', width: 130, render: (_, { group }) => REVIEWER_GROUP_NAMES[group] },
    {
      title: '进度',
      key: 'progress',
      width: 220,
      render: (_, { given, asked }) => (
        <Space>
          <Progress
            percent={asked === 0 ? 100 : Math.floor((given * 100) / asked)}
            size={[100, 8]}
            showInfo={false}
            aria-label={`已评${given}个，共${asked}个`}
          />
          {given} / {asked}
        </Space>
      ),
    },
    {
      title: '状态',
      key: 'state',
      width: 240,
      render: (_, row) => (
        <>
          {row.submittedAtMs === null ? (
            <Tag color={row.given === 0 ? 'warning' : 'processing'}>
              {row.given === 0 ? '未开始' : '未提交'}
            </Tag>
          ) : (
            <Tag color="success">{dateTimeOf(row.submittedAtMs)} 提交</Tag>
          )}
          {row.disabled ? <Tag color="error">账号已停用</Tag> : null}
          {row.setAside > 0 ? <Tag>迟到 {row.setAside}，不计</Tag> : null}
        </>
      ),
    },
    ...(acts === undefined
      ? []
      : [{ title: '', key: 'acts', width: 190, render: (_: unknown, row: ReviewerRow) => acts(row) }]),
  ]
  return (
    <div className="pd-stack">
      <Space wrap>
        <span>
          {countOf(inRound.length)} 名评议人：已提交 {countOf(head.submitted)}，还差 {countOf(behind.length)}
          ；评议 {countOf(head.given)} / {countOf(head.asked)}。截止前只看进度，看不到任何分值。
        </span>
        <label>
          <Switch size="small" checked={behindOnly} onChange={setBehindOnly} /> 只看未提交
        </label>
        <CopyReminder head={head} behind={behind} />
      </Space>
      <Table<ReviewerRow>
        size="small"
        rowKey="reviewerId"
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 960 }}
        dataSource={behindOnly ? behind : inRound}
        columns={columns}
        expandable={{
          rowExpandable: ({ recusals }) => recusals.length > 0,
          expandedRowRender: ({ recusals }) => (
            <ul>
              {recusals.map(({ unitId, unitName, reason, by, atMs }) => (
                <li key={unitId}>
                  回避“{unitName}”：{reason}（{by}，{dateTimeOf(atMs)}）
                </li>
              ))}
            </ul>
          ),
        }}
        locale={{
          emptyText: (
            <Empty description={inRound.length === 0 ? '还没有选定评议人。' : '全部评议人都已提交。'} />
          ),
        }}
      />
    </div>
  )
}

function isBehind({ submittedAtMs }: ReviewerRow): boolean {
  return submittedAtMs === null
}

function CopyReminder({
  head,
  behind,
}: {
  readonly head: RoundHead
  readonly behind: readonly ReviewerRow[]
}) {
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null)
  const text = [
    `【业务部门评议提醒】“${head.title}”将于${dateTimeOf(head.closesAtMs)}截止，请登录 ${location.origin}/review 完成评议。`,
    ...behind.map(
      ({ name, organisation, given, asked }) => `${organisation} ${name}：已评${given}个，共${asked}个`,
    ),
  ].join('\n')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied('yes')
    } catch {
      setCopied('no')
    }
  }
  if (behind.length === 0) return null
  return (
    <>
      <Button size="small" onClick={() => void copy()}>
        {copied === 'yes' ? '已复制' : `复制提醒（${behind.length} 人）`}
      </Button>
      {copied === 'no' ? <textarea readOnly rows={4} cols={60} aria-label="提醒文字" value={text} /> : null}
    </>
  )
}
