// The rules in plain words, with the numbers in force.

import { SMS_CHANNELS } from '../../shared/ballot/choices.ts'
import type { RulesAnswer } from '../../shared/protocol/home-api.ts'
import { useAsked } from './use-asked.ts'

const ASK_MS = 60_000

export function Rules() {
  const asked = useAsked<RulesAnswer>('/api/rules', ASK_MS)
  return (
    <section className="rules">
      <h2>规则</h2>
      <ul>
        <li>每人对每个单位计一票，以最早一条为准；重复发送不增加票数。</li>
        <li>满意计100分，基本满意计60分，不满意计0分；“不了解”只计参与，不计入分母。</li>
        <li>满意率＝“满意”票数 ÷ 除“不了解”以外的票数，公布时同时公布票数和全部选项的分布。</li>
        <li>短信和微信合并为主要结果；网页结果单独公布，不计入排名。票多票少不影响排名。</li>
        <li>手机号和微信号不保存，只保留无法还原的标识；直播中的排名为“暂列”。</li>
      </ul>
      <RulesInNumbers asked={asked} />
    </section>
  )
}

function RulesInNumbers({ asked }: { asked: ReturnType<typeof useAsked<RulesAnswer>> }) {
  if (asked.state === 'asking')
    return (
      <p className="quiet" role="status">
        正在读取规则里的数字…
      </p>
    )
  if (asked.state === 'failed') return <p className="quiet">规则里的数字暂时读取不到，请稍后再看。</p>
  const { weightsBp, citizensFromN, tv, listMost, drainMs, splitFromN } = asked.value
  return (
    <ul>
      <li>
        截止前发出、截止后在等待时间内送达的有效：短信
        {rangeOf(SMS_CHANNELS.map((channel) => drainMs[channel]))}
        秒（因运营通道而异），微信{rangeOf([drainMs.wechat])}秒，网页{rangeOf([drainMs.web])}
        秒。迟到的保留并公布数量，不计入结果。
      </li>
      <li>不满{splitFromN}票时只公布票数，不公布各选项的分布。</li>
      <li>
        一个周期的总分：市民短信微信评议 {percentOf(weightsBp.citizens)}，大数据评议{' '}
        {percentOf(weightsBp.bigData)}
        ，业务部门评议 {percentOf(weightsBp.department)}，督促整改评议 {percentOf(weightsBp.rectification)}
        ，电视问政 {percentOf(weightsBp.tv)}。
      </li>
      <li>
        电视问政得分：考官 {percentOf(tv.examinersBp)}，现场市民评议 {percentOf(tv.pollBp)}
        （满{tv.pollFromN}票才计入，不满时只看考官）。
      </li>
      <li>市民评议不满{citizensFromN}票的单位列为“样本不足”，不排名次。</li>
      <li>
        四类单位分别排名，每类最多列出{listMost}个最好的和{listMost}个最差的。
      </li>
    </ul>
  )
}

const percentOf = (bp: number) => `${bp / 100}%`

/** `2–90`, or `20` where all are the same: whole seconds. */
function rangeOf(ms: readonly number[]): string {
  const seconds = ms.map((each) => Math.round(each / 1_000))
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)]
  return least === most ? String(least) : `${least}–${most}`
}
