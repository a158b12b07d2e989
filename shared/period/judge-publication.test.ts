// A period's ranking by the rules: certified by two, open to objections, final after its notice, and corrected by another.

import { describe, expect, test } from 'vitest'
import { dayOf } from '../basics/city-day.ts'
import { PersonId } from '../basics/ids.ts'
import { sentenceOf } from '../basics/refusal.ts'
import { AUDITOR, DIRECTOR, OFFICE, SYSTEM, unitId } from '../../tests/support/given-parts.ts'
import {
  BUNDLE,
  PERIOD,
  RESULT,
  certification,
  certifyPeriod,
  finalisePeriod,
  freezePeriod,
  givenFrozenHalf,
  openPeriod,
  periodIn,
  publishPeriod,
  recordTallies,
  refreeze,
} from '../../tests/support/given-periods.ts'
import { DAY_MS, POLL, byTwo, givenUnits, planPoll, revealPoll } from '../../tests/support/given-polls.ts'
import { periodInForce } from './days.ts'
import { periodHeadOf } from './head.ts'
import { ContentHash, PublicationId } from './ids.ts'

describe('[PUB1] from agreement to final', () => {
  test('certified only where three counts agree, on the bundle that was counted, for at least seven full days', () => {
    const show = givenUnits()
    freezePeriod(show)
    const act = certification(show)
    const shortest = show.nowMs + 7 * DAY_MS + 60_000
    const ask = (change: Partial<typeof act> = {}) =>
      ({
        type: 'RequestAct',
        requestId: 'request-0001',
        reason: '核对无误',
        act: { ...act, noticeUntilMs: shortest, ...change },
      }) as const
    expect(show.refusal(ask(), OFFICE)).toBe('tallies_missing')
    recordTallies(show, { differences: ['评议期“上半年评议”：实时计票3张，日志2张'] })
    expect(show.refusals(ask(), OFFICE).map(sentenceOf)).toEqual([
      '三方核对不一致，不能签发：评议期“上半年评议”：实时计票3张，日志2张',
    ])
    recordTallies(show)
    expect(show.refusal(ask({ bundleHash: ContentHash.parse('d'.repeat(64)) }), OFFICE)).toBe(
      'bundle_changed',
    )
    expect(show.refusal(ask({ noticeUntilMs: show.nowMs + 7 * DAY_MS - 1 }), OFFICE)).toBe('notice_too_short')
    show.when(ask(), OFFICE)
    // Counted again meanwhile, and another bundle came out: what was asked for is no longer it.
    recordTallies(show, { bundleHash: ContentHash.parse('e'.repeat(64)) })
    const confirm = { type: 'ConfirmAct', requestId: 'request-0001' } as const
    expect(show.refusal(confirm, AUDITOR)).toBe('bundle_changed')
    recordTallies(show)
    // The seven days count from the certification, not from when it was asked for.
    show.nowMs = shortest - 7 * DAY_MS + 1
    expect(show.refusal(confirm, AUDITOR)).toBe('notice_too_short')
    show.nowMs -= 1
    show.when(confirm, AUDITOR)
    expect(periodIn(show).publications).toMatchObject([
      {
        ...{ publicationId: '2027-q1-1', replaces: null, reason: '', bundleHash: BUNDLE },
        ...{ certifiedBy: ['ping', 'shen'], noticeUntilMs: shortest, finalAtMs: null },
      },
    ])
  })

  test('not by counts of an earlier freeze, however late they come', () => {
    const show = givenUnits()
    freezePeriod(show)
    const counting = periodIn(show).stage
    const early = 'sinceMs' in counting ? counting.sinceMs : 0
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    show.nowMs += 1
    refreeze(show)
    expect(
      show.refusal(
        {
          ...{ type: 'RecordTallies', periodId: PERIOD, frozenAtMs: early },
          ...{ differences: [], bundleHash: BUNDLE, resultHash: RESULT, polls: [] },
        },
        SYSTEM,
      ),
    ).toBe('tallies_outdated')
    recordTallies(show)
    expect(periodIn(show).stage).toMatchObject({ agreement: { bundleHash: BUNDLE } })
  })

  test('not with a poll in it that was voided since the freeze', () => {
    const show = givenUnits()
    openPeriod(show)
    planPoll(show)
    revealPoll(show)
    refreeze(show)
    recordTallies(show, { polls: [{ pollId: POLL, ballots: 3 }] })
    const act = certification(show)
    const ask = { type: 'RequestAct', requestId: 'request-0001', act, reason: '核对无误' } as const
    expect(show.reasons(ask, OFFICE)).toEqual([])
    byTwo(show, { type: 'VoidPoll', pollId: POLL })
    expect(show.refusals(ask, OFFICE)).toEqual([
      { code: 'period_poll_voided', detail: { title: '上半年评议' } },
    ])
  })

  test('[EVAL9] a half-year only while its quarters are as they were when it was frozen', () => {
    const show = givenUnits()
    const half = givenFrozenHalf(show)
    recordTallies(show, {}, half)
    const act = certification(show, half)
    const ask = { type: 'RequestAct', requestId: 'request-0001', act, reason: '核对无误' } as const
    expect(show.reasons(ask, OFFICE)).toEqual([])
    const changed = [{ code: 'period_rolled_changed', detail: { title: '2027年第一季度' } }]
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    expect(show.refusals(ask, OFFICE)).toEqual(changed)
    refreeze(show)
    certifyPeriod(show)
    finalisePeriod(show)
    // Final again, and another: the half-year's totals are not of it.
    expect(show.refusals({ ...ask, act: certification(show, half) }, OFFICE)).toEqual(changed)
    byTwo(show, { type: 'ReopenPeriod', periodId: half })
    refreeze(show, half)
    certifyPeriod(show, half)
    expect(periodIn(show, half).publications).toHaveLength(1)
  })

  test('[SAFE4] by one of the office and one auditor, either way round', () => {
    const other = { role: 'office', id: PersonId.parse('other') } as const
    for (const [first, second, may] of [
      [OFFICE, AUDITOR, true],
      [AUDITOR, OFFICE, true],
      [OFFICE, other, false],
      [OFFICE, DIRECTOR, false],
      [AUDITOR, DIRECTOR, false],
    ] as const) {
      const show = givenUnits()
      freezePeriod(show)
      recordTallies(show)
      const act = certification(show)
      show.when({ type: 'RequestAct', requestId: 'request-0001', act, reason: '核对无误' }, first)
      const confirm = { type: 'ConfirmAct', requestId: 'request-0001' } as const
      expect(show.reasons(confirm, second)).toEqual(may ? [] : ['certifier_roles'])
    }
  })

  test('objections until the notice ends; final after it, with every one answered', () => {
    const show = givenUnits()
    publishPeriod(show)
    const { publicationId, noticeUntilMs } = periodIn(show).publications[0]!
    const file = (objectionId: string, n: number | null) =>
      ({
        type: 'FileObjection',
        ...{ periodId: PERIOD, publicationId, objectionId },
        unitId: n === null ? null : unitId(n),
      }) as const
    show.when(file('objection-1', 1), SYSTEM)
    expect(show.refusal(file('objection-1', null), SYSTEM)).toBe('objection_exists')
    expect(show.refusal(file('objection-2', 99), SYSTEM)).toBe('unit_unknown')
    const final = { type: 'FinalisePublication', periodId: PERIOD, publicationId } as const
    show.nowMs = noticeUntilMs - 1
    show.when(file('objection-3', null), SYSTEM)
    expect(show.reasons(final, OFFICE)).toEqual(['notice_running', 'objections_open'])
    show.nowMs += 1
    expect(show.refusal(file('objection-4', null), SYSTEM)).toBe('notice_over')
    const answer = (objectionId: string) =>
      ({
        type: 'AnswerObjection',
        ...{ periodId: PERIOD, publicationId, objectionId },
        outcome: 'rejected',
        words: '经核实，数据无误。',
      }) as const
    show.when(answer('objection-1'), OFFICE)
    expect(show.refusal(answer('objection-1'), OFFICE)).toBe('objection_answered')
    expect(show.refusal(answer('objection-9'), OFFICE)).toBe('objection_unknown')
    expect(show.refusals(final, OFFICE)).toEqual([{ code: 'objections_open', detail: { count: 1 } }])
    show.when(answer('objection-3'), OFFICE)
    expect(show.refusal({ ...final, publicationId: PublicationId.parse('no-such') }, OFFICE)).toBe(
      'publication_unknown',
    )
    show.when(final, OFFICE)
    expect(periodIn(show)).toMatchObject({
      stage: { phase: 'final', sinceMs: show.nowMs },
      publications: [{ finalAtMs: show.nowMs, objections: [{ answer: { by: 'ping' } }, { answer: {} }] }],
    })
  })
})

