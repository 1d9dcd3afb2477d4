/** Why a parameter or a chain is refused, and what can be asked instead. */
import type { ErrorCode } from '../kernel/errors.js'
import { nearestName } from '../kernel/nearest.js'
import { isStandardParameter } from './element-path.js'
import type { TypeOffer } from './offer.js'
import { shownName } from './query-string.js'

interface Refusal {
  readonly code: ErrorCode
  readonly text: string
}

/** What a search takes whatever its type. */
const resultParameters = ['_count', '_format', '_include', '_pretty', '_revinclude', '_sort']

export function notOffered(name: string, offer: TypeOffer): Refusal {
  const names = [...offer.parameters.keys()].sort()
  const supported =
    names.length === 0 ? `${offer.type} has no search parameters here.` : `${offer.type} takes ${names.join(', ')}.`
  if (isStandardParameter(offer.type, name)) {
    return {
      code: 'search.parameter-unsupported',
      text: `STU3 defines this parameter, but it can not be answered from the data behind this server. ${supported}`,
    }
  }
  const near = nearestName(shownName(name), [...names, ...resultParameters])
  return {
    code: 'search.parameter-unknown',
    text: `This is no search parameter of ${offer.type}.${near === undefined ? '' : ` Did you mean ${near}?`} ${supported}`,
  }
}

export const chainRefused = (text: string): Refusal => ({ code: 'search.chain-unsupported', text })
