/**
 * The codes of a value set: those of its expansion, else what its definition comes to. Nothing is guessed: a rule that can not be
 * followed to the end makes the whole value set unanswerable. https://hl7.org/fhir/STU3/valueset.html
 */
import { type Answer, type CodeSet, isUnanswerable, type Unanswerable } from './code-set.js'
import { type CodeSystem, closureOf } from './code-system.js'
import { listAt, numberAt, propertyAt, textAt } from './json.js'

export interface ValueSet {
  /** Canonical. */
  readonly url: string
  readonly version?: string
  readonly id?: string
  /** The resource in JSON. */
  readonly node: unknown
}

export interface ExpansionContext {
  readonly systems: ReadonlyMap<string, CodeSystem>
  /** By url, by `[url]|[version]` and by `ValueSet/[id]`. */
  readonly valueSets: ReadonlyMap<string, ValueSet>
}

/** `node` is a ValueSet in JSON; undefined without a url. */
export function readValueSet(node: unknown): ValueSet | undefined {
  const [url, version, id] = [textAt(node, 'url'), textAt(node, 'version'), textAt(node, 'id')]
  if (url === undefined) return undefined
  return { url, ...(version !== undefined && { version }), ...(id !== undefined && { id }), node }
}

/** `within`: the urls of value sets that it is a part of, so that none is a part of itself. */
export function expandValueSet(valueSet: ValueSet, context: ExpansionContext, within: readonly string[] = []): Answer {
  const { url, node } = valueSet
  if (within.includes(url)) return { reason: `The value set ${url} is made of itself.` }
  const expansion = propertyAt(node, 'expansion')
  if (expansion !== undefined) return readExpansion(url, expansion)
  const compose = propertyAt(node, 'compose')
  if (compose === undefined) return { reason: `The value set ${url} says nothing of its codes.` }
  return composeCodes(compose, url, context, [...within, url])
}

// ── An expansion ────────────────────────────────────────────────────────────────────────────────────────────────────

const tooCostly = 'http://hl7.org/fhir/StructureDefinition/valueset-toocostly'

/** Paged, cut short or without its codes' systems, it does not say which codes the value set has. */
function readExpansion(url: string, expansion: unknown): Answer {
  const codes = new GrowingCodes()
  let entries = 0
  const read = (items: readonly unknown[]): boolean =>
    items.every(item => {
      entries++
      const [system, code] = [textAt(item, 'system'), textAt(item, 'code')]
      if (code !== undefined && system === undefined) return false
      if (code !== undefined && system !== undefined && propertyAt(item, 'abstract') !== true) codes.add(system, code)
      return read(listAt(item, 'contains'))
    })
  if (!read(listAt(expansion, 'contains'))) return { reason: `The expansion of ${url} has codes without a system.` }
  const isCut = listAt(expansion, 'extension').some(each => textAt(each, 'url') === tooCostly)
  if (isCut || (numberAt(expansion, 'offset') ?? 0) > 0 || (numberAt(expansion, 'total') ?? 0) > entries)
    return { reason: `Only a part of the expansion of ${url} is known here.` }
  return codes.bySystem
}

// ── A definition ────────────────────────────────────────────────────────────────────────────────────────────────────

function composeCodes(compose: unknown, url: string, context: ExpansionContext, within: readonly string[]): Answer {
  const included = together(listAt(compose, 'include').map(part => codesOfPart(part, url, context, within)))
  if (isUnanswerable(included)) return included
  const excluded = together(listAt(compose, 'exclude').map(part => codesOfPart(part, url, context, within)))
  if (isUnanswerable(excluded)) return excluded
  const keepsInactive = propertyAt(compose, 'inactive') !== false
  return filterCodes(included, (system, code) => {
    const isInactive = context.systems.get(system)?.concepts.get(code)?.isInactive === true
    return excluded.get(system)?.has(code) !== true && (keepsInactive || !isInactive)
  })
}

function together(parts: readonly Answer[]): Answer {
  const codes = new GrowingCodes()
  for (const part of parts) {
    if (isUnanswerable(part)) return part
    for (const [system, own] of part) for (const code of own) codes.add(system, code)
  }
  return codes.bySystem
}

