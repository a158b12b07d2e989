// Published rankings (排名公布): what is in notice or final, with everything it rests on. Nothing here is anybody's before that.

import { spanWords } from '../../shared/basics/city-day.ts'
import type { PublicationAnswer, PublicationsAnswer } from '../../shared/protocol/publications-api.ts'
import { CATEGORIES, CATEGORY_NAMES } from '../../shared/evaluation/categories.ts'
import { minuteOf } from './closes.tsx'
import { Objections } from './results-objections.tsx'
import { ResultsBasis } from './results-basis.tsx'
import { Ranking } from './results-ranking.tsx'
import { UnitCard } from './results-card.tsx'
import { useResultsAddress, type ResultsAddress } from './results-address.ts'
import { Within } from './results-link.tsx'
import { useAsked } from './use-asked.ts'
import './results.css'

const LIST_MS = 60_000
const ONE_MS = 30_000
type Listed = PublicationsAnswer['publications'][number]

export function Results() {
  const address = useResultsAddress()
  const asked = useAsked<PublicationsAnswer>('/api/publications', LIST_MS)
  if (asked.state === 'asking')
    return (
      <p className="quiet" role="status">
        正在读取公布的排名…
      </p>
    )
  if (asked.state === 'failed') return <p className="note">{asked.sentence}</p>
  const { publications } = asked.value
  const chosen =
    publications.find(({ publication }) => publication.publicationId === address.publication) ??
    publications.find(({ publication }) => publication.replacedBy === null)
  if (chosen === undefined)
    return (
      <>
        <h1>排名公布</h1>
        <p>
          还没有公示或定案的排名。评议周期结束、三次计票一致并经两人认证后，排名在这里公示，届时可以提出异议。
        </p>
        <p>
          <a href="/">回首页</a>
        </p>
      </>
    )
  return <One key={chosen.publication.publicationId} {...{ chosen, publications, address }} />
}

function One(props: { chosen: Listed; publications: readonly Listed[]; address: ResultsAddress }) {
  const { chosen, publications, address } = props
  const { period, publication } = chosen
  const { publicationId } = publication
  const about = useAsked<PublicationAnswer>(`/api/publications/${publicationId}`, ONE_MS)
  const here = { publication: publicationId, category: address.category }
  return (
    <>
      <h1>{period.title}排名</h1>
      <State chosen={chosen} correcting={about.state === 'known' && about.value.correcting} />
      {about.state === 'known' && <Sources sources={about.value.sources} />}
      {address.unit !== null ? (
        <UnitCard
          {...{ publicationId, unitId: address.unit, back: here }}
          isOpen={publication.finalAtMs === null && publication.replacedBy === null}
        />
      ) : (
        <>
          <nav className="categories" aria-label="单位类别">
            {CATEGORIES.map((category) => (
              <Within
                key={category}
                to={{ publication: publicationId, category }}
                current={category === address.category}
              >
                {CATEGORY_NAMES[category]}
              </Within>
            ))}
          </nav>
          <Ranking
            key={address.category}
            {...{ publicationId, category: address.category, isNotice: publication.finalAtMs === null }}
          />
          <Objections chosen={chosen} />
          {about.state === 'known' && <ResultsBasis about={about.value} />}
          {about.state === 'failed' && <p className="note">{about.sentence}</p>}
          <Others {...{ publications, publicationId }} />
        </>
      )}
    </>
  )
}

function State({ chosen: { period, publication }, correcting }: { chosen: Listed; correcting: boolean }) {
  const { number, finalAtMs, noticeUntilMs, certifiedAtMs, replaces, replacedBy, reason } = publication
  return (
    <>
      <p>
        {finalAtMs === null ? (
          <strong className="chip">公示中</strong>
        ) : (
          <strong className="chip">已定案</strong>
        )}{' '}
        {spanWords(period)}，<span className="whole">第{number}次发布</span>（{minuteOf(certifiedAtMs)}）。
        {finalAtMs === null && `公示至 ${minuteOf(noticeUntilMs)}，届时之前可以提出异议。`}
      </p>
      {replaces !== null && (
        <p className="note">
          这是更正，代替<Within to={{ publication: replaces }}>前一次发布</Within>。更正原因：{reason}。
        </p>
      )}
      {replacedBy !== null && (
        <p className="note">
          这次发布已被更正，现在有效的是<Within to={{ publication: replacedBy }}>更正后的发布</Within>
          。这里保留原样，供对照。
        </p>
      )}
      {correcting && replacedBy === null && (
        <p className="note">评议办正在更正这次发布，更正发布之前以这里的为准。</p>
      )}
    </>
  )
}

/** Of a half-year or a year: which publications of its quarters it was made of. */
function Sources({ sources }: Pick<PublicationAnswer, 'sources'>) {
  if (sources.length === 0) return null
  return (
    <p className="quiet">
      各单位的总分是下列季度总分的平均：
      {sources.map(({ title, publicationId, number, replacedBy }, i) => (
        <span key={publicationId}>
          {i > 0 && '、'}
          <Within to={{ publication: publicationId }}>
            {title}第{number}次发布
          </Within>
          {replacedBy !== null && (
            <>
              （此后已有<Within to={{ publication: replacedBy }}>更正</Within>，这里仍按更正前的总分）
            </>
          )}
        </span>
      ))}
      。
    </p>
  )
}

function Others(props: { publications: readonly Listed[]; publicationId: string }) {
  const others = props.publications.filter(
    ({ publication }) => publication.publicationId !== props.publicationId,
  )
  if (others.length === 0) return null
  return (
    <section>
      <h2>其他发布</h2>
      <ul className="how">
        {others.map(({ period, publication }) => (
          <li key={publication.publicationId}>
            <Within to={{ publication: publication.publicationId }}>
              {period.title}，第{publication.number}次发布
            </Within>
            {publication.replacedBy !== null
              ? '（已被更正）'
              : publication.finalAtMs === null
                ? '（公示中）'
                : '（已定案）'}
          </li>
        ))}
      </ul>
    </section>
  )
}
