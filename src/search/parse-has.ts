/** `_has:[type]:[reference]:[parameter]=values`: asks of what refers to a resource. https://hl7.org/fhir/STU3/search.html#has */
import type { ErrorCode } from '../kernel/errors.js'
import { nearestName } from '../kernel/nearest.js'
import type { ClauseText, ParseContext, ParsedClause, Step } from './clause-text.js'
import { canonicalName } from './local-parameters.js'
import type { TypeOffer } from './offer.js'
import { shownName } from './query-string.js'
import type { SearchParameter } from './search.js'

/** What stands for the parameter of a clause with `has`: nothing of the resource itself is asked. */
const hasParameter: SearchParameter = { name: '_has', type: 'reference', expression: '', paths: [], targets: [] }

/** `parseStep` reads what stands behind the reference: a parameter, a chain, or `_has` again. */
export function parseHas(
  text: ClauseText,
  { type: referred }: TypeOffer,
  { offers }: ParseContext,
  parseStep: (step: Step) => ParsedClause,
): ParsedClause {
  const [, type = '', name = '', ...rest] = text.name.split(':')
  const asked = rest.join(':')
  if (type === '' || name === '' || asked === '')
    return refuse(
      text,
      'search.value-invalid',
      'Write _has:Type:reference:parameter=value, as in _has:Observation:patient:code=1.',
    )
  const offer = offers.get(type)
  if (!offer)
    return refuse(text, 'search.chain-unsupported', `It asks of a type that is not served.${meant(type, offers.keys())}`)
  const reference = offer.references.get(canonicalName(type, name))
  if (!reference?.targets.includes(referred)) {
    const names = [...offer.references.values()]
      .filter(({ targets }) => targets.includes(referred))
      .map(each => each.parameter.name)
    const known =
      names.length === 0 ? `No ${type} refers to ${referred} here.` : `${type} refers to ${referred} by ${names.join(', ')}.`
    return refuse(
      text,
      'search.chain-unsupported',
      `${type} does not refer to ${referred} by this.${meant(name, names)} ${known}`,
    )
  }
  const inner = parseStep({ name: asked, offer })
  if ('faults' in inner) return inner
  const has = { type, parameter: reference.parameter, clause: inner.clause }
  return { clause: { expression: text.name, parameter: hasParameter, has, values: [] } }
}

const meant = (name: string, names: Iterable<string>): string => {
  const near = nearestName(shownName(name), names)
  return near === undefined ? '' : ` Did you mean ${near}?`
}

const refuse = ({ written }: ClauseText, code: ErrorCode, text: string): ParsedClause => ({
  faults: [{ code, text, expression: shownName(written) }],
})
