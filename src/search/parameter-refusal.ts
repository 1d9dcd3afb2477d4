/** Why a parameter or a chain is refused, and what can be asked instead. */
import type { ErrorCode } from '../kernel/errors.js'
import { nearestName } from '../kernel/nearest.js'
import { incomparableTypes } from './comparable-types.js'
import { isStandardParameter, searchParameter } from './element-path.js'
import type { TypeOffer } from './offer.js'
import { shownName } from './query-string.js'

interface Refusal {
  readonly code: ErrorCode
  readonly text: string
}

/** What a search takes whatever its type. */
const resultParameters = ['_count', '_elements', '_format', '_include', '_pretty', '_revinclude', '_sort', '_summary', '_total']

export function notOffered(name: string, offer: TypeOffer): Refusal {
  const names = [...offer.parameters.keys()].sort()
  const supported =
    names.length === 0 ? `${offer.type} has no search parameters here.` : `${offer.type} takes ${names.join(', ')}.`
  const parameter = searchParameter(offer.type, name)
  const strange = parameter === undefined ? [] : incomparableTypes(offer.type, parameter)
  if (strange.length > 0) {
    return {
      code: 'search.parameter-unsupported',
      text: `STU3 defines this parameter, but a ${strange.join(' or ')} is nothing that this server can compare. ${supported}`,
    }
  }
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
