// What a published ranking rests on: rules in force, hashes, the key, and files to take away and recompute.

import { floorWords, type ListFloors } from '../../shared/evaluation/list-words.ts'
import type { PublicationAnswer } from '../../shared/protocol/publications-api.ts'

/** What this page reads of a scheme; the whole lies in the bundle. */
interface SchemeShown {
  readonly weightsBp: Readonly<Record<'citizens' | 'bigData' | 'department' | 'rectification' | 'tv', number>>
  readonly citizensFromN: number
  readonly floors: ListFloors
  readonly tv: {
    readonly examinersBp: number
    readonly pollBp: number
    readonly pollFromN: number
    readonly absent: 'neutral' | 'redistribute'
  }
}

const percentOf = (bp: number) => `${bp / 100}%`

export function ResultsBasis({ about }: { about: PublicationAnswer }) {
  const scheme = about.scheme as SchemeShown
  const floors = floorWords('best', scheme.floors) + floorWords('worst', scheme.floors)
  const at = `/api/publications/${about.publication.publicationId}`
  return (
    <>
      <section>
        <h2>计算规则</h2>
        <ul className="how">
          <li>
            市民短信微信评议 {percentOf(scheme.weightsBp.citizens)}，大数据评议{' '}
            {percentOf(scheme.weightsBp.bigData)}，业务部门评议 {percentOf(scheme.weightsBp.department)}
            ，督促整改评议 {percentOf(scheme.weightsBp.rectification)}，电视问政{' '}
            {percentOf(scheme.weightsBp.tv)}。
          </li>
          <li>
            满意计100分，基本满意计60分，不满意计0分，“不了解”不计入；不足{scheme.citizensFromN}票的单位另列。
          </li>
          <li>
            电视问政：考官 {percentOf(scheme.tv.examinersBp)}，现场市民评议 {percentOf(scheme.tv.pollBp)}
            （满{scheme.tv.pollFromN}票才计入）；没有参加的单位
            {scheme.tv.absent === 'neutral' ? '取本类平均分' : '不计此项，权重按比例分给其他各项'}。
          </li>
          <li>四类单位分别排名，总分相同且依次比较后仍相同的，名次并列。</li>
          {floors !== '' && <li>{floors}</li>}
        </ul>
      </section>
      <section>
        <h2>下载与核对</h2>
        <ul className="how">
          <li>
            <a href={`${at}/bulletin.pdf`}>通报（PDF，可打印）</a>
          </li>
          <li>
            <a href={`${at}/results.xlsx`}>排名表（Excel）</a>　
            <a href={`${at}/results.csv`}>排名表（CSV）</a>
          </li>
          <li>
            <a href={`${at}/bundle.zip`}>公开数据包</a>（{sizeOf(about.bundleBytes)}
            ）：全部佐证和去掉身份的逐票记录，任何人都可以用 npm run verify 离线重算每一个数。
          </li>
        </ul>
        <dl className="hashes">
          <dt>公开数据包 SHA-256</dt>
          <dd>{about.publication.bundleHash}</dd>
          <dt>评分方案</dt>
          <dd>{about.schemeHash}</dd>
          <dt>佐证</dt>
          <dd>{about.inputsHash}</dd>
          <dt>结果</dt>
          <dd>{about.publication.resultHash}</dd>
          <dt>签名公钥（Ed25519）</dt>
          <dd>{about.publicKey}</dd>
        </dl>
      </section>
    </>
  )
}

function sizeOf(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1_024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`
}
