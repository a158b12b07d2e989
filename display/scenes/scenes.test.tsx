// Proves what each scene says, and above all what it does not say yet (SHOW5, SHOW10, BAL11, RANK10).

import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { sentenceOf } from '../../shared/basics/refusal.ts'
import { WindowId } from '../../shared/basics/ids.ts'
import type { SceneView } from '../../shared/protocol/topics.ts'
import type { PollView } from '../../shared/protocol/views.ts'
import { FIXTURES } from '../gallery/fixtures.ts'
import {
  listRevealOf,
  NOW_MS,
  panelOf,
  pollOf,
  rankingOf,
  resultOf,
  revealed,
  rowsOf,
  SESSION,
  splitOf,
  withoutSplit,
} from '../gallery/made-up.ts'
import { sceneKeyOf } from '../scene-key.ts'
import { SceneOnAir } from '../scene-on-air.tsx'
import { StillContext } from '../still.ts'

function saidBy(scene: SceneView, nowMs = NOW_MS): string {
  return renderToStaticMarkup(
    <StillContext value={true}>
      <SceneOnAir
        scene={scene}
        session={SESSION}
        takenAtMs={NOW_MS - 1_000}
        nowMs={nowMs}
        voteUrl="https://wenzheng.example/vote"
      />
    </StillContext>,
  )
    .replace(/<[^>]*>/g, ' ')
    .replace(/ +/g, ' ')
}

const SPLIT = splitOf(3_412, 2_781, 2_104, 266)
const WEB = splitOf(41, 20, 18, 3)
const BEFORE_REVEAL = ['open', 'closing', 'frozen', 'verified'] as const

describe('live tally', () => {
  const liveTally = (poll: PollView) => saidBy({ kind: 'live_tally', poll })

  test('[BAL11] the rate stands with its n, its full split and its definition, the web page apart', () => {
    const said = liveTally(pollOf(SPLIT, WEB))
    for (const words of [
      '暂计',
      '8,563',
      '3,412',
      '2,781',
      '2,104',
      '266',
      '41.12',
      '满意 3,412 票 ÷ 共 8,297 票',
      '不含不了解',
    ]) {
      expect(said).toContain(words)
    }
    expect(said).toMatch(/短信 \+ 微信.*网页评议 · 单独统计 共 82 票/)
  })

  test.each([
    ['hidden_poll', '揭晓前只公布票数'],
    ['examiners_open', '考官打分进行中'],
    ['below_100', '不足100票'],
  ] as const)('[SHOW5] %s: only n, and why', (why, sentence) => {
    const said = liveTally(withoutSplit(pollOf(SPLIT, WEB), why))
    expect(said).toContain('8,563')
    expect(said).toContain(sentence)
    expect(said).not.toContain('%')
    expect(said).not.toContain('基本满意')
  })

  test('[BAL9] a paused tally says so beside the last figures', () => {
    const poll = pollOf(SPLIT, WEB)
    expect(liveTally({ ...poll, tally: { ...poll.tally, paused: true } })).toContain('统计暂停')
    expect(liveTally(poll)).not.toContain('统计暂停')
  })

  test('[BAL6] once closed it is still 暂计 while ballots under way come in', () => {
    expect(liveTally(pollOf(SPLIT, WEB, { phase: 'closing' }))).toMatch(/暂计.*已截止，正在收齐在途选票/)
    expect(liveTally(revealed(pollOf(SPLIT, WEB)))).not.toContain('暂计')
  })
})

describe('citizens revealed', () => {
  test.each(BEFORE_REVEAL)(
    '[SHOW10] in %s taking the scene reveals nothing, though the snapshot holds a split',
    (phase) => {
      const said = saidBy({ kind: 'poll_reveal', poll: pollOf(SPLIT, WEB, { phase }) })
      expect(said).toContain('待揭晓')
      expect(said).not.toContain('%')
      expect(said).not.toContain('3,412')
    },
  )

  test('[BAL11] then split, n, 满意率 and the hundred-point mean with its scale', () => {
    const said = saidBy({ kind: 'poll_reveal', poll: revealed(pollOf(SPLIT, WEB)) })
    for (const words of ['8,563', '41.12', '33.52%', '25.36%', '61.23', '满意100', '不满意0', '网页评议']) {
      expect(said).toContain(words)
    }
    expect(said).not.toContain('待揭晓')
  })
})

