/** What becomes of parameters that can not be searched: `Prefer: handling=…`. https://hl7.org/fhir/STU3/search.html#errors */
import type { ErrorCode, Fault } from '../kernel/errors.js'

/** Without a wish a search is strict. */
export type Handling = 'strict' | 'lenient'

/**
 * Who asks for it may have left out what this server does not know or can not do. Not a value that is wrong, and not a modifier:
 * STU3 has a search refused whose modifier is not supported, for without it the parameter would ask for something else.
 */
const leavable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'search.parameter-unknown',
  'search.parameter-unsupported',
  'search.chain-unsupported',
  'search.include-unsupported',
  'search.sort-unsupported',
])

export const canBeLeftOut = (faults: readonly Fault[], handling: Handling): boolean =>
  handling === 'lenient' && faults.every(({ code }) => leavable.has(code))

/** For the client, which has to know that it was asked less than it asked. */
export const tellLeftOut = ({ expression = 'A parameter', text }: Fault): string =>
  `${expression} was left out of this search, as Prefer: handling=lenient asks. ${text}`
