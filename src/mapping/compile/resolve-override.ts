/** The overrides of a map bound: another parameter, or a column that was made for searching. */
import type { Position } from '../../kernel/diagnostics.js'
import { nearestName } from '../../kernel/nearest.js'
import { isStandardParameter, searchParameter, searchParametersFor } from '../../search/element-path.js'
import type { ParameterType, SearchParameter } from '../../search/search.js'
import type { FieldType } from '../../spi/index.js'
import type { Report } from '../language/diagnostic-codes.js'
import type { MapDocument, SearchOverride, ValueChange } from '../language/document.js'
import { type ColumnBinding, columnName } from './column.js'
import { isParameterMapped } from './invert.js'
import { columnAt, type MapContext } from './map-context.js'
import { sqlColumn } from './resolve-native.js'
import type { RowScope } from './row-scope.js'
import type { ObjectShape } from './shape.js'

export type BoundOverride =
  | { readonly kind: 'disabled' }
  /** `chain`: the parameter of the type that is referred to. */
  | {
      readonly kind: 'as'
      readonly parameter: SearchParameter
      readonly chain?: { readonly type: string; readonly parameter: SearchParameter }
    }
  | {
      readonly kind: 'column'
      /** Of the type that it declares, where STU3 has no such parameter. */
      readonly declared?: SearchParameter
      readonly column: ColumnBinding
      readonly match: 'equals' | 'starts' | 'words'
      readonly value: readonly ValueChange[]
    }

export function resolveOverrides(
  { search, resourceType }: MapDocument,
  context: Pick<MapContext, 'scope' | 'relations' | 'adapter'>,
): ReadonlyMap<string, BoundOverride> {
  const { scope } = context
  const overrides = new Map<string, BoundOverride>()
  for (const [name, override] of search) {
    const parameter =
      declaredParameter(name, override, resourceType, scope) ?? parameterNamed(name, resourceType, override.at, scope)
    const bound = parameter && resolveOverride(override, parameter, { ...context, resourceType })
    if (bound) overrides.set(name, bound)
  }
  for (const [name, override] of search) if (override.kind === 'as') reportCircle(name, override.at, overrides, scope)
  return overrides
}

interface Resolving extends Pick<MapContext, 'scope' | 'relations' | 'adapter'> {
  readonly resourceType: string
}

/** A parameter of the author's own: its type is declared, and nothing of the resource shows it. */
function declaredParameter(
  name: string,
  override: SearchOverride,
  type: string,
  { report }: RowScope,
): SearchParameter | undefined {
  if (override.kind !== 'column' || override.type === undefined || isStandardParameter(type, name)) return undefined
  if (!/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(name))
    report(
      'search.override-invalid',
      override.at,
      `${name} is no name of a parameter: letters, digits and - only, a letter first.`,
    )
  return { name, type: override.type, expression: '', paths: [], targets: [] }
}

function parameterNamed(name: string, type: string, at: Position, { report }: RowScope): SearchParameter | undefined {
  const parameter = name.startsWith('_') ? undefined : searchParameter(type, name)
  if (parameter) return parameter
  const near = nearestName(
    name,
    [...searchParametersFor(type).keys()].filter(known => !known.startsWith('_')),
  )
  const advice = near === undefined ? '' : ` Did you mean ${near}?`
  report('search.parameter-unknown', at, `${type} has no search parameter ${name} that could be overridden.${advice}`)
  return undefined
}

function resolveOverride(override: SearchOverride, parameter: SearchParameter, resolving: Resolving): BoundOverride | undefined {
  switch (override.kind) {
    case 'disabled':
      return { kind: 'disabled' }
    case 'as':
      return resolveAs(override, parameter, resolving)
    case 'column':
      return resolveColumn(override, parameter, resolving)
    default:
      return override satisfies never
  }
}

