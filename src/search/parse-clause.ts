/** One `name:modifier=values`, or a chain. https://hl7.org/fhir/STU3/search.html#modifiers and #chaining */
import type { ErrorCode } from '../kernel/errors.js'
import type { ClauseText, ParseContext, ParsedClause, Step } from './clause-text.js'
import { canonicalName } from './local-parameters.js'
import { isModifier, modifierRefusal } from './modifiers.js'
import type { ParameterOffer, TypeOffer } from './offer.js'
import { type NameParts, splitName } from './parameter-name.js'
import { chainRefused, notOffered } from './parameter-refusal.js'
import { parseHas } from './parse-has.js'
import { parseValues, readMissing, type ValueContext } from './parse-values.js'
import { shownName } from './query-string.js'
import type { Clause } from './search.js'

export function parseClause(text: ClauseText, offer: TypeOffer, context: ParseContext): ParsedClause {
  if (isHas(text.name)) return parseHas(text, offer, context, inner => stepTo(text, inner, context))
  const parts = splitName(text.name)
  const offered = offer.parameters.get(canonicalName(offer.type, parts.name))
  if (offered === undefined) return refuse(text, notOffered(parts.name, offer))
  if (parts.chained !== undefined) return parseChain(text, { ...parts, chained: parts.chained }, offered, context)
  if (parts.qualifier === undefined) return finishClause(text, { parameter: offered.parameter }, context)
  return parseQualified(text, parts.qualifier, offered, context)
}

/** `birthdate:missing`, `subject:Patient`. */
function parseQualified(text: ClauseText, qualifier: string, offered: ParameterOffer, context: ParseContext): ParsedClause {
  const { parameter } = offered
  if (parameter.type === 'reference' && parameter.targets.includes(qualifier)) {
    return finishClause(text, { parameter, targetType: qualifier }, context)
  }
  if (!isModifier(qualifier) || !offered.modifiers.includes(qualifier)) {
    return refuse(text, { code: 'search.modifier-unsupported', text: modifierRefusal(qualifier, offered) })
  }
  if (qualifier !== 'missing') {
    const { terminology } = offered
    return finishClause(text, { parameter, modifier: qualifier }, { baseUrl: context.baseUrl, terminology })
  }
  const missing = readMissing(text.value)
  if (missing === undefined) return refuse(text, { code: 'search.value-invalid', text: ':missing takes true or false.' })
  return { clause: { expression: text.name, parameter, modifier: 'missing', values: [missing] } }
}

const isHas = (name: string): boolean => name === '_has' || name.startsWith('_has:')

/** One reference further. */
function stepTo(text: ClauseText, { name, offer }: Step, context: ParseContext): ParsedClause {
  const { maxChainSteps = 5 } = context
  const steps = (text.steps ?? 0) + 1
  if (steps > maxChainSteps)
    return refuse(
      text,
      chainRefused(`This follows more than ${maxChainSteps} references one after the other, which is the most.`),
    )
  return parseClause({ ...text, name, steps }, offer, context)
}

/** The target type is always resolved, so that nobody after us has to guess. */
function parseChain(
  text: ClauseText,
  { qualifier, chained }: NameParts & { readonly chained: string },
  offered: ParameterOffer,
  context: ParseContext,
): ParsedClause {
  const { parameter, chainTargets } = offered
  if (parameter.type !== 'reference')
    return refuse(text, chainRefused(`${parameter.name} is no reference, so nothing can be chained to it.`))
  const [onlyTarget, ...others] = qualifier === undefined ? chainTargets : chainTargets.filter(type => type === qualifier)
  const target = onlyTarget === undefined ? undefined : context.offers.get(onlyTarget)
  if (target === undefined) {
    const types = chainTargets.length === 0 ? 'No type' : chainTargets.join(', ')
    const reason = offered.chainRefusal === undefined ? '' : ` ${offered.chainRefusal}`
    return refuse(text, chainRefused(`${types} can be reached through ${parameter.name} here.${reason}`))
  }
  if (others.length > 0) {
    return refuse(
      text,
      chainRefused(`Say which type is meant: ${chainTargets.map(type => `${parameter.name}:${type}`).join(', ')}.`),
    )
  }
  const inner = stepTo(text, { name: chained, offer: target }, context)
  if ('faults' in inner) return inner
  return { clause: { expression: text.name, parameter, targetType: target.type, chain: inner.clause, values: [] } }
}

function finishClause(text: ClauseText, clause: Omit<Clause, 'expression' | 'values'>, context: ValueContext): ParsedClause {
  const values = parseValues(text.value, clause, context)
  if (!('values' in values)) return refuse(text, values)
  return { clause: { expression: text.name, ...clause, values: values.values } }
}

const refuse = (text: ClauseText, why: { readonly code: ErrorCode; readonly text: string }): ParsedClause => ({
  faults: [{ ...why, expression: shownName(text.written) }],
})
