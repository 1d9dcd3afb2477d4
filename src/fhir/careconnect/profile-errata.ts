/** Where the published profiles are wrong, and what ours say. */
import { snomed } from '../systems.js'
import type { Constraints } from './constraints.js'

export interface ProfileErratum {
  readonly type: string
  readonly path: string
  /** Put over what is published. */
  readonly ours: Constraints
  readonly why: string
}

export const profileErrata: readonly ProfileErratum[] = [
  {
    type: 'AllergyIntolerance',
    path: 'code.coding:snomedCT.system',
    ours: { fixed: snomed },
    why: 'The only SNOMED CT slice that does not fix its system, so nothing would tell its items from others.',
  },
]
