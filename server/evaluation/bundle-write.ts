// Writes one bundle: ranks the frozen inputs, groups the ballots, signs the manifest (PUB3). Synchronous, for a thread of its own.

import type { Organisation } from '../../shared/evaluation/organisation.ts'
import type { Scheme } from '../../shared/evaluation/scheme.ts'
import type { ContentHash } from '../../shared/period/ids.ts'
import type { PeriodInputs } from '../../shared/period/inputs.ts'
import type { PollRows } from '../storage/sealed-polls.ts'
import { headlineGroupsOf, webGroupsOf } from './ballot-groups.ts'
import { ballotLinesOf } from './ballot-lines.ts'
import { BUNDLE_FORMAT, BUNDLE_VERSION, type Manifest, MEMBERS, type PollsMember } from './bundle-members.ts'
import type { BundlePoll } from './bundle-polls.ts'
import { BUNDLE_README } from './bundle-readme.ts'
import { createBundleZip, type WrittenMember } from './bundle-zip.ts'
import { canonicalJson, resultHashOf } from './canonical.ts'
import { certaintyMemberOf } from './published-certainty.ts'
import { publishedInputsOf } from './published-inputs.ts'
import { resultsOf } from './published-results.ts'
import { createSigning } from '../signing.ts'

/** All a bundle is made of: values only, so that it can be handed to a thread. */
export interface BundleOrder {
  readonly period: Manifest['period']
  readonly replaces: Manifest['replaces']
  readonly sources: Manifest['sources']
  readonly inputs: PeriodInputs
  readonly scheme: Scheme
  readonly organisations: readonly Organisation[]
  readonly polls: readonly BundlePoll[]
}

export interface MadeBundle {
  readonly bundleHash: ContentHash
  readonly resultHash: ContentHash
  readonly bytes: number
  /** Headline ballots that count, by poll. */
  readonly polls: readonly { readonly pollId: string; readonly ballots: number }[]
}

/** `rows`: in the order of `order.polls`. `folder` is there. Throws where the disk fails; nothing is left of it then. */
export function writeBundle(
  order: BundleOrder,
  rows: readonly PollRows[],
  { folder, signingKey }: { readonly folder: string; readonly signingKey: Uint8Array },
): MadeBundle {
  const { inputs, scheme, polls } = order
  const signing = createSigning(signingKey)
  const headline = headlineGroupsOf(polls, rows, inputs, scheme)
  const web = webGroupsOf(polls, rows, inputs)
  const counted: PollsMember = {
    polls: polls.map((poll, i) => pollOf(poll, rows[i]!)),
    groups: headline.map(({ group }) => group),
    webGroups: web.map(({ group }) => group),
  }
  const results = resultsOf(inputs, scheme, counted)
  const zip = createBundleZip(folder, order.period.periodId)
  try {
    const json = (name: string, value: unknown) => zip.member(name, [canonicalJson(value)])
    const members: WrittenMember[] = [
      zip.member(MEMBERS.readme, [BUNDLE_README]),
      json(MEMBERS.scheme, scheme),
      json(MEMBERS.units, { units: inputs.units, organisations: organisationsIn(order) }),
      json(MEMBERS.inputs, publishedInputsOf(inputs, scheme)),
      json(MEMBERS.results, results),
      json(MEMBERS.certainty, certaintyMemberOf(inputs, scheme)),
      json(MEMBERS.polls, counted),
      zip.member(MEMBERS.ballots, ballotLinesOf(headline)),
      zip.member(MEMBERS.webBallots, ballotLinesOf(web)),
    ]
    const manifest: Manifest = {
      ...{ format: BUNDLE_FORMAT, version: BUNDLE_VERSION, period: order.period },
      ...{ replaces: order.replaces, sources: order.sources, members },
      ...{ schemeHash: results.schemeHash, inputsHash: results.inputsHash },
      resultHash: resultHashOf(results),
      publicKey: signing.publicKey,
    }
    const manifestJson = Buffer.from(canonicalJson(manifest), 'utf8')
    zip.member(MEMBERS.manifest, [manifestJson])
    zip.member(MEMBERS.signature, [`${signing.sign(manifestJson)}\n`])
    const { bundleHash, bytes } = zip.finish()
    return {
      ...{ bundleHash, resultHash: manifest.resultHash, bytes },
      polls: polls.map(({ window }, i) => ({
        pollId: window.windowId,
        ballots: rows[i]!.headline.received.counted,
      })),
    }
  } catch (error) {
    zip.abandon()
    throw error
  }
}

function pollOf(
  { kind, seals }: BundlePoll,
  { pollId, headline, web }: PollRows,
): PollsMember['polls'][number] {
  return {
    ...{ pollId, kind, headline: headline.received, web: web.received },
    seals: Object.entries(seals)
      .map(([logId, seal]) => ({ logId, ...seal }))
      .sort((a, b) => (a.logId < b.logId ? -1 : 1)),
  }
}

/** Those its units belong to. */
function organisationsIn({ organisations, inputs }: BundleOrder): readonly Organisation[] {
  const named = new Set(inputs.units.flatMap((unit) => [unit.organisationId, unit.authorityId]))
  return organisations.filter(({ organisationId }) => named.has(organisationId))
}
