// 通报: a publication on paper. Four categories' lists with totals and parts, what stands apart, the rules, and how to object.

import { dayOf, dayWords, spanWords, startOfDayMs } from '../../shared/basics/city-day.ts'
import { CATEGORIES, CATEGORY_NAMES, type Category } from '../../shared/evaluation/categories.ts'
import { floorWords } from '../../shared/evaluation/list-words.ts'
import { ballotsIn } from '../../shared/evaluation/poll-points.ts'
import type { OutcomeRow } from '../../shared/evaluation/outcome.ts'
import { METHOD_NAMES, METHODS, type Method, type Scheme } from '../../shared/evaluation/scheme.ts'
import type { UnitId } from '../../shared/basics/ids.ts'
import type { Publication } from '../../shared/period/period.ts'
import type { UnitInputs } from '../../shared/period/inputs.ts'
import { createBulletinPage, type BulletinPage, type Column } from './bulletin-page.ts'
import type { Published } from './published-bundle.ts'

const SHORT: Readonly<Record<Method, string>> = {
  citizens: '市民',
  bigData: '大数据',
  department: '部门',
  rectification: '整改',
  tv: '电视',
}
const APART_NAMES = { sample: '样本不足', notDelivered: '应报未报', noMethod: '缺少佐证' } as const

/** `number`: of this publication in its period, from 1. */
export async function bulletinOf(
  content: Published,
  publication: Publication,
  number: number,
): Promise<Buffer> {
  const { manifest, ranked, inputs } = content
  const { period } = manifest
  const heading = `${period.title}评议结果通报`
  const page = createBulletinPage(heading)
  page.title(heading)
  page.text(`评议周期：${spanWords(period)}。第${number}次发布，${stateOf(publication)}。`)
  if (manifest.replaces !== null)
    page.text(`本次发布是更正，代替此前的发布。更正原因：${manifest.replaces.reason}。`)
  const evidence = new Map(inputs.evidence.map((each) => [each.unitId, each]))
  for (const category of CATEGORIES) categoryOn(page, category, content, evidence)
  rulesOn(page, ranked.scheme)
  objectionsOn(page, publication)
  page.heading('核对')
  page.text(
    '公开数据包含有全部佐证和去掉身份的逐票记录，任何人都可以下载并离线重算每一个数。下载地址和核对方法见结果页（/results）。',
  )
  page.gap(4)
  for (const [name, hash] of [
    ['公开数据包', publication.bundleHash],
    ['评分方案', manifest.schemeHash],
    ['佐证', manifest.inputsHash],
    ['结果', manifest.resultHash],
    ['签名公钥', manifest.publicKey],
  ] as const)
    page.text(`${name} ${hash}`, 'small', true)
  return page.finish(`${heading}　${publication.bundleHash.slice(0, 16)}`)
}

function stateOf({ finalAtMs, noticeUntilMs }: Publication): string {
  return finalAtMs === null
    ? `公示中，公示期至 ${momentOf(noticeUntilMs)}`
    : `已定案（${momentOf(finalAtMs)}）`
}

function momentOf(atMs: number): string {
  const day = dayOf(atMs)
  return `${dayWords(day)} ${new Date(atMs - startOfDayMs(day)).toISOString().slice(11, 16)}`
}

