// A period's ranking in review: the four categories apart, filters, the lists' edges in words, and who is listed apart (RANK1–RANK7).

import { Alert, Collapse, Input, Segmented, Select, Space, Table, Tabs } from 'antd'
import { useState } from 'react'
import { CATEGORIES, CATEGORY_NAMES, type Category } from '../../../shared/evaluation/categories.ts'
import { METHOD_NAMES } from '../../../shared/evaluation/scheme.ts'
import type { PeriodHead } from '../../../shared/protocol/period-api.ts'
import type { RankingAnswer } from '../../../shared/protocol/ranking-api.ts'
import { countOf } from '../../lib/format.ts'
import { AskedFrame } from './asked-frame.tsx'
import { APART_WORDS, listsWords } from './period-words.ts'
import { RankingTable } from './ranking-table.tsx'
import { useAsked } from './use-asked.ts'

interface Props {
  readonly head: PeriodHead
  readonly turn: unknown
  readonly onUnit: (unitId: string) => void
  /** Whom the units belong to, to narrow by; empty where nothing is registered. */
  readonly organisations: readonly { readonly organisationId: string; readonly name: string }[]
}

type List = 'best' | 'worst' | null

export function RankingScreen({ head, turn, onUnit, organisations }: Props) {
  const [category, setCategory] = useState<Category>('office')
  const [list, setList] = useState<List>(null)
  const [sought, setSought] = useState('')
  const [organisation, setOrganisation] = useState<string | null>(null)
  const [page, setPage] = useState(1)
  const query = new URLSearchParams({ category, page: String(page) })
  if (list !== null) query.set('list', list)
  if (sought !== '') query.set('q', sought)
  if (organisation !== null) query.set('organisation', organisation)
  const asked = useAsked<RankingAnswer>(
    head.phase === 'draft' ? null : `/api/periods/${head.periodId}/ranking?${query.toString()}`,
    turn,
  )
  if (head.phase === 'draft')
    return <Alert type="info" showIcon title="方案冻结、开始收集佐证以后，这里显示暂列排名。" />
  return (
    <div className="pd-stack">
      <Tabs
        activeKey={category}
        onChange={(key) => {
          setCategory(key as Category)
          setPage(1)
        }}
        items={CATEGORIES.map((key) => ({ key, label: CATEGORY_NAMES[key] }))}
        className="pd-flat-tabs"
      />
      <Space wrap>
        <Segmented<string>
          aria-label="名单"
          value={list ?? 'all'}
          onChange={(value) => {
            setList(value === 'all' ? null : (value as List))
            setPage(1)
          }}
          options={[
            { value: 'all', label: '全部' },
            { value: 'best', label: '十优' },
            { value: 'worst', label: '十差' },
          ]}
        />
        {organisations.length === 0 ? null : (
          <Select<string>
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label="主管单位"
            className="pd-select"
            placeholder="全部主管单位"
            value={organisation}
            onChange={(value: string | undefined) => {
              setOrganisation(value ?? null)
              setPage(1)
            }}
            options={organisations.map(({ organisationId, name }) => ({
              value: organisationId,
              label: name,
            }))}
          />
        )}
        <Input.Search
          allowClear
          className="pd-search"
          aria-label="按单位名称或代码查找"
          placeholder="按名称或代码查找"
          onSearch={(words) => {
            setSought(words.trim())
            setPage(1)
          }}
        />
      </Space>
      <AskedFrame asked={asked} what="排名">
        {(answer) => (
          <>
            {answer.provisional ? (
              <Alert
                type="info"
                showIcon
                title="暂列：数据还没有冻结，名次还会变动，不作为十优十差的称号，也不触发任何处理。"
              />
            ) : null}
            <p className="pd-lists">
              {answer.category === category ? listsWords(answer) : '正在读取…'}{' '}
              <span className="pd-quiet">{coverageWords(answer)}</span>
            </p>
            <RankingTable
              answer={answer}
              page={page}
              onPage={setPage}
              waiting={asked.earlier && asked.waiting}
              whole={list === null && sought === '' && organisation === null}
              onOpen={(row) => onUnit(row.unit.unitId)}
            />
            <Apart unranked={answer.unranked} onUnit={onUnit} />
          </>
        )}
      </AskedFrame>
    </div>
  )
}

function coverageWords({ coverage }: RankingAnswer): string {
  const out = coverage.filter(({ ranked }) => !ranked).map(({ method }) => METHOD_NAMES[method])
  return out.length === 0 ? '' : `${out.join('、')}报到的单位不足八成，本类暂不计这些方式。`
}

/** 样本不足 and 应报未报 are named apart: they have no place (EVAL3). */
function Apart({
  unranked,
  onUnit,
}: {
  readonly unranked: RankingAnswer['unranked']
  readonly onUnit: Props['onUnit']
}) {
  const whys = (['notDelivered', 'sample', 'noMethod'] as const).filter((why) =>
    unranked.some((one) => one.why === why),
  )
  if (whys.length === 0) return null
  return (
    <Collapse
      items={whys.map((why) => {
        const rows = unranked.filter((one) => one.why === why)
        return {
          key: why,
          label: `${APART_WORDS[why]}，不参加排名：${countOf(rows.length)}个单位`,
          children: (
            <Table
              size="small"
              rowKey={(row) => row.unit.unitId}
              dataSource={rows}
              pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                { title: '代码', key: 'code', width: 80, render: (_, { unit }) => unit.code },
                {
                  title: '单位',
                  key: 'name',
                  render: (_, { unit }) => (
                    <button type="button" className="pd-link" onClick={() => onUnit(unit.unitId)}>
                      {unit.name}
                    </button>
                  ),
                },
                {
                  title: '哪种评议方式',
                  key: 'methods',
                  render: (_, { methods }) => methods.map((method) => METHOD_NAMES[method]).join('、'),
                },
              ]}
            />
          ),
        }
      })}
    />
  )
}
