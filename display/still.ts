// Whether motion is left out below this point of the tree: by the page's address, or because a kept frame is drawn again.

import { createContext, useContext } from 'react'

export const StillContext = createContext(false)

export function useStill(): boolean {
  return useContext(StillContext)
}