describe('examiners', () => {
  const grades = resultOf(
    { kind: 'grades' },
    [
      ['satisfied', 19],
      ['fair', 24],
      ['dissatisfied', 11],
      ['abstain', 2],
    ],
    [3_340, 54],
  )
  const scoreReveal = (panel: ReturnType<typeof panelOf>) => saidBy({ kind: 'score_reveal', panel })

  test.each(BEFORE_REVEAL)('[SHOW5] in %s nothing of a result is said, though it were there', (phase) => {
    const said = scoreReveal(panelOf({ phase, result: grades }))
    expect(said).toContain('待揭晓')
    expect(said).not.toContain('61.85')
    expect(said).not.toContain('基本满意')
  })

  test('[SCORE6] revealed: distribution, mean rounded once, n, those who abstained and who were recused', () => {
    const said = scoreReveal(panelOf({ phase: 'revealed', result: grades }))
    expect(said).toMatch(/满意 19 基本满意 24 不满意 11 弃权 2/)
    for (const words of ['均分', '61.85', '计入 54 份', '弃权 2 人', '回避 2 人', '党代表'])
      expect(said).toContain(words)
  })

  test.each([
    ['not_half_of_present', '未超过在场人数的一半'],
    ['fewer_than_five', '不足5份'],
    ['group_too_small', '不足3份'],
  ] as const)('[SCORE7] 无效 is said as such with its reason: %s', (invalid, sentence) => {
    const result = { ...grades, invalid, mean: null }
    const said = scoreReveal(panelOf({ phase: 'revealed', result }))
    expect(said).toContain('本轮打分无效')
    expect(said).toContain(sentence)
    expect(said).not.toContain('均分')
  })

  test('[SCORE1] a placard is marked as indicative', () => {
    const said = saidBy(FIXTURES['score-reveal-placard']!.scene)
    expect(said).toMatch(/现场举牌，仅作示意.*笑脸 21 哭脸 37/)
  })

  test('[SHOW5] the lock board knows states and never a mark', () => {
    const said = saidBy(FIXTURES['lock-board-60']!.scene)
    for (const words of ['在场 58', '已打分 41', '已锁定 33', '回避', '未到席']) expect(said).toContain(words)
    expect(said).not.toMatch(/满意|均分|分数/)
  })
})

describe('ranking', () => {
  test('[RANK10] always 暂列, with places, movement in words and 本类取N名, and never a title', () => {
    const rows = rowsOf(24).map((row, i) => ({
      ...row,
      list: i < 6 ? ('best' as const) : ('worst' as const),
    }))
    const said = saidBy({ kind: 'ranking', ranking: rankingOf(rows) })
    for (const words of [
      '暂列',
      '机关科室',
      '本类取6名',
      '参与排名 24 个',
      '升3位',
      '第 1/3 页',
      '样本不足1个',
    ]) {
      expect(said).toContain(words)
    }
    expect(said).not.toMatch(/十优|十差|优秀|最差/)
  })

  test('[RANK3] units that share a place show the same place', () => {
    expect(saidBy({ kind: 'ranking', ranking: rankingOf(rowsOf(4)) })).toMatch(/ 1 ▲.* 2 — .* 2 ▼ .* 4 ▲ /)
  })

  test('[RANK4] below eight ranked there are no lists', () => {
    const ranking = rankingOf(rowsOf(6), { listN: 0 })
    expect(saidBy({ kind: 'ranking', ranking })).toContain('不足8个，本类不列名单')
  })

  test('[RANK10] hidden says nothing but that it is hidden', () => {
    const said = saidBy(FIXTURES['ranking-hidden']!.scene)
    expect(said).toContain('尚未公开')
    expect(said).not.toMatch(/参与排名|本类取/)
  })

  test('[EVAL3] a unit that was not questioned is said to stand at its category mean', () => {
    const rows = rowsOf(9).map((row) => ({
      ...row,
      parts: [{ method: 'tv' as const, points: '10.00', note: 'categoryMean' as const }],
    }))
    expect(saidBy({ kind: 'ranking', ranking: rankingOf(rows) })).toContain('未参加问政的按本类均值计')
  })
})

