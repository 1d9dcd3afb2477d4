/** The modifiers of STU3 and what they have in common. https://hl7.org/fhir/STU3/search.html#modifiers */
import type { ParameterOffer } from './offer.js'
import type { Modifier } from './search.js'

const modifiers: readonly string[] = [
  'missing',
  'not',
  'exact',
  'contains',
  'text',
  'in',
  'not-in',
  'below',
  'above',
] satisfies readonly Modifier[]

export const isModifier = (text: string): text is Modifier => modifiers.includes(text)

/** It finds what does not match: also what has no value. */
export const isNegated = (modifier: Modifier | undefined): boolean => modifier === 'not' || modifier === 'not-in'

const laterModifiers: Readonly<Record<string, string>> = {
  identifier: 'Chain to the identifier of what is referred to, where there is such a chain.',
  ofType: 'Search by [system]|[value].',
  'of-type': 'Search by [system]|[value].',
  'code-text': 'Search by :text.',
  'text-advanced': 'Search by :text.',
}

/** Why a parameter does not take what stands behind its colon. */
export function modifierRefusal(qualifier: string, { parameter, modifiers: taken, terminology }: ParameterOffer): string {
  const { name, type, targets } = parameter
  const later = Object.hasOwn(laterModifiers, qualifier) ? laterModifiers[qualifier] : undefined
  const list = taken.length === 0 ? 'no modifier' : taken.map(each => `:${each}`).join(', ')
  const types = type === 'reference' ? ` or a type that it refers to: ${targets.join(', ')}` : ''
  const takes = `It takes ${list}${types}.`
  if (later !== undefined) return `:${qualifier} is of a later version of FHIR; this is STU3. ${later} ${takes}`
  if (type === 'token' && terminology === undefined && needsTerminology.has(qualifier))
    return `:${qualifier} asks a value set or a hierarchy of codes, and this server was given none (\`terminology\` in its configuration). ${takes}`
  return `${name} does not take this modifier here. ${takes}`
}

const needsTerminology: ReadonlySet<string> = new Set(['in', 'not-in', 'below', 'above'])