/** What is in the system's part and in each of the value sets that are named. */
function codesOfPart(part: unknown, url: string, context: ExpansionContext, within: readonly string[]): Answer {
  const named = listAt(part, 'valueSet').map(reference => codesOfNamed(reference, url, context, within))
  const system = textAt(part, 'system')
  const sets = system === undefined ? named : [codesOfSystem(part, system, url, context), ...named]
  const [first, ...others] = sets
  if (first === undefined) return { reason: `A part of the value set ${url} names neither a code system nor a value set.` }
  let common: Answer = first
  for (const other of others) {
    if (isUnanswerable(other)) return other
    if (!isUnanswerable(common)) common = filterCodes(common, (of, code) => other.get(of)?.has(code) === true)
  }
  return common
}

function codesOfNamed(reference: unknown, url: string, context: ExpansionContext, within: readonly string[]): Answer {
  const valueSet = typeof reference === 'string' ? context.valueSets.get(reference) : undefined
  if (valueSet) return expandValueSet(valueSet, context, within)
  return {
    reason: `The value set ${url} is made of ${typeof reference === 'string' ? reference : 'another'}, which is not known here.`,
  }
}

function codesOfSystem(part: unknown, url: string, valueSet: string, { systems }: ExpansionContext): Answer {
  const listed = listAt(part, 'concept').flatMap(concept => textAt(concept, 'code') ?? [])
  if (listed.length > 0) return new Map([[url, new Set(listed)]])
  const system = systems.get(url)
  if (!system) return { reason: `The value set ${valueSet} takes codes of ${url}, and that code system is not known here.` }
  const version = textAt(part, 'version')
  if (version !== undefined && system.version !== undefined && version !== system.version)
    return { reason: `The value set ${valueSet} takes codes of another version of ${url} than is known here.` }
  if (system.incomplete !== undefined) return { reason: system.incomplete }
  let codes: ReadonlySet<string> = new Set(system.concepts.keys())
  for (const filter of listAt(part, 'filter')) {
    const passing = codesPassing(filter, system, valueSet)
    if ('reason' in passing) return passing
    codes = new Set([...codes].filter(code => passing.has(code)))
  }
  return new Map([[url, codes]])
}

/** Filters by what a code means. Others, by its properties or its text, are not followed. */
function codesPassing(filter: unknown, system: CodeSystem, valueSet: string): ReadonlySet<string> | Unanswerable {
  const [property, op, value] = [textAt(filter, 'property'), textAt(filter, 'op'), textAt(filter, 'value')]
  const known = property === 'concept' || property === 'code' ? codesPassingOp[op ?? ''] : undefined
  if (!known || value === undefined)
    return { reason: `The value set ${valueSet} is defined by a filter that this server does not follow: ${property} ${op}.` }
  if (known.isHierarchic && system.notSubsuming !== undefined) return { reason: system.notSubsuming }
  if (known.isHierarchic && !system.concepts.has(value))
    return { reason: `The value set ${valueSet} is defined by a code that ${system.url} does not have.` }
  return known.codes(value, system)
}

interface FilterOp {
  readonly isHierarchic: boolean
  codes(value: string, system: CodeSystem): ReadonlySet<string>
}

const without = (taken: ReadonlySet<string>, { concepts }: CodeSystem): ReadonlySet<string> =>
  new Set([...concepts.keys()].filter(code => !taken.has(code)))

const listedIn = (value: string): ReadonlySet<string> => new Set(value.split(',').map(code => code.trim()))

/** https://hl7.org/fhir/STU3/valueset-filter-operator.html */
const codesPassingOp: Readonly<Record<string, FilterOp>> = {
  '=': { isHierarchic: false, codes: value => new Set([value]) },
  in: { isHierarchic: false, codes: listedIn },
  'not-in': { isHierarchic: false, codes: (value, system) => without(listedIn(value), system) },
  'is-a': { isHierarchic: true, codes: (value, system) => closureOf(value, 'children', system) },
  'is-not-a': { isHierarchic: true, codes: (value, system) => without(closureOf(value, 'children', system), system) },
  generalizes: { isHierarchic: true, codes: (value, system) => closureOf(value, 'parents', system) },
  'descendent-of': {
    isHierarchic: true,
    codes: (value, system) => new Set([...closureOf(value, 'children', system)].filter(code => code !== value)),
  },
}

class GrowingCodes {
  readonly bySystem = new Map<string, Set<string>>()

  add(system: string, code: string): void {
    const codes = this.bySystem.get(system)
    if (codes) codes.add(code)
    else this.bySystem.set(system, new Set([code]))
  }
}

function filterCodes(codes: CodeSet, keeps: (system: string, code: string) => boolean): CodeSet {
  const kept = new GrowingCodes()
  for (const [system, own] of codes) for (const code of own) if (keeps(system, code)) kept.add(system, code)
  return kept.bySystem
}