function categoryOn(
  page: BulletinPage,
  category: Category,
  { ranked: { outcome, scheme } }: Published,
  evidence: ReadonlyMap<UnitId, UnitInputs>,
): void {
  const { rows, unranked, listN, boundary } = outcome.of(category)
  if (rows.length + unranked.length === 0) return
  page.heading(CATEGORY_NAMES[category])
  page.text(
    `参加排名${rows.length}个单位，另列${unranked.length}个。${listN === 0 ? '不足8个单位参加排名，本类不取名单。' : `本类取${listN}名。`}`,
    'body',
    true,
  )
  const methods = METHODS.filter((method) => scheme.weightsBp[method] > 0 && rows.some(hasPart(method)))
  for (const [list, name] of [
    ['best', '十优满意单位'],
    ['worst', '十差不满意单位'],
  ] as const) {
    const on = rows.filter((row) => row.list === list)
    if (listN === 0) continue
    page.gap(8)
    page.text(`${name}${on.length === 0 ? '：本期没有。' : ''}${boundaryWords(boundary[list])}`)
    if (on.length > 0)
      page.table(
        columnsOf(methods),
        on.map((row) => cellsOf(row, methods, evidence)),
      )
  }
  const vetoed = rows.filter((row) => row.vetoed)
  if (vetoed.length > 0) {
    page.gap(6)
    page.text(
      `一票否决：${vetoed.map(({ unit, place }) => `${unit.name}（第${place}名，${(evidence.get(unit.unitId)?.vetoes ?? []).join('、')}）`).join('；')}。总分和名次不变，不进入十优。`,
      'small',
    )
  }
  for (const why of ['sample', 'notDelivered', 'noMethod'] as const) {
    const of = unranked.filter((each) => each.why === why)
    if (of.length === 0) continue
    page.gap(6)
    page.text(
      `${APART_NAMES[why]}（${of.length}个，不参加排名）：${of.map(({ unit, methods: missing }) => (missing.length === 0 ? unit.name : `${unit.name}（${missing.map((method) => METHOD_NAMES[method]).join('、')}）`)).join('；')}。`,
      'small',
    )
  }
}

const hasPart = (method: Method) => (row: OutcomeRow) => row.parts.some((part) => part.method === method)

function boundaryWords(boundary: 'none' | 'all_listed' | 'withheld'): string {
  switch (boundary) {
    case 'none':
      return ''
    case 'all_listed':
      return '（名单末尾总分并列，并列的单位全部列入）'
    case 'withheld':
      return '（并列的单位横跨两个名单，两个名单都不列它们）'
  }
}

function columnsOf(methods: readonly Method[]): readonly Column[] {
  const part = 0.38 / Math.max(methods.length, 1)
  return [
    { title: '名次', share: 0.07, align: 'right' },
    { title: '单位', share: methods.length === 0 ? 0.64 : 0.26 },
    { title: '总分', share: 0.1, align: 'right' },
    ...methods.map((method): Column => ({ title: SHORT[method], share: part, align: 'right' })),
    { title: '满意/基本满意/不满意/不了解', share: 0.19, align: 'right' },
  ]
}

function cellsOf(
  row: OutcomeRow,
  methods: readonly Method[],
  evidence: ReadonlyMap<UnitId, UnitInputs>,
): readonly string[] {
  const split = evidence.get(row.unit.unitId)?.citizens?.split
  return [
    ...[String(row.place), row.unit.name, row.total],
    ...methods.map((method) => row.parts.find((part) => part.method === method)?.weighted ?? '—'),
    split === undefined || ballotsIn(split) === 0
      ? '—'
      : [split.satisfied, split.fair, split.dissatisfied, split.unsure].join('/'),
  ]
}

function rulesOn(page: BulletinPage, scheme: Scheme): void {
  const weights = METHODS.filter((method) => scheme.weightsBp[method] > 0).map(
    (method) => `${METHOD_NAMES[method]} ${(scheme.weightsBp[method] / 100).toString()}%`,
  )
  page.heading('规则')
  page.text(
    `总分按以下比重计算：${weights.join('，')}。表中各部分是计入总分的分数，相加等于总分。市民评议满意计100分、基本满意60分、不满意0分，不了解不计入，有效评议不足${scheme.citizensFromN}票的单位另列为样本不足。四类单位分别排名；总分相同且依次比较后仍相同的，名次并列。${floorWords('best', scheme.floors)}${floorWords('worst', scheme.floors)}`,
  )
}

function objectionsOn(
  page: BulletinPage,
  { noticeUntilMs, finalAtMs, objections, uncorrected }: Publication,
): void {
  page.heading('公示与异议')
  const answered = objections.filter(({ answer }) => answer !== null).length
  page.text(
    finalAtMs === null
      ? `公示期至${momentOf(noticeUntilMs)}。对结果有异议的，请在公示期内打开结果页（/results），选择单位或整个排名，写明理由后提交；评议办逐件答复，答复在同一页公开。`
      : `公示期已于${momentOf(noticeUntilMs)}结束，收到异议${objections.length}件，已答复${answered}件，答复见结果页（/results）。`,
  )
  if (uncorrected !== null) page.text(`有异议成立或部分成立，结果没有更正，理由：${uncorrected}`)
}