describe('[PUB1] an objection that was upheld', () => {
  const answered = (outcomes: readonly ('upheld' | 'partly' | 'rejected')[]) => {
    const show = givenUnits()
    publishPeriod(show)
    const { publicationId, noticeUntilMs } = periodIn(show).publications[0]!
    outcomes.forEach((outcome, i) => {
      const of = { periodId: PERIOD, publicationId, objectionId: `objection-${i}` }
      show.when({ type: 'FileObjection', ...of, unitId: unitId(1) }, SYSTEM)
      show.when({ type: 'AnswerObjection', ...of, outcome, words: '经核实。' }, OFFICE)
    })
    show.nowMs = noticeUntilMs
    return { show, final: { type: 'FinalisePublication', periodId: PERIOD, publicationId } as const }
  }

  test.each(['upheld', 'partly'] as const)(
    '%s: final only with a reason for correcting nothing, which is published',
    (outcome) => {
      const { show, final } = answered(['rejected', outcome])
      expect(show.refusals(final, OFFICE)).toEqual([{ code: 'objections_upheld', detail: { count: 1 } }])
      show.when({ ...final, uncorrected: '笔误，不影响任何分数' }, OFFICE)
      expect(periodHeadOf(periodIn(show), show.house()).publications).toMatchObject([
        { objectionsUpheld: 1, uncorrected: '笔误，不影响任何分数', finalAtMs: show.nowMs },
      ])
    },
  )

  test('none upheld: nothing is asked, and no reason is taken', () => {
    const { show, final } = answered(['rejected'])
    expect(show.refusal({ ...final, uncorrected: '不影响' }, OFFICE)).toBe('nothing_upheld')
    show.when(final, OFFICE)
    expect(periodIn(show).publications).toMatchObject([{ uncorrected: null }])
  })

  test('corrected: the publication that replaced it asks for nothing more', () => {
    const { show } = answered(['upheld'])
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    refreeze(show)
    certifyPeriod(show)
    finalisePeriod(show)
    expect(periodIn(show).publications).toMatchObject([
      { finalAtMs: null, uncorrected: null },
      { finalAtMs: show.nowMs, uncorrected: null },
    ])
  })
})

