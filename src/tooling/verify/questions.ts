/** The searches that one resource must pass: for each value that a parameter finds in it, what must return it and what must not. */
import { parsePartialDate } from '../../fhir/dates.js'
import type { Resource } from '../../fhir/resource.js'
import { escapeValue } from '../../search/escaping.js'
import type { ParameterOffer } from '../../search/offer.js'
import { propertyOf } from '../../search/property-of.js'
import { encodeQueryText } from '../../search/query-string.js'
import type { SearchParameter } from '../../search/search.js'
import { type FoundValue, foundItems, foundValues } from './found-values.js'
import { type Ask, asksOfNumber, asksOfQuantity, asksOfUri } from './measure-questions.js'

export interface Question {
  /** As in a query string: `family:exact=Smith`. It holds a value of a row, so it is not shown. */
  readonly query: string
  /** The same without the value: `family:exact=[text]`. */
  readonly form: string
  /** Whether it returns the resource that it was made of; absent where only the judge can say. */
  readonly returns?: boolean
  /** The value as it stands, without prefix, modifier or system. */
  readonly isPlain: boolean
}

/** Plain ones first. Modifiers that the parameter does not take are left out. */
export function questionsOf(resource: Resource, { parameter, modifiers }: ParameterOffer): readonly Question[] {
  const found = foundValues(resource, parameter)
  const missing: Ask = { modifier: 'missing', value: String(found.length === 0), form: String(found.length === 0), returns: true }
  const present: Ask = { modifier: 'missing', value: String(found.length > 0), form: String(found.length > 0), returns: false }
  const asks =
    parameter.type === 'composite'
      ? foundItems(resource, parameter).flatMap(parts => asksOfItem(parts, parameter.components ?? []))
      : found.flatMap(value => asksOf(value, parameter)).map(found.length > 1 ? withoutNo : ask => ask)
  return [...asks, missing, present]
    .filter(({ modifier }) => modifier === undefined || modifiers.includes(modifier))
    .map(ask => asQuestion(parameter.name, ask))
}

function asQuestion(parameter: string, { modifier, value, form, returns }: Ask): Question {
  const name = modifier === undefined ? parameter : `${parameter}:${modifier}`
  const isPlain = modifier === undefined && /^\[\w+\]$/.test(form)
  return {
    query: `${encodeQueryText(name)}=${encodeQueryText(value)}`,
    form: `${name}=${form}`,
    isPlain,
    ...(returns !== undefined && { returns }),
  }
}

function asksOf(found: FoundValue, parameter: SearchParameter): readonly Ask[] {
  switch (parameter.type) {
    case 'token':
      return codesOf(found).flatMap(asksOfCode)
    case 'string':
      return textsOf(found).flatMap(asksOfText)
    case 'date':
      return asksOfDate(found)
    case 'reference':
      return asksOfReference(found.value, parameter.targets)
    case 'number':
      return asksOfNumber(found.type, found.value)
    case 'quantity':
      return asksOfQuantity(found.type, found.value)
    case 'uri':
      return asksOfUri(found.value)
    case 'composite':
      return []
    default:
      return parameter.type satisfies never
  }
}

/** What one value is not, another of the same element may be; that what is asked for by `not` is not there holds for all. */
const withoutNo = ({ returns, ...ask }: Ask): Ask =>
  returns === true || ask.modifier !== undefined ? { ...ask, ...(returns !== undefined && { returns }) } : ask

/** The parts of one item together find it: the first value of all parts but one, and each value of that one. */
function asksOfItem(parts: readonly (readonly FoundValue[])[], components: readonly SearchParameter[]): readonly Ask[] {
  const asks = components.map((component, place) =>
    (parts[place] ?? []).flatMap(value => asksOf(value, component)).filter(({ modifier }) => modifier === undefined),
  )
  const firsts = asks.flatMap(([first]) => first ?? [])
  if (firsts.length < components.length) return []
  return asks.flatMap((ways, place) => ways.map(way => together(firsts.with(place, way))))
}

const together = (parts: readonly Ask[]): Ask => ({
  value: parts.map(({ value }) => value).join('$'),
  form: parts.map(({ form }) => form).join('$'),
  ...(parts.every(({ returns }) => returns === true) && { returns: true }),
})

// ── Tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Code {
  readonly system?: string
  readonly code?: string
}

