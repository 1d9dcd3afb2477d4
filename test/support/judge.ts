/**
 * The judge of the law: whether a resource matches one clause of a search, decided on its JSON from the STU3 specification.
 * It shares nothing with the product but the tables of parameters with their expressions, and the meaning of folded text.
 */
import fhirpath from 'fhirpath'
import stu3 from 'fhirpath/fhir-context/stu3'
import { searchParametersOf } from '../../src/fhir/stu3/search-parameters.js'
import { localParametersOf } from '../../src/search/local-parameters.js'
import { foldText } from '../../src/spi/index.js'
import { dateMatches, type Range, rangeOf } from './judge-dates.js'
import { extentMatches, extentOf, numberText, readAskedQuantity, unitsOf } from './judge-numbers.js'
import { systemOfCode } from './judge-systems.js'

export interface JudgedResource {
  readonly resourceType: string
  readonly id?: string
}
/** As in a query, decoded: `family:exact=Smith`. */
export interface ClauseText {
  readonly name: string
  readonly modifier?: string
  readonly value: string
}
/** A value that a parameter's expression finds. */
export interface Found {
  /** The type of the element: `HumanName`, `code`, `dateTime`. */
  readonly type: string
  readonly value: unknown
  /** The alternative of the expression that found it. */
  readonly path: string
}

export const judgeBaseUrl = 'http://facade.example/STU3'

/** Throws for a parameter that neither STU3 nor Care Connect has: the judge guesses nothing. */
export function judge(resource: JudgedResource, clause: ClauseText): boolean {
  const parameter = parameterOf(resource.resourceType, clause.name)
  const found = valuesOf(resource, clause.name)
  if (clause.modifier === 'missing') return (clause.value === 'true') === !found.some(({ value }) => saysSomething(value))
  const matches = splitAt(clause.value, ',').some(value =>
    found.some(one => valueMatches(one, value, parameter, { ...clause, type: resource.resourceType })),
  )
  return clause.modifier === 'not' ? !matches : matches
}

type Parameter = ReturnType<typeof parameterOf>

function parameterOf(type: string, name: string) {
  const parameter = searchParametersOf(type).get(name) ?? localParametersOf(type).find(local => local.name === name)
  if (parameter === undefined) throw new Error(`There is no search parameter ${type}.${name}.`)
  return parameter
}

// ── What the expression finds ───────────────────────────────────────────────────────────────────────────────────────

type Extract = (resource: JudgedResource) => readonly Found[]
const extracts = new Map<string, Extract>()
const remembered = new WeakMap<JudgedResource, Map<string, readonly Found[]>>()

/** Every value that the corrected expression of the parameter finds in the resource. */
export function valuesOf(resource: JudgedResource, name: string): readonly Found[] {
  const known = remembered.get(resource) ?? new Map<string, readonly Found[]>()
  remembered.set(resource, known)
  const values = known.get(name) ?? extractOf(resource.resourceType, name)(resource)
  known.set(name, values)
  return values
}

function extractOf(type: string, name: string): Extract {
  const key = `${type}.${name}`
  const extract = extracts.get(key) ?? compileExtract(parameterOf(type, name).expression)
  extracts.set(key, extract)
  return extract
}

function compileExtract(expression: string): Extract {
  const alternatives = expression.split(' | ').map(path => ({
    path,
    evaluate: fhirpath.compile(path, stu3, { resolveInternalTypes: false, async: false }),
  }))
  return resource =>
    alternatives.flatMap(({ path, evaluate }) => {
      const nodes: readonly unknown[] = evaluate(resource)
      const types: readonly string[] = fhirpath.types(nodes)
      const values: readonly unknown[] = fhirpath.resolveInternalTypes(nodes)
      return values.map((value, place) => ({ path, value, type: (types[place] ?? '').replace(/^(FHIR|System)\./, '') }))
    })
}

export interface Part {
  readonly parameter: Parameter
  /** What the part finds in an item of the composite. */
  readonly extract: (item: Found) => readonly Found[]
}

/** The parts of a composite; each is like the parameter that its definition ends with. */
export function partsOf(type: string, name: string): readonly Part[] {
  const parameter = parameterOf(type, name)
  const components = 'components' in parameter ? (parameter.components ?? []) : []
  return components.map(({ definition, expression }) => {
    const like = definition.slice(definition.lastIndexOf('/') + 1).replace(/^(clinical|[A-Z][A-Za-z]*)-/, '')
    return { parameter: parameterOf(type, like), extract: item => extractPart(item, expression) }
  })
}