/** `code`, `medication.code` or `subject:Patient.identifier`. */
function resolveAs(
  { parameter: { at, text } }: Extract<SearchOverride, { kind: 'as' }>,
  overridden: SearchParameter,
  { resourceType, scope }: Resolving,
): BoundOverride | undefined {
  const [, name = '', type, chained] = /^([\w-]+)(?::([A-Z]\w*))?(?:\.([\w-]+))?$/.exec(text) ?? []
  const parameter = parameterNamed(name === '' ? text : name, resourceType, at, scope)
  if (!parameter) return undefined
  const mistyped = (meant: SearchParameter) => {
    if (meant.type === overridden.type) return false
    scope.report(
      'search.override-invalid',
      at,
      `${overridden.name} is a ${overridden.type} parameter and ${text} a ${meant.type} parameter: one can not stand for the other.`,
    )
    return true
  }
  if (chained === undefined) return mistyped(parameter) ? undefined : { kind: 'as', parameter }
  const types = parameter.targets.filter(
    target => (type === undefined || target === type) && searchParameter(target, chained)?.type === overridden.type,
  )
  const [only, another] = types
  const chain = only === undefined ? undefined : searchParameter(only, chained)
  if (only !== undefined && another === undefined && chain)
    return { kind: 'as', parameter, chain: { type: only, parameter: chain } }
  const message =
    another === undefined
      ? `${name} refers to ${parameter.targets.join(', ') || 'nothing'}, where ${chained} is no ${overridden.type} parameter.`
      : `Say which type is meant: ${types.map(target => `${name}:${target}.${chained}`).join(', ')}.`
  scope.report('search.override-invalid', at, message)
  return undefined
}

function resolveColumn(
  { at, column: written, type: declared, match, value }: Extract<SearchOverride, { kind: 'column' }>,
  parameter: SearchParameter,
  resolving: Resolving,
): BoundOverride | undefined {
  const { name, type, paths } = parameter
  const top = { type: '', path: '' }
  const column =
    written.kind === 'sql'
      ? sqlColumn(written, 'string', top, resolving)
      : columnAt(written.alias, written.name, written.at, top, resolving)
  if (!column) return undefined
  const invalid = (message: string) => {
    resolving.scope.report('search.override-invalid', at, message)
    return undefined
  }
  if (declared !== undefined && declared !== type) return invalid(`${name} is a ${type} parameter of STU3, and no ${declared}.`)
  if (type === 'reference' || type === 'quantity' || type === 'composite')
    return invalid(`${name} is a ${type}; a column can stand for a string, a token, a date, a number or a uri.`)
  const meanings = meaningsOf[type]
  if (meanings) {
    if (written.kind === 'sql') return invalid(`${name} is a ${type}; SQL can stand for a string or a token.`)
    if (match !== undefined || value.length > 0) return invalid(`${name} is a ${type}, which takes neither match nor value.`)
    if (!meanings.includes(column.meaning))
      return invalid(`${name} is a ${type}; ${columnName(column)} holds ${column.meaning} values.`)
  } else if (column.meaning !== 'string' && (type === 'string' || match === 'starts' || match === 'words'))
    return invalid(`${columnName(column)} holds ${column.meaning} values, which have no text search.`)
  const own = paths.length === 0 && { declared: parameter }
  return { kind: 'column', ...own, column, match: match ?? (type === 'string' ? 'starts' : 'equals'), value }
}

/** What a column has to hold to stand for a parameter of the type; text and codes may be of any kind. */
const meaningsOf: Readonly<Partial<Record<ParameterType, readonly FieldType[]>>> = {
  date: ['date', 'dateTime', 'instant'],
  number: ['integer', 'decimal'],
  uri: ['string'],
}

/** A parameter that means one whose element is not mapped would find nothing, and say nothing of it. */
export function reportUnmapped(
  { search, resourceType }: MapDocument,
  overrides: ReadonlyMap<string, BoundOverride>,
  shape: ObjectShape,
  report: Report,
): void {
  for (const [name, override] of overrides) {
    const written = search.get(name)
    if (override.kind !== 'as' || written?.kind !== 'as' || overrides.has(override.parameter.name)) continue
    if (isParameterMapped(shape, override.parameter)) continue
    report(
      'search.override-invalid',
      written.parameter.at,
      `${resourceType}?${override.parameter.name} finds nothing in this map: its element is not mapped.`,
    )
  }
}

function reportCircle(name: string, at: Position, overrides: ReadonlyMap<string, BoundOverride>, scope: RowScope): void {
  const passed = new Set<string>()
  for (let next: string | undefined = name; next !== undefined; ) {
    if (passed.has(next)) {
      scope.report('search.override-invalid', at, `${name} means itself in the end.`)
      return
    }
    passed.add(next)
    const override = overrides.get(next)
    next = override?.kind === 'as' && !override.chain ? override.parameter.name : undefined
  }
}
