// A period's publications as a chain: each with its hashes, who certified it, its notice, what it replaces and what replaced it (PUB1, PUB2).

import { Button, Descriptions, Empty, Space, Tag } from 'antd'
import type { ReactNode } from 'react'
import type { PeriodHead, PublicationHead } from '../../../shared/protocol/period-api.ts'
import { dateTimeOf } from '../../lib/format.ts'
import { useServerNow } from '../../lib/use-topic.ts'
import { HashWords } from './hash-words.tsx'
import { leftWords, publicationName, publicationState } from './period-words.ts'

interface Props {
  readonly head: PeriodHead
  /** Below each: its objections. One that was replaced is over: nothing is answered there any more. */
  readonly acts?: (publication: PublicationHead) => ReactNode
}

export function Publications({ head, acts }: Props) {
  const newestFirst = [...head.publications].sort((a, b) => b.number - a.number)
  if (newestFirst.length === 0)
    return (
      <Empty description="还没有发布。数据冻结、三方核对一致以后，由评议办和审计各一人签发，即进入公示。" />
    )
  return (
    <div className="pd-stack">
      {newestFirst.map((publication) => (
        <One key={publication.publicationId} publication={publication} head={head} acts={acts} />
      ))}
    </div>
  )
}

function One({
  publication,
  head,
  acts,
}: {
  readonly publication: PublicationHead
  readonly head: PeriodHead
  readonly acts: Props['acts']
}) {
  const { word, colour } = publicationState(publication)
  const numberOf = (id: string | null) =>
    head.publications.find(({ publicationId }) => publicationId === id)?.number
  const replaces = numberOf(publication.replaces)
  const replacedBy = numberOf(publication.replacedBy)
  const inForce = publication.replacedBy === null
  return (
    <section className="pd-next" aria-label={publicationName(publication.number)}>
      <h2>
        <Space wrap>
          {publicationName(publication.number)}
          <Tag color={colour}>{word}</Tag>
        </Space>
      </h2>
      {inForce && publication.finalAtMs === null ? <NoticeLeft publication={publication} /> : null}
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'id', label: '编号', children: publication.publicationId },
          ...(replaces === undefined
            ? []
            : [
                {
                  key: 'replaces',
                  label: '更正',
                  children: `替换${publicationName(replaces)}。理由：${publication.reason}`,
                },
              ]),
          ...(replacedBy === undefined
            ? []
            : [
                {
                  key: 'replacedBy',
                  label: '被更正',
                  children: `由${publicationName(replacedBy)}替换；本次发布原样保留，可以下载核对`,
                },
              ]),
          {
            key: 'certified',
            label: '签发',
            children: `${publication.certifiedBy.join('、')}，${dateTimeOf(publication.certifiedAtMs)}`,
          },
          {
            key: 'bundle',
            label: '结果包',
            children: <HashWords hash={publication.bundleHash} name="结果包哈希" />,
          },
          {
            key: 'result',
            label: '结果',
            children: <HashWords hash={publication.resultHash} name="结果哈希" />,
          },
          {
            key: 'notice',
            label: '公示',
            children: `到${dateTimeOf(publication.noticeUntilMs)}；异议${publication.objectionsOpen + publication.objectionsAnswered}条，待答复${publication.objectionsOpen}条`,
          },
          ...(publication.finalAtMs === null
            ? []
            : [{ key: 'final', label: '定案', children: dateTimeOf(publication.finalAtMs) }]),
          ...(publication.uncorrected === null
            ? []
            : [
                {
                  key: 'uncorrected',
                  label: '不更正',
                  children: `有${publication.objectionsUpheld}条异议成立或部分成立，没有更正。理由：${publication.uncorrected}`,
                },
              ]),
        ]}
      />
      <Downloads publicationId={publication.publicationId} />
      {inForce || publication.objectionsOpen + publication.objectionsAnswered > 0
        ? acts?.(publication)
        : null}
    </section>
  )
}

function NoticeLeft({ publication }: { readonly publication: PublicationHead }) {
  const nowMs = useServerNow(1_000)
  const left = publication.noticeUntilMs - nowMs
  if (left <= 0) return <p>公示期已满，不再接收异议。</p>
  return (
    <p>
      公示还剩 <b className="pd-figure">{leftWords(left)}</b>
    </p>
  )
}

const EXPORTS = [
  ['results.csv', '结果CSV'],
  ['results.xlsx', '结果Excel'],
  ['bulletin.pdf', '通报PDF'],
  ['bundle.zip', '结果包（可独立核验）'],
] as const

function Downloads({ publicationId }: { readonly publicationId: string }) {
  return (
    <Space wrap>
      {EXPORTS.map(([file, words]) => (
        <Button key={file} href={`/api/publications/${publicationId}/${file}`} download>
          {words}
        </Button>
      ))}
    </Space>
  )
}