function extractPart(item: Found, expression: string): readonly Found[] {
  return expression.split(' | ').flatMap(part => {
    const evaluate = compiled(item.path, part)
    const nodes: readonly unknown[] = evaluate(item.value)
    const types: readonly string[] = fhirpath.types(nodes)
    const values: readonly unknown[] = fhirpath.resolveInternalTypes(nodes)
    const path = `${item.path}.${part}`
    return values.map((value, place) => ({ path, value, type: (types[place] ?? '').replace(/^(FHIR|System)\./, '') }))
  })
}

const compiledParts = new Map<string, (value: unknown) => unknown[]>()

function compiled(base: string, expression: string): (value: unknown) => unknown[] {
  const key = `${base} ${expression}`
  const evaluate =
    compiledParts.get(key) ?? fhirpath.compile({ base, expression }, stu3, { resolveInternalTypes: false, async: false })
  compiledParts.set(key, evaluate)
  return evaluate
}

/** An id and extensions alone are no value: so a reason why data is absent counts as missing. */
function saysSomething(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  if (typeof value !== 'object') return true
  if (Array.isArray(value)) return value.some(saysSomething)
  return Object.entries(value).some(
    ([name, part]) => name !== 'id' && name !== 'extension' && !name.startsWith('_') && saysSomething(part),
  )
}

// ── What each type of parameter asks of a value ─────────────────────────────────────────────────────────────────────

interface Asked {
  readonly modifier?: string
  /** Of the resource. */
  readonly type: string
}

function valueMatches(found: Found, value: string, parameter: Parameter, asked: Asked): boolean {
  const { modifier } = asked
  switch (parameter.type) {
    case 'token':
      return modifier === 'text'
        ? textsOfCode(found).some(text => fold(text).startsWith(fold(unescaped(value))))
        : codesOf(found).some(code => tokenMatches(code, value))
    case 'string':
      return stringMatches(found, unescaped(value), modifier)
    case 'date': {
      const range = rangeOfElement(found.value)
      return range !== undefined && dateMatches(range, value)
    }
    case 'reference':
      return referenceMatches(found.value, unescaped(value), parameter.targets)
    case 'number':
      return found.type === 'Duration'
        ? quantityMatches(found, `${value}|http://unitsofmeasure.org|d`)
        : numberMatches(found, value)
    case 'quantity':
      return quantityMatches(found, value)
    case 'uri':
      return uriMatches(String(found.value), unescaped(value), modifier)
    case 'composite': {
      const values = splitAt(value, '$')
      return partsOf(asked.type, parameter.name).every((part, place) =>
        part.extract(found).some(one => valueMatches(one, values[place] ?? '', part.parameter, { type: asked.type })),
      )
    }
    default:
      return parameter satisfies never
  }
}

function numberMatches({ value }: Found, searched: string): boolean {
  const size = unitsOf(numberText(value) ?? '')
  return size !== undefined && extentMatches({ low: size, high: size }, unescaped(searched))
}

function quantityMatches({ type, value }: Found, searched: string): boolean {
  const { number, unit } = readAskedQuantity(searched, text => splitAt(text, '|').map(unescaped))
  const extent = extentOf(type, value, unit)
  return extent !== undefined && extentMatches(extent, number)
}

function uriMatches(uri: string, searched: string, modifier: string | undefined): boolean {
  if (modifier === 'below') return uri.startsWith(searched)
  return modifier === 'above' ? searched.startsWith(uri) : uri === searched
}

export interface Code {
  readonly system?: string | undefined
  readonly code: string
}

/** The codes in a found value, each with its system. */
export function codesOf({ type, value, path }: Found): readonly Code[] {
  if (type === 'CodeableConcept') return listAt(value, 'coding').flatMap(coding => codeAt(coding, 'code'))
  if (type === 'Coding') return codeAt(value, 'code')
  if (type === 'Identifier') return codeAt(value, 'value')
  // Its `system` is a code, phone or email, and no code system.
  if (type === 'ContactPoint') return codeAt(value, 'value').map(({ code }) => ({ code }))
  return [{ system: systemOfCode(path, type.toLowerCase()), code: String(value) }]
}

