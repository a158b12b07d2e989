// A period as it was when one of its publications was certified: what came, was set or was lifted since is not in it (PUB2).

import type { Period, Publication } from './period.ts'

/** Imports, vetoes and reliefs of then; the rest is as now. */
export function asCertified(
  period: Period,
  { certifiedAtMs }: Pick<Publication, 'certifiedAtMs'>,
): Pick<Period, 'id' | 'imports' | 'evidence' | 'vetoes'> {
  const isThen = ({ atMs }: { readonly atMs: number }) => atMs <= certifiedAtMs
  const imports = period.imports.filter(isThen)
  return {
    id: period.id,
    imports,
    // One table an import, in their order. The same array where none came since: what is unpacked of it is remembered by it.
    evidence:
      imports.length === period.imports.length ? period.evidence : period.evidence.slice(0, imports.length),
    vetoes: period.vetoes
      .filter(isThen)
      .map((veto) => (veto.relief === null || isThen(veto.relief) ? veto : { ...veto, relief: null })),
  }
}
