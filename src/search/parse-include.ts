/** `_include` and `_revinclude`. https://hl7.org/fhir/STU3/search.html#include */
import type { ErrorCode, Fault } from '../kernel/errors.js'
import { nearestName } from '../kernel/nearest.js'
import { canonicalName } from './local-parameters.js'
import type { Offers, ReferenceOffer, TypeOffer } from './offer.js'
import { shownName } from './query-string.js'
import { requiredFault } from './required-parameters.js'
import type { Include, IncludeDirection, SearchParameter } from './search.js'

export interface IncludeText {
  readonly direction: IncludeDirection
  /** What stands after the colon of the name; empty when there is none. */
  readonly modifier: string
  /** The whole name, for faults. */
  readonly written: string
  readonly value: string
}

export type ParsedInclude = { readonly include: Include } | { readonly faults: readonly Fault[] }

/** `offer`: of the type that is searched. Nothing that could never include anything is taken. */
export function parseInclude(text: IncludeText, offer: TypeOffer, offers: Offers): ParsedInclude {
  const result = readModifier(text) ?? readValue(text, offer, offers)
  return 'direction' in result ? { include: result } : { faults: [{ ...result, expression: shownName(text.written) }] }
}

type Refusal = Omit<Fault, 'expression'>

const refuse = (text: string, code: ErrorCode = 'search.include-unsupported'): Refusal => ({ code, text })

function readModifier({ direction, modifier, written }: IncludeText): Refusal | undefined {
  if (modifier === 'recurse' || !written.includes(':')) return undefined
  const text =
    modifier === 'iterate'
      ? `:iterate is of a later version of FHIR (R4); this is STU3. Write ${direction}:recurse.`
      : `${direction} takes :recurse and no other modifier.`
  return refuse(text, 'search.modifier-unsupported')
}

function readValue(text: IncludeText, offer: TypeOffer, offers: Offers): Include | Refusal {
  const { direction, value } = text
  // STU3 has the wildcard for a parameter; alone it is often written for all parameters of the type that is searched.
  const written = value === '*' && direction === '_include' ? `${offer.type}:*` : value
  const [type = '', name = '', target, ...rest] = written.split(':')
  if (type === '' || name === '' || target === '' || rest.length > 0 || written.includes(','))
    return refuse(
      `Write ${direction}=Type:parameter or ${direction}=Type:parameter:Target, and ${direction} again for each other one.`,
      'search.value-invalid',
    )
  const referring = offers.get(type)
  if (!referring) return refuse(`It begins with a type that is not served.${meant(type, offers.keys())}`)
  const isRecursive = text.modifier === 'recurse'
  const followed = followedBy(canonicalName(type, name), referring)
  if ('code' in followed) return followed
  const asked = { direction, isRecursive, target, followed: followed.references }
  const refused = refuseTarget(asked, referring) ?? refuseStart(asked, referring, offer.type)
  if (refused) return refused
  return {
    direction,
    type,
    ...(followed.parameter && { parameter: followed.parameter }),
    ...(target !== undefined && { targetType: target }),
    isRecursive,
  }
}

interface Followed {
  /** Absent for `*`. */
  readonly parameter?: SearchParameter
  readonly references: readonly ReferenceOffer[]
}

function followedBy(name: string, { type, references, parameters }: TypeOffer): Followed | Refusal {
  if (name === '*') return { references: [...references.values()] }
  const found = references.get(name)
  if (found) return { parameter: found.parameter, references: [found] }
  const names = [...references.keys()].sort()
  const other = parameters.get(name)
  if (other && other.parameter.type !== 'reference')
    return refuse(`${name} of ${type} is no reference. ${referencesOf(type, names)}`)
  return refuse(`This is no reference of ${type} that can be followed here.${meant(name, names)} ${referencesOf(type, names)}`)
}

const referencesOf = (type: string, names: readonly string[]): string =>
  names.length === 0
    ? `Nothing that is mapped of ${type} refers to a type that is served.`
    : `${type} refers by ${names.join(', ')}.`

const meant = (name: string, names: Iterable<string>): string => {
  const near = nearestName(shownName(name), names)
  return near === undefined ? '' : ` Did you mean ${near}?`
}

const targetsOf = (followed: readonly ReferenceOffer[]): readonly string[] => [
  ...new Set(followed.flatMap(({ targets }) => targets)),
]

interface Asked {
  readonly direction: IncludeDirection
  readonly isRecursive: boolean
  readonly target: string | undefined
  readonly followed: readonly ReferenceOffer[]
}

function refuseTarget({ target, followed }: Asked, { type }: TypeOffer): Refusal | undefined {
  const targets = targetsOf(followed)
  if (targets.length === 0) return refuse(referencesOf(type, []))
  if (target === undefined || targets.includes(target)) return undefined
  return refuse(`It leads to ${targets.join(', ')} here.${meant(target, targets)}`)
}

/** Where it begins: at the matches, unless it goes on from what was included. */
function refuseStart(
  { direction, isRecursive, target, followed }: Asked,
  referring: TypeOffer,
  type: string,
): Refusal | undefined {
  if (direction === '_include') {
    if (isRecursive || referring.type === type) return undefined
    return refuse(
      `A search of ${type} finds no ${referring.type} to begin with. Write ${type}:…, or _include:recurse to go on from what was included.`,
    )
  }
  const ends = target === undefined ? targetsOf(followed) : [target]
  if (!isRecursive && !ends.includes(type))
    return refuse(
      `It leads to ${ends.join(', ')}, and this is a search of ${type}. Write _revinclude:recurse to go on from what was included.`,
    )
  const reached = isRecursive ? ends : [type]
  const used = followed.filter(({ targets }) => targets.some(end => reached.includes(end)))
  return used.map(reference => reverseRefusal(reference, referring)).find(refusal => refusal !== undefined)
}

/** Why what refers can not be found: it is searched for, by the rules of its type. Undefined when it can. */
export function reverseRefusal({ parameter }: ReferenceOffer, referring: TypeOffer): Refusal | undefined {
  if (!referring.parameters.has(parameter.name))
    return refuse(`${parameter.name} of ${referring.type} can not be searched here, so what refers by it can not be found.`)
  const required = requiredFault([{ parameter }], referring)
  return required && refuse(required.text, required.code)
}
