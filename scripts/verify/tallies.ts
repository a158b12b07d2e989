// Every tally of a bundle from its rows: groups, what polls received in all, and the counts the ranking is computed from.

import { countRows, recounted } from './ballots.ts'
import type { Findings } from './findings.ts'
import { checkGroups, OWN_FROM } from './groups.ts'
import { cast, rated } from './points.ts'
import type { Group, Inputs, Polls, Scheme } from './shapes.ts'

interface Given {
  readonly members: ReadonlyMap<string, Buffer>
  readonly polls: Polls
  readonly inputs: Inputs
  readonly scheme: Scheme
  readonly findings: Findings
  readonly notes: string[]
  readonly onProgress: (what: string) => void
}

/** PUB4: one channel's ballots are published from here. */
const WEB_FROM = 100

/** How many rows there were. */
export function checkTallies({ members, polls, inputs, scheme, findings, notes, onProgress }: Given): number {
  const sides = [
    { file: 'ballots.jsonl', groups: polls.groups, at: 'groups', side: 'headline' },
    { file: 'web-ballots.jsonl', groups: polls.webGroups, at: 'webGroups', side: 'web' },
  ] as const
  let rows = 0
  for (const { file, groups, at, side } of sides) {
    const count = countRows(members.get(file) ?? Buffer.alloc(0), (share) =>
      onProgress(`逐票重算 ${file} ${Math.floor(share * 100)}%`),
    )
    rows += count.rows
    for (const { line, said, expected } of count.faults)
      findings.add(file, `第${line}行 line ${line}`, said, expected)
    findings.compare(
      'polls.json',
      groups,
      groups.map((group, i) => ({ ...recounted(group, count.groups), group: i + 1 })),
      at,
    )
    for (const number of count.groups.keys())
      if (!groups.some((group) => group.group === number))
        findings.add(file, `组 group ${number}`, '有票 rows', '—')
    checkSums(polls, groups, side, findings)
    groups.forEach((group, i) => checkSize(group, i, { at, side, scheme, findings }))
  }
  for (const { pollId, headline, web, seals } of polls.polls) {
    const sum = (of: object) => Object.values(of).reduce<number>((all, each) => all + Number(each), 0)
    const sealed = seals.reduce((all, { count }) => all + count, 0)
    findings.compare('polls.json', sum(headline) + sum(web), sealed, `polls（${pollId}）Σ = seals Σ count`)
    seals.forEach(({ sequence, count }, i) => {
      if (count > sequence)
        findings.add('polls.json', `polls（${pollId}）.seals[${i}].count`, count, `≤ ${sequence}`)
    })
  }
  checkGroups(polls, inputs, scheme, findings, notes)
  checkInputs(polls.groups, inputs, findings, notes)
  return rows
}

/** What counts, and what does not, is the same by poll as by group. */
function checkSums(
  polls: Polls,
  groups: readonly Group[],
  side: 'headline' | 'web',
  findings: Findings,
): void {
  for (const outcome of ['counted', 'duplicate'] as const) {
    const byPoll = polls.polls.reduce((all, poll) => all + poll[side][outcome], 0)
    const byGroup = groups.reduce((all, group) => all + group[outcome], 0)
    findings.compare('polls.json', byPoll, byGroup, `polls.${side}.${outcome} Σ = groups Σ`)
  }
}

/** Nothing is shown that is too small, and nothing is held back that is not (PUB4). */
function checkSize(
  { feeds, counted, split, unitIds }: Group,
  i: number,
  { at, side, scheme, findings }: { at: string; side: string; scheme: Scheme; findings: Findings },
): void {
  const n = split === null ? counted : feeds === 'citizens' && side !== 'web' ? rated(split) : cast(split)
  const own = feeds === 'citizens' ? scheme.citizensFromN : feeds === 'tv' ? scheme.tv.pollFromN : OWN_FROM
  const from = side === 'web' ? WEB_FROM : Math.min(OWN_FROM, own)
  const isLarge = n >= from && (feeds !== 'pooled' || unitIds.length > 1) && feeds !== 'nothing'
  if (isLarge !== (split !== null))
    findings.add('polls.json', `${at}[${i}].split`, split, isLarge ? '{…}' : null)
}

/** The counts in inputs.json are those of the rows. */
function checkInputs(
  groups: readonly Group[],
  { evidence }: Inputs,
  findings: Findings,
  notes: string[],
): void {
  const ofUnit = new Map(
    groups.flatMap((group) => (group.feeds === 'citizens' ? [[group.unitIds[0], group]] : [])) as [
      string,
      Group,
    ][],
  )
  const ofSegment = new Map(
    groups.flatMap((group) =>
      group.feeds === 'tv'
        ? [[`${group.sessionId}/${group.segmentId}/${group.unitIds[0] ?? ''}`, group] as const]
        : [],
    ),
  )
  const pooled = groups.find(({ feeds }) => feeds === 'pooled')
  let imported = 0
  let ratingsPooled = 0
  for (const { unitId, citizens, tv } of evidence) {
    if (citizens !== null) {
      const { ratings, split, pollIds } = citizens
      const group = ofUnit.get(unitId)
      const at = `evidence（${unitId}）.citizens`
      if (split !== null)
        findings.compare('inputs.json', { unitId, ratings }, { unitId, ratings: rated(split) }, at)
      if (pollIds.length === 0) imported += 1
      else if (split !== null || group !== undefined)
        // A unit nobody voted for has no group, and no row.
        findings.compare('inputs.json', { unitId, split }, { unitId, split: group?.split ?? split }, at)
      if (pollIds.length > 0 && split === null) ratingsPooled += ratings
      if (pollIds.length > 0 && split !== null && group === undefined && cast(split) > 0)
        findings.add('inputs.json', at, split, null)
    }
    for (const { sessionId, segmentId, poll } of tv) {
      if (poll === null) continue
      const at = `evidence（${unitId}）.tv（${segmentId}）.poll`
      const group = ofSegment.get(`${sessionId}/${segmentId}/${unitId}`)
      if (poll.split !== null) {
        findings.compare(
          'inputs.json',
          { unitId, ballots: poll.ballots },
          { unitId, ballots: cast(poll.split) },
          at,
        )
        findings.compare(
          'inputs.json',
          { unitId, split: poll.split },
          { unitId, split: group?.split ?? null },
          at,
        )
      }
    }
  }
  const together = pooled?.split == null ? null : rated(pooled.split)
  if (together !== null)
    findings.compare(
      'inputs.json',
      ratingsPooled,
      together,
      'evidence Σ citizens.ratings（合并的单位 pooled）',
    )
  if (imported > 0)
    notes.push(
      `${imported}个单位的市民评议计数由外部导入，没有逐票记录可以重算。The citizens' counts of ${imported} units were imported: there are no rows to recount.`,
    )
}
