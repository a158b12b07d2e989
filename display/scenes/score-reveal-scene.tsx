// The examiners' result: awaited until revealed; then the distribution, the mean with its n, and the groups. 无效 is said as such.

import './score-reveal-scene.css'
import { Face } from '../../client/ui/face.tsx'
import { UnitName } from '../../client/ui/unit-name.tsx'
import { fromJson, show, showHundredths, toHundredths } from '../../shared/basics/exact.ts'
import { unreachable } from '../../shared/basics/result.ts'
import type { PanelView, SessionHead } from '../../shared/protocol/views.ts'
import { SEAT_GROUP_NAMES } from '../../shared/show/panel.ts'
import type { ExaminersResult } from '../../shared/show/score.ts'
import { CountUp } from '../motion/count-up.tsx'
import { useReveal } from '../motion/reveal.ts'
import { Plate, Waiting } from '../plate.tsx'
import { invalidSentenceOf, scoreBarsOf, type ScoreBar } from './score-words.ts'
import { useMarksChart } from './use-marks-chart.ts'

interface ScoreRevealSceneProps {
  readonly panel: PanelView
  readonly session: SessionHead | null
}

/** The distribution first, then the mean, then the groups. */
const STEPS_MS = [100, 1_300, 2_300] as const

export function ScoreRevealScene({ panel, session }: ScoreRevealSceneProps) {
  const revealed = panel.phase === 'revealed' && panel.result !== null
  const steps = useReveal(revealed, STEPS_MS)
  return (
    <Plate
      label="考官打分"
      session={session}
      marks={panel.form.kind === 'placard' ? <span>现场举牌，仅作示意</span> : null}
    >
      <div className="score-reveal">
        <div className="score-reveal-name">
          <UnitName name={panel.unit.name} max={84} min={40} height={116} />
        </div>
        <div className="score-reveal-outcome">
          {panel.phase === 'void' ? (
            <Waiting word="本轮打分作废">已有打分保留备查，不计入结果</Waiting>
          ) : !revealed || panel.result === null ? (
            <Waiting word="待揭晓">
              在场 <b className="tabular">{panel.present}</b> 人，已打分{' '}
              <b className="tabular">{panel.scored}</b> 人
            </Waiting>
          ) : panel.result.invalid !== null || panel.result.mean === null ? (
            <Invalid result={panel.result} />
          ) : (
            <Valid
              result={panel.result}
              mean={Number(toHundredths(fromJson(panel.result.mean)))}
              steps={steps}
            />
          )}
        </div>
      </div>
    </Plate>
  )
}

function Invalid({ result }: { readonly result: ExaminersResult }) {
  return (
    <Waiting word="本轮打分无效">
      {result.invalid === null ? '没有可计入的打分' : invalidSentenceOf(result.invalid)}
      <span className="score-reveal-invalid-n tabular">
        在场 {result.present} 人 · 计入 {result.counted} 份 · 弃权 {result.abstained} 人
        {result.recused > 0 && ` · 回避 ${result.recused} 人`}
      </span>
    </Waiting>
  )
}

interface ValidProps {
  readonly result: ExaminersResult
  /** In hundredths of a point. */
  readonly mean: number
  readonly steps: number
}

function Valid({ result, mean, steps }: ValidProps) {
  const bars = scoreBarsOf(result)
  const Chart = useMarksChart()
  const groups = result.groups.filter((group) => group.counted > 0)
  return (
    <div className="score-reveal-valid">
      {result.form.kind === 'marks' && Chart !== null ? (
        <div className="score-chart" data-open={steps >= 1 ? 'yes' : 'no'}>
          <Chart bars={bars} mean={steps >= 2 ? mean / 100 : null} />
        </div>
      ) : (
        <Bars bars={bars} open={steps >= 1} />
      )}
      <div className="score-mean" data-open={steps >= 2 ? 'yes' : 'no'}>
        <p className="score-mean-name">均分</p>
        <p className="score-mean-figure tabular">
          <span className="score-mean-final">{showHundredths(BigInt(mean))}</span>
          {steps >= 2 && (
            <CountUp value={mean} from={0} overMs={600} format={(value) => showHundredths(BigInt(value))} />
          )}
        </p>
        <p className="score-mean-of tabular">
          <span>计入 {result.counted} 份</span>
          {result.abstained > 0 && <span>弃权 {result.abstained} 人</span>}
          {result.recused > 0 && <span>回避 {result.recused} 人</span>}
          {result.trimmed > 0 && <span>去最高、最低各 {result.trimmed} 份</span>}
        </p>
        <p className="score-mean-scale">
          {scaleOf(result).map((words) => (
            <span key={words}>{words}</span>
          ))}
        </p>
      </div>
      {groups.length > 1 && (
        <ul className="score-groups tabular" data-open={steps >= 3 ? 'yes' : 'no'}>
          {groups.map((group) => (
            <li key={group.group}>
              <span className="score-group-name">{SEAT_GROUP_NAMES[group.group]}</span>
              <span className="score-group-mean">
                {group.mean === null ? '—' : show(fromJson(group.mean))}
              </span>
              <span className="score-group-n">
                {group.counted} 份{group.weightBp !== null && ` · 权重 ${group.weightBp / 100}%`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Bars({ bars, open }: { readonly bars: readonly ScoreBar[]; readonly open: boolean }) {
  return (
    <ul className="score-bars" data-bars={bars.length > 4 ? 'many' : 'few'}>
      {bars.map((bar, i) => (
        <li data-tone={bar.tone} key={i}>
          <span className="score-bar-word">
            {bar.face !== null && <Face kind={bar.face} size="1.4em" />}
            {bar.word}
          </span>
          <span className="score-bar-track">
            <span
              className="score-bar-fill"
              style={{
                transform: `scaleX(${(open ? bar.part : 0).toFixed(5)})`,
                transitionDelay: `${i * 80}ms`,
              }}
            />
          </span>
          <span className="score-bar-count tabular" data-open={open ? 'yes' : 'no'}>
            {bar.count}
          </span>
        </li>
      ))}
    </ul>
  )
}

function scaleOf(result: ExaminersResult): readonly string[] {
  switch (result.form.kind) {
    case 'grades':
      return ['满意100', '基本满意60', '不满意0']
    case 'marks':
      return ['百分制']
    case 'placard':
      return ['笑脸100', '哭脸0']
    default:
      return unreachable(result.form)
  }
}
