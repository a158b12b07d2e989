// PUB1's second step: makes the bundle of a frozen period, counts its polls by SQL, runs the verifier, and says what differs.

import { join } from 'node:path'
import { CHANNEL_NAMES } from '../../shared/ballot/choices.ts'
import type { ChannelCount, PollCount } from '../../shared/ballot/tally.ts'
import { frozenInputsOf } from '../../shared/period/frozen-inputs.ts'
import { schemeOf } from '../../shared/period/in-force.ts'
import type { ContentHash } from '../../shared/period/ids.ts'
import type { Period, Publication } from '../../shared/period/period.ts'
import type { House } from '../../shared/show/house.ts'
import type { CountBySql } from '../storage/sealed-polls.ts'
import { makeBundle, type BundleMaker } from './bundle.ts'
import { bundlePollsOf, type BundlePoll } from './bundle-polls.ts'
import type { BundleOrder } from './bundle-write.ts'
import { createSigning } from '../signing.ts'
import { runVerifier, type VerifierVerdict } from './verifier.ts'

/** What RecordTallies is told. */
export interface ThreeTallies {
  readonly differences: string[]
  readonly bundleHash: ContentHash
  readonly resultHash: ContentHash
  readonly polls: { pollId: string; ballots: number }[]
}

export interface TallyWays extends BundleMaker {
  readonly countBySql: CountBySql
}

const DIFFERENCES_MOST = 50
const SENTENCE_MOST = 400

/** What the bundle of a frozen period is made of. Throws where its inputs are not frozen. */
export function bundleOrderOf(house: House, period: Period): BundleOrder {
  const { stage } = period
  const inputs = frozenInputsOf(period)
  if (inputs === null || stage.phase !== 'frozen') throw new Error(`period ${period.id} is not frozen`)
  const { id, title, kind, startsOn, endsOn, rollsUp } = period
  const replaced = period.publications.find((each) => each.publicationId === stage.correcting?.replaces)
  return {
    period: { periodId: id, title, kind, startsOn, endsOn, rollsUp },
    replaces:
      replaced === undefined || stage.correcting === null
        ? null
        : {
            ...{ publicationId: replaced.publicationId, bundleHash: replaced.bundleHash },
            reason: stage.correcting.reason,
          },
    sources: rollsUp.flatMap((periodId) => {
      const last: Publication | undefined = house.periods[periodId]?.publications.at(-1)
      return last === undefined ? [] : [{ periodId, bundleHash: last.bundleHash }]
    }),
    ...{ inputs, scheme: schemeOf(period) },
    organisations: Object.values(house.registry.organisations).map(
      ({ organisationId, name, kind: ofKind }) => ({ organisationId, name, kind: ofKind }),
    ),
    polls: bundlePollsOf(house, inputs),
  }
}

/** Rejects where a log cannot be read or is not as it was sealed, and where the disk fails: then nothing may be certified. */
export async function threeTalliesOf(order: BundleOrder, ways: TallyWays): Promise<ThreeTallies> {
  const counts = await ways.countBySql(order.polls)
  const made = await makeBundle(order, ways)
  const fileOf = (hash: string) => join(ways.folder, `${hash}.zip`)
  const verdict = await runVerifier(
    fileOf(made.bundleHash),
    createSigning(ways.signingKey).publicKey,
    order.sources.map(({ bundleHash }) => fileOf(bundleHash)),
  )
  const differences = [
    ...order.polls.flatMap((poll, i) => pollDifferencesOf(poll, counts[i]!)),
    ...verifierDifferencesOf(verdict, made.bundleHash),
  ]
  return {
    differences: differences.slice(0, DIFFERENCES_MOST).map((each) => each.slice(0, SENTENCE_MOST)),
    ...{ bundleHash: made.bundleHash, resultHash: made.resultHash, polls: [...made.polls] },
  }
}

/** The live index's outcome, as it was verified, against SQL over the log. */
export function pollDifferencesOf({ window, verified }: BundlePoll, sql: PollCount): readonly string[] {
  const id = window.windowId
  const byUnit = new Map(sql.units.map((unit) => [unit.code, unit.channels]))
  const codes = new Set([...(verified.units ?? []), ...sql.units].map(({ code }) => code))
  const ofUnits =
    verified.units === null
      ? []
      : [...codes].flatMap((code) =>
          channelDifferencesOf(
            verified.units?.find((unit) => unit.code === code)?.channels ?? [],
            byUnit.get(code) ?? [],
            `评议${id}单位${code}`,
          ),
        )
  return [
    ...channelDifferencesOf(verified.result.channels, sql.result.channels, `评议${id}`),
    ...channelDifferencesOf(
      verified.unfiltered?.channels ?? [],
      sql.unfiltered?.result.channels ?? [],
      `评议${id}（不计隔离）`,
    ),
    ...ofUnits,
  ]
}

function channelDifferencesOf(
  live: readonly ChannelCount[],
  sql: readonly ChannelCount[],
  where: string,
): readonly string[] {
  const flat = (counts: readonly ChannelCount[]) =>
    new Map(
      counts.flatMap(({ channel, split, ...aside }) =>
        Object.entries({ ...split, ...aside }).map(([outcome, count]) => [`${channel} ${outcome}`, count]),
      ),
    )
  const [there, here] = [flat(live), flat(sql)]
  return [...new Set([...there.keys(), ...here.keys()])].flatMap((key) => {
    const [said = 0, counted = 0] = [there.get(key), here.get(key)]
    if (said === counted) return []
    const [channel = '', outcome = ''] = key.split(' ')
    const name = CHANNEL_NAMES[channel as ChannelCount['channel']]
    return [
      `${where}${name}的“${OUTCOME_NAMES[outcome] ?? outcome}”：实时计票${said}，按日志用 SQL 重算${counted}。`,
    ]
  })
}

const OUTCOME_NAMES: Readonly<Record<string, string>> = {
  satisfied: '满意',
  fair: '基本满意',
  dissatisfied: '不满意',
  unsure: '不了解',
  duplicate: '重复',
  early: '提前',
  late: '超时',
  stale: '过时',
  invalid: '无效',
  quarantined: '隔离',
}

function verifierDifferencesOf(
  { holds, bundleHash, findings }: VerifierVerdict,
  made: string,
): readonly string[] {
  const named = findings.map(
    ({ file, unit, field, said, recomputed }) =>
      `独立核对${file}${unit === null ? '' : `单位“${unit}”`}${field}：写的是${said}，重算为${recomputed}。`,
  )
  const other = bundleHash === made ? [] : [`独立核对的文件是${bundleHash}，不是刚制作的${made}。`]
  return holds || named.length > 0 ? [...other, ...named] : [...other, '独立核对未通过。']
}
