/** One clause of a search as a test on the rows of one map. */
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { allOf, always, anyOf, type Inverse, negate, never } from '../mapping/compile/inverse.js'
import { find, hasValue, isParameterMapped, type Leaf, type LeafShape } from '../mapping/compile/invert.js'
import { dateLeaf } from '../mapping/compile/invert-date.js'
import { numberLeaf, quantityLeaf } from '../mapping/compile/invert-quantity.js'
import { referenceLeaf } from '../mapping/compile/invert-reference.js'
import { stringLeaf } from '../mapping/compile/invert-string.js'
import { codesLeaf, tokenLeaf, tokenTextLeaf } from '../mapping/compile/invert-token.js'
import { uriLeaf } from '../mapping/compile/invert-uri.js'
import { impliedSystem, specialValues } from '../search/implied-systems.js'
import { isNegated } from '../search/modifiers.js'
import type { Clause, ElementPath, PlainValue, SearchValue, TokenValue } from '../search/search.js'
import { chainLeaf, invertHas } from './invert-chain.js'
import type { InvertContext } from './invert-context.js'
import { invertOverride } from './invert-override.js'

/** DESIGN, ruling 6: an element that this map does not have matches nothing, and is missing. */
export function invertClause(clause: Clause, map: CompiledMap, context: InvertContext): Inverse {
  if (clause.has) return invertHas(clause.has, map, context, invertClause)
  const override = map.overrides.get(clause.parameter.name)
  if (override) return invertOverride(override, clause, context, meant => invertClause(meant, map, context))
  if (clause.modifier === 'missing') return missing(clause, map, context)
  const found = anyOf(clause.parameter.paths.flatMap(path => testsAt(path, clause, map, context)))
  return isNegated(clause.modifier) ? negate(found) : found
}

/** Whether the map has any element of the parameter, or says what it means. */
export const isOffered = (clause: Pick<Clause, 'parameter'>, map: CompiledMap): boolean =>
  map.overrides.has(clause.parameter.name) || isParameterMapped(map.searched, clause.parameter)

function missing({ parameter, values }: Clause, map: CompiledMap, context: InvertContext): Inverse {
  const there = anyOf(
    parameter.paths.map(path =>
      endsInExists(path) ? always : find(map.searched, path, leaf => hasValue(leaf, context), context),
    ),
  )
  return anyOf(values.map(value => (value.kind === 'missing' && value.missing ? negate(there) : there)))
}

const endsInExists = (path: ElementPath): boolean => path.at(-1)?.kind === 'exists'

function testsAt(path: ElementPath, clause: Clause, map: CompiledMap, context: InvertContext): readonly Inverse[] {
  if (clause.chain) return [find(map.searched, path, chainLeaf(clause, clause.chain, map, context, invertClause), context)]
  if (endsInExists(path)) {
    const there = find(map.searched, path.slice(0, -1), leaf => hasValue(leaf, context), context)
    return clause.values.flatMap(value => booleanTokens(value).map(token => booleanToken(token, there)))
  }
  // Some element passes one of the tests: that is one look at the child rows and not one for each value.
  const leaves = clause.values.map(value =>
    value.kind === 'composite'
      ? compositeLeaf(value.parts, path, clause, map, context)
      : leafFor(value, path, clause, map, context),
  )
  return [find(map.searched, path, shape => anyOf(leaves.map(leaf => leaf(shape))), context)]
}

/** The item has each part: they stand on one row, or on one child row. */
function compositeLeaf(
  parts: readonly PlainValue[],
  item: ElementPath,
  { parameter, ...clause }: Clause,
  map: CompiledMap,
  context: InvertContext,
): Leaf {
  const { components = [] } = parameter
  const leaves = parts.map((part, place) => {
    const component = components[place]
    return (component?.paths ?? []).map(path => ({
      path,
      leaf: leafFor(part, [...item, ...path], { ...clause, parameter: component ?? parameter }, map, context),
    }))
  })
  return shape => allOf(leaves.map(ways => anyOf(ways.map(({ path, leaf }) => find(shape, path, leaf, context)))))
}

function booleanTokens(value: SearchValue): readonly TokenValue[] {
  if (value.kind === 'token') return [value]
  if (value.kind !== 'codes') return []
  return [...(value.codes.get(specialValues) ?? [])].map(code => ({ kind: 'token', code }))
}

/** The system of a code, whose JSON names none. */
function impliedBy(shape: LeafShape, path: ElementPath, { type }: CompiledMap): string | undefined {
  if (shape.kind === 'primitive' && shape.type === 'boolean') return specialValues
  const names = path.flatMap(step => (step.kind === 'element' ? [step.name] : []))
  return impliedSystem(type, names.join('.'))
}

function booleanToken({ system, code }: TokenValue, holds: Inverse): Inverse {
  if (system === null || (system !== undefined && system !== specialValues)) return never
  if (code === undefined) return always
  return code === 'true' ? holds : code === 'false' ? negate(holds) : never
}

function leafFor(
  value: Exclude<SearchValue, { kind: 'composite' }>,
  path: ElementPath,
  clause: Clause,
  map: CompiledMap,
  context: InvertContext,
): Leaf {
  switch (value.kind) {
    case 'token':
      return shape => tokenLeaf(value, impliedBy(shape, path, map), context)(shape)
    case 'codes':
      return shape => codesLeaf(value.codes, impliedBy(shape, path, map), context)(shape)
    case 'string':
      if (clause.modifier === 'text') return tokenTextLeaf(value.text, context)
      return stringLeaf(value.text, clause.modifier, context)
    case 'date':
      return dateLeaf(value, context.zone, context)
    case 'reference':
      return referenceLeaf(value, clause.targetType === undefined ? clause.parameter.targets : [clause.targetType], context)
    case 'number':
      return numberLeaf(value, context)
    case 'quantity':
      return quantityLeaf(value, context)
    case 'uri':
      return uriLeaf(value, clause.modifier)
    case 'missing':
      return () => never
    default:
      return value satisfies never
  }
}
