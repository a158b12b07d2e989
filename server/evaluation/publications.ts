// Published rankings as their bundles say them: read from the file, since a period that is reopened forgets its inputs (PUB2).

import { join } from 'node:path'
import { periodsInOrder } from '../../shared/period/head.ts'
import type { PublicationId } from '../../shared/period/ids.ts'
import type { Period, Publication } from '../../shared/period/period.ts'
import type { House } from '../../shared/show/house.ts'
import { bytesHashOf } from './canonical.ts'
import { inThread } from './in-thread.ts'
import type { KeptFiles } from './kept-files.ts'
import { type Published, publishedOf, type PublishedRanking, readBundleEvidence } from './published-bundle.ts'
import { publishedFromParts } from './published-parts.ts'
import { rankingCodeOf } from './ranking-code.ts'

export interface Publications {
  /** Of every period, the latest days first, and of a period the latest first. */
  list(): readonly { readonly period: Period; readonly publication: Publication }[]
  find(id: PublicationId): { readonly period: Period; readonly publication: Publication } | null
  /** Read out of its bundle once, in a thread, and kept. Rejects where it is not kept and the bundle is gone or damaged. */
  rankingOf(publication: Publication): Promise<PublishedRanking>
  /** With what it was made of. Rejects where the bundle is gone or damaged. */
  contentOf(publication: Publication): Promise<Published>
  fileOf(publication: Publication): string
}

/** A publication of 10,000 units takes some ten megabytes read: the last few asked for are remembered. */
const REMEMBERED = 4
const WORKER = new URL('./published-worker.ts', import.meta.url)

export function createPublications(folder: string, house: () => House, kept: KeptFiles): Publications {
  let code: Promise<string> | null = null
  const fileOf = ({ bundleHash }: Publication) => join(folder, `${bundleHash}.zip`)
  const list = () =>
    periodsInOrder(house()).flatMap((period) =>
      period.publications.map((publication) => ({ period, publication })).reverse(),
    )

  async function partsOf(publication: Publication): Promise<readonly Uint8Array[]> {
    const { bundleHash } = publication
    code ??= rankingCodeOf(WORKER)
    const name = `${bytesHashOf(`${await code} ${bundleHash}`)}.publication`
    const before = await kept.read(name)
    if (before !== null) return before
    const parts = await inThread<readonly Uint8Array[]>(WORKER, { file: fileOf(publication), bundleHash })
    await kept.keep(name, parts)
    return parts
  }

  const rankingOf = remembered(async (publication): Promise<PublishedRanking> => {
    return publishedOf(publishedFromParts(await partsOf(publication)))
  })
  const contentOf = remembered(async (publication): Promise<Published> => {
    const ranking = await rankingOf(publication)
    return { ...ranking, ...(await readBundleEvidence(fileOf(publication), ranking.ranked.units)) }
  })

  return {
    ...{ list, fileOf, rankingOf, contentOf },
    find: (id) => list().find(({ publication }) => publication.publicationId === id) ?? null,
  }
}

/** By bundle; what failed is tried again. */
function remembered<T>(
  read: (publication: Publication) => Promise<T>,
): (publication: Publication) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (publication) => {
    const { bundleHash } = publication
    const content = known.get(bundleHash) ?? read(publication)
    known.delete(bundleHash)
    known.set(bundleHash, content)
    content.catch(() => known.delete(bundleHash))
    const oldest = known.keys().next().value
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest)
    return content
  }
}
