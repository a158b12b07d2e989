// Whose ballots each group of rows holds: every unit's in its own group, or with the small ones where it is small, and nowhere else.

import type { Findings } from './findings.ts'
import type { Evidence, Group, Inputs, Polls, Scheme } from './shapes.ts'

/** PUB4: a unit's own tally is published from here, or from where it is ranked if that is less. */
export const OWN_FROM = 30

export function checkGroups(
  { groups, webGroups }: Polls,
  { evidence }: Inputs,
  scheme: Scheme,
  findings: Findings,
  notes: string[],
): void {
  const evidenceOf = new Map(evidence.map((each) => [each.unitId, each]))
  for (const [all, at] of [
    [groups, 'groups'],
    [webGroups, 'webGroups'],
  ] as const) {
    const seen = new Set<string>()
    all.forEach((group, i) => {
      const isOnce = keysOf(group).every((key) => !seen.has(key))
      for (const key of keysOf(group)) seen.add(key)
      const isOne = group.unitIds.length === 1 || group.feeds === 'pooled' || group.feeds === 'nothing'
      const fits = at === 'webGroups' || group.unitIds.every((unitId) => feeds(group, evidenceOf.get(unitId)))
      if (!isOnce || !isOne || !fits)
        findings.add('polls.json', `${at}[${i}].unitIds`, group.unitIds, `${group.feeds} ×1`)
    })
  }
  const pooled = new Set(groups.flatMap((group) => (group.feeds === 'pooled' ? group.unitIds : [])))
  const citizensFrom = Math.min(OWN_FROM, scheme.citizensFromN)
  const segmentFrom = Math.min(OWN_FROM, scheme.tv.pollFromN)
  for (const { unitId, citizens, tv } of evidence) {
    const at = `evidence（${unitId}）`
    if (citizens !== null) {
      const isLarge = citizens.ratings >= citizensFrom
      if ((citizens.split !== null) !== isLarge)
        findings.add('inputs.json', `${at}.citizens.split`, citizens.split, isLarge ? '{…}' : null)
      const isPooled = citizens.split === null && citizens.pollIds.length > 0 && citizens.ratings > 0
      if (isPooled && !pooled.has(unitId))
        findings.add('inputs.json', `${at}.citizens.ratings`, citizens.ratings, '0')
    }
    for (const { segmentId, poll } of tv) {
      const isLarge = poll !== null && poll.ballots >= segmentFrom
      if (poll !== null && (poll.split !== null) !== isLarge)
        findings.add('inputs.json', `${at}.tv（${segmentId}）.poll.split`, poll.split, isLarge ? '{…}' : null)
    }
  }
  const uncounted = groups.reduce((all, { feeds, counted }) => all + (feeds === 'nothing' ? counted : 0), 0)
  if (uncounted > 0)
    notes.push(
      `${uncounted}票不计入任何单位的得分（不在本周期的单位，或不足${segmentFrom}票的现场评议），只有票数，没有逐票记录。${uncounted} ballots feed no unit's points: only their number is published.`,
    )
}

/** What no two groups of a side may be of. */
function keysOf(group: Group): readonly string[] {
  switch (group.feeds) {
    case 'citizens':
      return group.unitIds
    case 'tv':
      return group.unitIds.map((unitId) => `${group.sessionId}/${group.segmentId}/${unitId}`)
    case 'pooled':
    case 'nothing':
      return [group.feeds]
  }
}

/** Whether the inputs say that this is where the unit's ballots are. */
function feeds(group: Group, own: Evidence | undefined): boolean {
  const citizens = own?.citizens ?? null
  switch (group.feeds) {
    case 'citizens':
      return citizens !== null && citizens.pollIds.length > 0 && citizens.split !== null
    case 'pooled':
      return citizens !== null && citizens.pollIds.length > 0 && citizens.split === null
    case 'tv':
      return (
        own?.tv.some(
          ({ sessionId, segmentId, poll }) =>
            sessionId === group.sessionId && segmentId === group.segmentId && poll?.split != null,
        ) ?? false
      )
    case 'nothing':
      return true
  }
}
