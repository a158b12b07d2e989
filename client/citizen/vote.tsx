// The ballot page: which poll, which unit, as whom, and then the one question; each on a screen of its own.

import { useMemo } from 'react'
import { unreachable } from '../../shared/basics/result.ts'
import type { PeriodPollView } from '../../shared/protocol/polls-api.ts'
import type { NowSnapshot } from '../../shared/protocol/topics.ts'
import { goTo, hrefOf, useAddress } from './address.ts'
import { Ballot } from './ballot.tsx'
import { keptCast, keptCasts } from './casts.ts'
import { Closes } from './closes.tsx'
import { Identity, identityFor } from './identity.tsx'
import { MyVotes } from './my-votes.tsx'
import { papersOf, stepOf, type Paper, type Step } from './papers.ts'
import { PollFigures } from './poll-figures.tsx'
import { Elsewhere, Loading, NoPoll, NotOpen, PaperLinks, Screen } from './screens.tsx'
import { UnitList } from './unit-list.tsx'
import { useUnits } from './use-polls.ts'
import { useWechat } from './wechat.ts'
import { Way } from './way.tsx'

export interface VoteProps {
  readonly now: NowSnapshot
  readonly polls: readonly PeriodPollView[]
  readonly serverNowMs: number
  readonly online: boolean
}

export function Vote({ now, polls, serverNowMs, online }: VoteProps) {
  const address = useAddress()
  const papers = papersOf(now, polls, serverNowMs)
  const wechat = useWechat()
  const asked = stepOf(papers, address)
  const as = 'paper' in asked ? identityFor(asked.paper, wechat.standing, address.asWeb) : 'nobody'
  // Open, but not by this browser.
  const step: Step = 'paper' in asked && as === 'nobody' ? { kind: 'not_open', paper: asked.paper } : asked
  const paper = 'paper' in step ? step.paper : null
  const wantsUnits = paper?.kind === 'period' && (step.kind === 'choose_unit' || step.kind === 'ballot')
  const units = useUnits(wantsUnits ? paper.windowId : null)
  const others = papers.filter((each) => each.standing === 'open' && each.windowId !== paper?.windowId)

  switch (step.kind) {
    case 'nothing':
      return <NoPoll now={now} coming={papers.filter(({ standing }) => standing === 'early')} />
    case 'unknown_poll':
      return (
        <Screen title="没有找到这场评议">
          <p>二维码或链接可能不完整，或者这场评议早已结束。</p>
          <Elsewhere papers={others} />
        </Screen>
      )
    case 'choose_poll':
      return (
        <Screen title="请选择要参加的评议">
          <PaperLinks papers={step.open} serverNowMs={serverNowMs} />
          <MyVotes />
        </Screen>
      )
    case 'not_open':
      return (
        <Screen title={step.paper.title} unit rehearsal={step.paper.rehearsal}>
          <NotOpen
            {...{ paper: step.paper, serverNowMs, online }}
            unitCode={step.paper.unit?.code ?? address.unit}
          />
          {now.poll?.windowId === step.paper.windowId && <PollFigures poll={now.poll} />}
          <Elsewhere papers={others} />
        </Screen>
      )
    case 'choose_unit':
      return (
        <Screen title="请选择要评议的单位" rehearsal={step.paper.rehearsal}>
          <p>
            {step.paper.title} · <Closes paper={step.paper} serverNowMs={serverNowMs} />
          </p>
          {/* Below the rows nobody would ever come to it. */}
          <MyVotes />
          {units.units === null ? (
            <Loading problem={units.problem} again={units.again} />
          ) : (
            <Units paper={step.paper} units={units.units} asWeb={address.asWeb} />
          )}
        </Screen>
      )
    case 'ballot': {
      const found = units.units?.find(([code]) => code === step.unitCode)
      const unit = step.paper.unit ?? (found === undefined ? null : { code: found[0], name: found[1] })
      if (unit === null) {
        return units.units === null ? (
          <Screen title={step.paper.title}>
            <Loading problem={units.problem} again={units.again} />
          </Screen>
        ) : (
          <Screen title={`没有代码为 ${step.unitCode} 的单位`}>
            <p>请核对代码，或者按名称查找。</p>
            <Way className="submit" to={{ poll: step.paper.windowId }}>
              查找单位
            </Way>
          </Screen>
        )
      }
      // A ballot under way, or cast, keeps the identity it has.
      const mine = keptCast(step.paper.windowId, unit.code)
      return (
        <Screen title={unit.name} unit rehearsal={step.paper.rehearsal}>
          {step.paper.kind === 'period' && (
            <p className="quiet">
              {step.paper.title} · 代码 {unit.code} ·{' '}
              <Way className="together" to={{ poll: step.paper.windowId, asWeb: address.asWeb }}>
                换一个单位
              </Way>
            </p>
          )}
          {as === 'ask' && mine?.answer == null ? (
            <Identity paper={step.paper} unit={unit.code} />
          ) : as === 'asking' ? (
            <Loading problem={null} again={wechat.over} />
          ) : (
            <Ballot
              key={`${step.paper.windowId} ${unit.code}`}
              {...{ paper: step.paper, unit, serverNowMs, online }}
              as={as === 'web' ? 'web' : 'wechat'}
              onPassOver={wechat.over}
            />
          )}
          {now.poll?.windowId === step.paper.windowId && mine?.answer != null && (
            <PollFigures poll={now.poll} />
          )}
        </Screen>
      )
    }
    default:
      return unreachable(step)
  }
}

function Units(props: {
  paper: Paper
  units: NonNullable<ReturnType<typeof useUnits>['units']>
  asWeb: boolean
}) {
  const { paper, units, asWeb } = props
  const voted = useMemo(
    () => new Set(keptCasts().flatMap((cast) => (cast.windowId === paper.windowId ? [cast.unitCode] : []))),
    [paper.windowId],
  )
  return (
    <UnitList
      units={units}
      voted={voted}
      onChoose={(code) => goTo(hrefOf({ poll: paper.windowId, unit: code, asWeb }))}
    />
  )
}