describe('lists and boards', () => {
  test('[RANK10] a list is 暂列前N名 or 后N名 until a publication gives it its title', () => {
    for (const [list, status, title] of [
      ['best', 'provisional', '暂列前10名'],
      ['worst', 'provisional', '暂列后10名'],
      ['best', 'notice', '十优满意单位'],
      ['worst', 'final', '十差不满意单位'],
    ] as const) {
      const said = saidBy({ kind: 'list_reveal', reveal: listRevealOf(10, 3, { list, status }) })
      expect(said).toContain(title)
      expect(said).toContain({ provisional: '暂列', notice: '公示中', final: '正式公布' }[status])
      if (status === 'provisional') expect(said).not.toMatch(/十优|十差/)
    }
  })

  test('[RANK4] why there is no list is said', () => {
    expect(saidBy(FIXTURES['list-reveal-none']!.scene)).toContain('不足8个')
    expect(saidBy(FIXTURES['list-reveal-withheld']!.scene)).toContain('都不列入')
    expect(saidBy(FIXTURES['list-reveal-tied']!.scene)).toMatch(/并列7个.*末位同分的单位全部列出/)
  })

  test('[EVAL8] the board marks who is counted from the examiners alone, and says why others have no points', () => {
    const said = saidBy(FIXTURES['leader-board']!.scene)
    expect(said).toMatch(/已揭晓 4 ?\/ ?6/)
    expect(said).toMatch(/67\.00 ＊/)
    expect(said).toMatch(/无效.*待揭晓.*只计考官打分/)
    expect(saidBy(FIXTURES['leader-board-empty']!.scene)).toContain('没有安排打分的单位')
  })

  test('a promise says who, what and until when; the look-back what became of it, in a word beside the shape', () => {
    expect(saidBy(FIXTURES['promise']!.scene).replaceAll(' ', '')).toMatch(
      /现场承诺.*加装电梯.*陈立群.*2026年12月31日/,
    )
    expect(saidBy(FIXTURES['promise']!.scene)).not.toMatch(/兑现|待验收/)
    for (const [name, word] of [
      ['kept', '已兑现'],
      ['partly', '部分兑现'],
      ['broken', '未兑现'],
      ['open', '待验收'],
    ])
      expect(saidBy(FIXTURES[`look-back-${name}`]!.scene)).toContain(word)
  })
})

describe('the others', () => {
  test('[SHOW4] an open window past its close is closed, whatever phase some process has reached', () => {
    const scene = FIXTURES['countdown']!.scene
    expect(saidBy(scene, NOW_MS)).toMatch(/考官打分.*1:35.*截止时刻 20:16:35/)
    expect(saidBy(scene, NOW_MS + 95_000)).toContain('已截止')
  })

  test('[SHOW9] a window on cue shows no figures', () => {
    expect(saidBy(FIXTURES['countdown-on-cue']!.scene)).toMatch(/进行中/)
    expect(saidBy(FIXTURES['countdown-on-cue']!.scene)).not.toMatch(/\d:\d\d/)
  })

  test('[BAL1] the same options for every channel, 不了解 only where it is offered', () => {
    const said = saidBy(FIXTURES['how-to-vote']!.scene)
    expect(said).toMatch(/满意 1 基本满意 2 不满意 3 不了解 4/)
    expect(said).toMatch(/短信.*1069 0000 001.*满意12.*微信.*网页/)
    expect(saidBy(FIXTURES['how-to-vote-three']!.scene)).not.toContain('不了解')
  })

  test('the code of the citizens page is drawn as a picture with its address in words', () => {
    const markup = renderToStaticMarkup(
      <SceneOnAir
        scene={FIXTURES['how-to-vote']!.scene}
        session={SESSION}
        takenAtMs={0}
        nowMs={NOW_MS}
        voteUrl="https://wenzheng.example/vote"
      />,
    )
    expect(markup).toContain('aria-label="二维码：https://wenzheng.example/vote"')
  })

  test('blank is nothing at all', () => {
    expect(saidBy({ kind: 'blank' })).toBe('')
  })

  test('another window, unit or category is another scene; new figures are not', () => {
    const tally = (over: Partial<PollView>) =>
      sceneKeyOf({ kind: 'live_tally', poll: pollOf(SPLIT, WEB, over) })
    expect(tally({ phase: 'closing' })).toBe(tally({}))
    expect(tally({ windowId: WindowId.parse('00000000a002') })).not.toBe(tally({}))
    expect(sceneKeyOf({ kind: 'ranking', ranking: rankingOf(rowsOf(3)) })).toBe(
      sceneKeyOf({ kind: 'ranking', ranking: rankingOf(rowsOf(5)) }),
    )
  })

  test('no scene of the gallery says what is for operators: no codes, no refusals, no null', () => {
    for (const [name, { scene }] of Object.entries(FIXTURES)) {
      const said = saidBy(scene)
      expect(said, name).not.toMatch(/undefined|null|NaN|Infinity|\[object/)
      expect(said, name).not.toContain(sentenceOf({ code: 'malformed', detail: { field: 'x' } }))
    }
  })
})