function codesOf({ type, value, impliedSystem }: FoundValue): readonly Code[] {
  switch (type) {
    case 'CodeableConcept':
      return listAt(value, 'coding').map(coding => codeIn(coding, 'code'))
    case 'Coding':
      return [codeIn(value, 'code')]
    case 'Identifier':
      return [codeIn(value, 'value')]
    case 'ContactPoint': {
      // Its `system` is phone or email, and no code system.
      const code = textAt(value, 'value')
      return code === undefined ? [] : [{ code }]
    }
    default:
      return [{ code: String(value), ...(impliedSystem !== undefined && { system: impliedSystem }) }]
  }
}

function codeIn(value: unknown, name: string): Code {
  const [system, code] = [textAt(value, 'system'), textAt(value, name)]
  return { ...(system !== undefined && { system }), ...(code !== undefined && { code }) }
}

function asksOfCode({ system, code }: Code): readonly Ask[] {
  const owner = system === undefined ? undefined : escapeValue(system)
  const anyCode: readonly Ask[] = owner === undefined ? [] : [{ value: `${owner}|`, form: '[system]|', returns: true }]
  if (code === undefined) return anyCode
  const written = escapeValue(code)
  return [
    { value: written, form: '[code]', returns: true },
    { value: written, modifier: 'not', form: '[code]', returns: false },
    ...(owner === undefined
      ? [{ value: `|${written}`, form: '|[code]', returns: true }]
      : [
          { value: `${owner}|${written}`, form: '[system]|[code]', returns: true },
          { value: `|${written}`, form: '|[code]' },
        ]),
    ...anyCode,
  ]
}

// ── Strings ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const namedParts: Readonly<Record<string, readonly string[]>> = {
  HumanName: ['family', 'given', 'prefix', 'suffix', 'text'],
  Address: ['line', 'city', 'district', 'state', 'postalCode', 'country', 'text'],
}

function textsOf({ type, value }: FoundValue): readonly string[] {
  const parts = namedParts[type]
  if (parts === undefined) return typeof value === 'string' ? [value] : []
  return parts.flatMap(name => [textAt(value, name) ?? listAt(value, name)].flat()).filter(text => typeof text === 'string')
}

function asksOfText(text: string): readonly Ask[] {
  const signs = [...text]
  const start = signs.slice(0, Math.ceil(signs.length / 2)).join('')
  const middle = signs.slice(Math.floor(signs.length / 3), Math.ceil((signs.length * 2) / 3)).join('')
  const asks: readonly Ask[] = [
    { value: text, form: '[text]', returns: true },
    { value: start, form: '[start of the text]', returns: true },
    { value: text, modifier: 'exact', form: '[text]', returns: true },
    { value: middle, modifier: 'contains', form: '[middle of the text]', returns: true },
  ]
  return asks.filter(({ value }) => value.trim() !== '').map(ask => ({ ...ask, value: escapeValue(ask.value) }))
}

// ── Dates ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Whether a date is so to itself. */
const prefixes = { ge: true, le: true, ne: false, gt: false, lt: false, sa: false, eb: false } as const

function asksOfDate({ type, value }: FoundValue): readonly Ask[] {
  if (typeof value === 'string') {
    if (parsePartialDate(value) === undefined) return []
    return [
      { value, form: '[date]', returns: true },
      ...Object.entries(prefixes).map(([prefix, returns]) => ({ value: prefix + value, form: `${prefix}[date]`, returns })),
    ]
  }
  // A Timing has no range, and no search finds it.
  if (type !== 'Period') return []
  // Whether a period overlaps what is beside one end depends on its other end.
  return ['start', 'end'].flatMap(end => {
    const date = textAt(value, end)
    return date === undefined
      ? []
      : ['', 'ge', 'le', 'gt', 'lt'].map(prefix => ({ value: prefix + date, form: `${prefix}[${end}]` }))
  })
}

// ── References ──────────────────────────────────────────────────────────────────────────────────────────────────────

function asksOfReference(value: unknown, targets: readonly string[]): readonly Ask[] {
  const [, type, id] = /^([A-Za-z]+)\/([^/]+)$/.exec(textAt(value, 'reference') ?? '') ?? []
  if (type === undefined || id === undefined || (targets.length > 0 && !targets.includes(type))) return []
  return [
    { value: `${type}/${id}`, form: '[reference]', returns: true },
    { value: id, form: '[id alone]', returns: true },
  ]
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function textAt(value: unknown, name: string): string | undefined {
  const property = propertyOf(value, name)
  return typeof property === 'string' ? property : undefined
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const property = propertyOf(value, name)
  return Array.isArray(property) ? property : []
}
