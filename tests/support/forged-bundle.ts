// A bundle changed by whoever holds the signing key: every hash of the manifest and its signature are made anew.

import { MEMBERS } from '../../server/evaluation/bundle-members.ts'
import { bytesHashOf, canonicalHashOf, canonicalJson } from '../../server/evaluation/canonical.ts'
import { createSigning } from '../../server/signing.ts'
import { SIGNING_KEY } from './given-bundle.ts'

/** `changes`: by member, the bytes it has instead. A changed manifest is signed as it is. */
export function forgedBundle(
  members: ReadonlyMap<string, Buffer>,
  changes: Readonly<Record<string, Buffer>>,
): ReadonlyMap<string, Buffer> {
  const changed = new Map([...members, ...Object.entries(changes)])
  const json = (of: string): unknown => JSON.parse(changed.get(of)!.toString('utf8'))
  const manifest = json(MEMBERS.manifest) as { members: readonly { name: string }[] }
  const again = {
    ...manifest,
    ...(MEMBERS.manifest in changes
      ? {}
      : {
          members: manifest.members.map((member) => {
            const of = changed.get(member.name)!
            return { ...member, bytes: of.length, sha256: bytesHashOf(of) }
          }),
          schemeHash: canonicalHashOf(json(MEMBERS.scheme)),
          inputsHash: canonicalHashOf({
            ...(json(MEMBERS.inputs) as object),
            units: (json(MEMBERS.units) as { units: unknown }).units,
          }),
          resultHash: canonicalHashOf(json(MEMBERS.results)),
        }),
  }
  const bytes = Buffer.from(canonicalJson(again), 'utf8')
  return changed
    .set(MEMBERS.manifest, bytes)
    .set(MEMBERS.signature, Buffer.from(createSigning(SIGNING_KEY).sign(bytes)))
}
