// Shows which output this page is, while the console asks: big enough to be read off a wall of screens.

import type { OutputName } from '../shared/basics/ids.ts'
import { OUTPUT_ROLE_NAMES, type OutputRole } from '../shared/show/air.ts'

export function Identify({ output, role }: { readonly output: OutputName; readonly role: OutputRole }) {
  return (
    <div className="identify">
      <p className="identify-name">{output}</p>
      <p className="identify-role">{OUTPUT_ROLE_NAMES[role]}</p>
    </div>
  )
}