describe('[PUB2] a correction is a new publication', () => {
  test.each(['notice', 'final'] as const)(
    'from %s: reopened by two, the next names the last and why',
    (phase) => {
      const show = givenUnits()
      publishPeriod(show)
      if (phase === 'final') finalisePeriod(show)
      const first = periodIn(show).publications[0]!
      byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
      expect(periodIn(show)).toMatchObject({
        inputs: null,
        publications: [first],
        stage: { phase: 'collecting', correcting: { replaces: '2027-q1-1', by: ['ping', 'shen'] } },
      })
      refreeze(show)
      // Reopened once more before it was published: both reasons stay.
      byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
      refreeze(show)
      certifyPeriod(show)
      expect(periodIn(show).publications).toMatchObject([
        first,
        { publicationId: '2027-q1-2', replaces: '2027-q1-1', reason: '测试理由；测试理由' },
      ])
      const late = {
        type: 'FileObjection',
        ...{ periodId: PERIOD, publicationId: first.publicationId },
        ...{ objectionId: 'objection-1', unitId: null },
      } as const
      expect(show.reasons(late, SYSTEM)).toContain('publication_unknown')
    },
  )

  test('[PUB1] an objection that was open when it was reopened is answered all the same', () => {
    const show = givenUnits()
    publishPeriod(show)
    const { publicationId } = periodIn(show).publications[0]!
    const about = { periodId: PERIOD, publicationId, objectionId: 'objection-1' } as const
    show.when({ type: 'FileObjection', ...about, unitId: unitId(1) }, SYSTEM)
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    const answer = {
      type: 'AnswerObjection',
      ...about,
      outcome: 'upheld',
      words: '已更正，见新的公示。',
    } as const
    expect(show.reasons(answer, OFFICE)).toEqual([])
    refreeze(show)
    certifyPeriod(show)
    show.when(answer, OFFICE)
    expect(show.refusal(answer, OFFICE)).toBe('objection_answered')
    expect(show.refusal({ ...answer, publicationId: PublicationId.parse('no-such') }, OFFICE)).toBe(
      'publication_unknown',
    )
    expect(periodIn(show).publications).toMatchObject([
      { objections: [{ answer: { outcome: 'upheld', by: 'ping' } }] },
      { objections: [] },
    ])
  })

  test('[RANK10] what is corrected is not what runs: no 暂列 is made of a quarter that was published', () => {
    const show = givenUnits()
    const inForce = () => periodInForce(show.house().periods, dayOf(show.nowMs))?.id ?? null
    openPeriod(show)
    expect(inForce()).toBe(PERIOD)
    refreeze(show)
    expect(inForce()).toBeNull()
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    expect(inForce()).toBe(PERIOD)
    refreeze(show)
    certifyPeriod(show)
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    expect(inForce()).toBeNull()
  })

  test('from frozen, before anything was published, it replaces nothing', () => {
    const show = givenUnits()
    freezePeriod(show)
    byTwo(show, { type: 'ReopenPeriod', periodId: PERIOD })
    refreeze(show)
    certifyPeriod(show)
    expect(periodIn(show).publications).toMatchObject([{ replaces: null, reason: '' }])
  })
})
