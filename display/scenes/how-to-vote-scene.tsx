// How to take part: the question, the options alike on every channel, and for each channel the number, the words or the QR code.

import './how-to-vote-scene.css'
import { CHOICE_LOOK } from '../../client/ui/choice-look.ts'
import { Countdown } from '../../client/ui/countdown.tsx'
import { FitText } from '../../client/ui/fit-text.tsx'
import { Face } from '../../client/ui/face.tsx'
import { UnitName } from '../../client/ui/unit-name.tsx'
import { CHOICES } from '../../shared/ballot/choices.ts'
import type { PollView, SessionHead } from '../../shared/protocol/views.ts'
import { Plate } from '../plate.tsx'
import { codedTextOf, waysToVoteOf } from './how-to-vote.ts'
import { QrCode } from './qr-code.tsx'

interface HowToVoteSceneProps {
  readonly poll: PollView
  readonly session: SessionHead | null
  readonly nowMs: number
  readonly voteUrl: string
}

export function HowToVoteScene({ poll, session, nowMs, voteUrl }: HowToVoteSceneProps) {
  const ways = waysToVoteOf(poll)
  const choices = CHOICES.filter((choice) => choice !== 'unsure' || poll.offersUnsure)
  const open = poll.phase === 'open'
  const roomForAddress = Number(ways.smsNumbers.length > 0) + Number(ways.wechat) < 2
  return (
    <Plate
      label="市民评议 · 参与方式"
      session={session}
      marks={
        <span className="plate-clock">
          {open ? <Countdown closesAtMs={poll.closesAtMs} nowMs={nowMs} onCue="正在进行" /> : '已截止'}
        </span>
      }
      foot={`每人一票，以最早一条为准。${ways.smsNumbers.length > 0 ? '短信按运营商标准资费收取。' : ''}`}
    >
      <div className="how-to-vote">
        <div className="how-to-vote-question">
          <p className="quiet">您对以下单位的工作是否满意？</p>
          <UnitName name={poll.unit.name} max={84} min={48} height={170} />
        </div>
        <ul className="how-to-vote-choices" data-count={choices.length}>
          {choices.map((choice) => {
            const { word, face, tone, digit } = CHOICE_LOOK[choice]
            return (
              <li data-tone={tone} key={choice}>
                <Face kind={face} size={76} />
                <span>{word}</span>
                <span className="how-to-vote-digit tabular">{digit}</span>
              </li>
            )
          })}
        </ul>
        <div className="how-to-vote-ways">
          {ways.smsNumbers.length > 0 && (
            <div className="how-to-vote-way">
              <p className="how-to-vote-way-name">短信</p>
              <p>发送选项文字或数字到</p>
              {ways.smsNumbers.map((number) => (
                <div className="how-to-vote-number tabular" key={number}>
                  <FitText text={number} max={ways.smsNumbers.length > 1 ? 46 : 60} min={32} lines={1} />
                </div>
              ))}
              <p className="quiet">
                也可加单位代码，如“{codedTextOf(CHOICE_LOOK.satisfied.word, poll.unit.code)}”
              </p>
            </div>
          )}
          {ways.wechat && (
            <div className="how-to-vote-way">
              <p className="how-to-vote-way-name">微信</p>
              <p>在本台服务号对话框</p>
              <p className="how-to-vote-strong">发送选项文字或数字</p>
              <p className="quiet">
                如“{CHOICE_LOOK.satisfied.word}”或“{CHOICE_LOOK.satisfied.digit}”
              </p>
            </div>
          )}
          {ways.web && (
            <div className="how-to-vote-way how-to-vote-web">
              <div>
                <p className="how-to-vote-way-name">网页</p>
                <p>
                  扫码打开
                  <wbr />
                  评议页
                </p>
                <p className="quiet">
                  网页评议
                  <wbr />
                  单独统计
                </p>
              </div>
              {roomForAddress && (
                <div className="how-to-vote-address">
                  <p>或打开网址</p>
                  <FitText text={voteUrl.replace(/^https?:\/\//, '')} max={52} min={28} lines={2} />
                </div>
              )}
              <QrCode text={voteUrl} size={264} />
            </div>
          )}
        </div>
      </div>
    </Plate>
  )
}