/** What `:text` looks at: the texts of a concept, a coding, an identifier. */
export function textsOfCode({ type, value }: Found): readonly string[] {
  const displays = (codings: readonly unknown[]) => codings.map(coding => textAt(coding, 'display'))
  const texts =
    type === 'CodeableConcept'
      ? [textAt(value, 'text'), ...displays(listAt(value, 'coding'))]
      : type === 'Identifier'
        ? [textAt(propertyAt(value, 'type'), 'text')]
        : type === 'Coding'
          ? displays([value])
          : []
  return texts.filter(text => text !== undefined)
}

function codeAt(value: unknown, name: string): readonly Code[] {
  const code = textAt(value, name)
  return code === undefined ? systemAlone(value) : [{ system: textAt(value, 'system'), code }]
}

/** `system|` finds a system without a code too. No code is ever the empty text. */
function systemAlone(value: unknown): readonly Code[] {
  const system = textAt(value, 'system')
  return system === undefined ? [] : [{ system, code: '' }]
}

function tokenMatches({ system, code }: Code, value: string): boolean {
  const [first = '', second] = splitAt(value, '|').map(unescaped)
  if (second === undefined) return code === first
  if (first === '') return system === undefined && code === second
  return system === first && (second === '' || code === second)
}

const namedParts: Readonly<Record<string, readonly string[]>> = {
  HumanName: ['text', 'family', 'given', 'prefix', 'suffix'],
  Address: ['text', 'line', 'city', 'district', 'state', 'country', 'postalCode'],
}

/** The texts of a found value: itself, or the parts of a name or an address. */
export function textsOf({ type, value }: Found): readonly string[] {
  const parts = namedParts[type]
  if (parts === undefined) return typeof value === 'string' ? [value] : []
  return parts.flatMap(name => [textAt(value, name) ?? listAt(value, name)].flat()).filter(text => typeof text === 'string')
}

const fold = (text: string): string => foldText(text, 'ignoreCaseAndAccents')
const wordsIn = (text: string): readonly string[] => text.split(' ').filter(word => word !== '')

function stringMatches(found: Found, searched: string, modifier: string | undefined): boolean {
  const texts = textsOf(found)
  if (modifier === 'exact') return texts.includes(searched)
  const folded = texts.map(fold)
  if (modifier === 'contains') return folded.some(text => text.includes(fold(searched)))
  if (folded.some(text => text.startsWith(fold(searched)))) return true
  if (found.type !== 'HumanName') return false
  // Every word starts some word of some part.
  const words = folded.flatMap(wordsIn)
  return wordsIn(fold(searched)).every(asked => words.some(word => word.startsWith(asked)))
}

/** The range of a date or a Period; undefined where there is none. */
export function rangeOfElement(value: unknown): Range | undefined {
  if (typeof value === 'string') return rangeOf(value)
  const start = rangeOf(textAt(value, 'start') ?? '')
  const end = rangeOf(textAt(value, 'end') ?? '')
  if (start === undefined && end === undefined) return undefined
  return { start: start?.start ?? Number.NEGATIVE_INFINITY, end: end?.end ?? Number.POSITIVE_INFINITY }
}

function referenceMatches(value: unknown, searched: string, targets: readonly string[]): boolean {
  const reference = textAt(value, 'reference')
  if (reference === undefined) return false
  const local = searched.startsWith(`${judgeBaseUrl}/`) ? searched.slice(judgeBaseUrl.length + 1) : searched
  if (local.includes('/')) return reference === local
  const [type = '', id] = reference.split('/')
  return id === local && (targets.length === 0 || targets.includes(type))
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const propertyAt = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined

export function textAt(value: unknown, name: string): string | undefined {
  const property = propertyAt(value, name)
  return typeof property === 'string' ? property : undefined
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const property: unknown = propertyAt(value, name)
  return Array.isArray(property) ? property : []
}

/** At separators that no backslash escapes. */
function splitAt(text: string, separator: ',' | '|' | '$'): readonly string[] {
  const parts = ['']
  for (const piece of text.match(/\\[\s\S]|[\s\S]/gu) ?? []) {
    if (piece === separator) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${piece}`)
  }
  return parts
}

const unescaped = (text: string): string => text.replace(/\\([,|$\\])/g, '$1')
