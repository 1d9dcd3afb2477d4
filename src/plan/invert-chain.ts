/** Chains and `_has` as tests on rows: some row of another map exists that is served, refers or is referred to, and passes the inner clause. */
import { withoutSentinels } from '../mapping/compile/column-inverse.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { allOf, anyOf, type Inverse, never, rows, unsupported, within } from '../mapping/compile/inverse.js'
import { find, joinOf, type Leaf } from '../mapping/compile/invert.js'
import { isReferenceValue, onReference } from '../mapping/compile/invert-reference.js'
import { renameAliases, renameJoin } from '../mapping/compile/rename-aliases.js'
import type { PrimitiveShape } from '../mapping/compile/shape.js'
import type { Clause, ElementPath, ReverseChain } from '../search/search.js'
import type { Field, Join, Predicate } from '../spi/index.js'
import type { InvertContext } from './invert-context.js'
import { keyPairings } from './key-pairings.js'

type InvertClause = (clause: Clause, map: CompiledMap, context: InvertContext) => Inverse

/** The referenced row exists, is served and passes the chained clause. */
export const chainLeaf =
  (clause: Clause, chain: Clause, from: CompiledMap, context: InvertContext, invert: InvertClause): Leaf =>
  shape =>
    onReference(shape, primitive => bounded(chained(primitive, clause, chain, from, context, invert)), context)

function chained(
  primitive: PrimitiveShape,
  clause: Clause,
  chain: Clause,
  from: CompiledMap,
  context: InvertContext,
  invert: InvertClause,
): Inverse {
  if (!isReferenceValue(primitive)) return writtenOut(primitive, from)
  const { target, key } = primitive.value
  const types = clause.targetType === undefined ? clause.parameter.targets : [clause.targetType]
  if (!types.includes(target.type)) return never
  const map = context.model.maps.find(candidate => candidate.name === target.map)
  if (!map) return never
  if (map.source !== from.source) return elsewhere(from, map)
  const alternatives = keyPairings(key, target)
  if (typeof alternatives === 'string') return unsupported(alternatives)
  const inner = decided(allOf([map.served(context), once(chain, map, context, invert)]), map)
  if (inner.kind === 'never' || inner.kind === 'unsupported') return inner
  const rename = renameBy(clause.parameter.name)
  const joins = joinsWithin(map, rename, context)
  const found = alternatives.map(({ pairs, here, there }) => {
    const where = allOf([inner, there])
    return allOf([
      here,
      within(where, predicate => ({
        op: 'exists',
        join: {
          entity: map.entity,
          alias: rename(map.alias),
          on: pairs.map(([outer, inside]) => [outer.field, { ...inside.field, alias: rename(map.alias) }] as const),
          optional: false,
        },
        joins,
        ...(predicate && { where: renameAliases(predicate, rename) }),
      })),
      // A key that means null makes no reference, even where the target has a row of that key.
      ...pairs.map(([outer]) => withoutSentinels(outer)),
    ])
  })
  return anyOf(found)
}

/** A reference that is text may lead to any row of ours; an address of another server leads to none. */
function writtenOut({ value }: PrimitiveShape, from: CompiledMap): Inverse {
  if (value.kind === 'constant' && /^[a-z][a-z0-9+.-]*:/i.test(value.text)) return never
  return unsupported(`${from.name} writes the reference as text. Say { ref: MAP, key: … }, which searches can follow.`)
}

/** `to`: the map whose rows are referred to. */
export function invertHas(has: ReverseChain, to: CompiledMap, context: InvertContext, invert: InvertClause): Inverse {
  const referring = context.model.mapsOf.get(has.type) ?? []
  return bounded(anyOf(referring.map(from => referredBy(has, from, to, context, invert))))
}

/** Of the row that is referred to, beside the aliases of the map that refers. No alias of a mapping begins so. */
const outerMark = '@'
const markOuter = (alias: string): string => `${outerMark}${alias}`
const isOuter = ({ alias }: Field): boolean => alias.startsWith(outerMark)

function referredBy(
  has: ReverseChain,
  from: CompiledMap,
  to: CompiledMap,
  context: InvertContext,
  invert: InvertClause,
): Inverse {
  const paths = pathsOf(has, from)
  if (typeof paths === 'string') return unsupported(paths)
  const leaf: Leaf = shape => onReference(shape, primitive => refersTo(to, primitive, from), context)
  const found = anyOf(paths.map(path => find(from.searched, path, leaf, context)))
  if (found.kind === 'never' || found.kind === 'unsupported') return found
  const whole = decided(allOf([found, from.served(context), once(has.clause, from, context, invert)]), from)
  const rename = renameBy(has.parameter.name)
  return within(whole, where => existsReferring(where, from, rename, context))
}

/** The elements that hold the reference; or why the map does not tell. */
function pathsOf({ parameter }: ReverseChain, from: CompiledMap): readonly ElementPath[] | string {
  const override = from.overrides.get(parameter.name)
  if (override === undefined) return parameter.paths
  return override.kind === 'as' && !override.chain
    ? override.parameter.paths
    : `${from.name} does not say by an element what ${parameter.name} refers to.`
}

/** The reference has the key of the row of `to`. */
function refersTo(to: CompiledMap, primitive: PrimitiveShape, from: CompiledMap): Inverse {
  if (!isReferenceValue(primitive)) return writtenOut(primitive, from)
  const { target, key } = primitive.value
  if (target.map !== to.name) return never
  if (to.source !== from.source) return elsewhere(from, to)
  const alternatives = keyPairings(key, target)
  if (typeof alternatives === 'string') return unsupported(alternatives)
  return anyOf(
    alternatives.map(({ pairs, here, there }) =>
      allOf([
        here,
        there.kind === 'rows' ? rows(renameAliases(there.may, markOuter), there.exact) : there,
        ...pairs.flatMap(([referring, { field }]) => [
          rows({ op: 'compare', field: referring.field, is: 'eq', to: { ...field, alias: markOuter(field.alias) } }),
          withoutSentinels(referring),
        ]),
      ]),
    ),
  )
}

/** Keys that the rows themselves hold are what the two tables are joined by. */
function existsReferring(
  where: Predicate | undefined,
  from: CompiledMap,
  rename: (alias: string) => string,
  context: InvertContext,
): Predicate {
  const parts = where?.op === 'and' ? where.of : where ? [where] : []
  const on: (readonly [Field, Field])[] = []
  const tests: Predicate[] = []
  const unmark = (alias: string): string => (alias.startsWith(outerMark) ? alias.slice(outerMark.length) : rename(alias))
  for (const part of parts) {
    if (part.op === 'compare' && part.is === 'eq' && 'alias' in part.to && isOuter(part.to) && part.field.alias === from.alias)
      on.push([
        { ...part.to, alias: unmark(part.to.alias) },
        { ...part.field, alias: rename(from.alias) },
      ])
    else tests.push(renameAliases(part, unmark))
  }
  return {
    op: 'exists',
    join: { entity: from.entity, alias: rename(from.alias), on, optional: false },
    joins: joinsWithin(from, rename, context),
    ...(tests.length > 0 && { where: { op: 'and', of: tests } }),
  }
}

// ── Both ways ───────────────────────────────────────────────────────────────────────────────────────────────────────

const elsewhere = (from: CompiledMap, to: CompiledMap): Inverse =>
  unsupported(`${from.name} refers to ${to.name}, which is in another database: a chain can not go from one to the other yet.`)

const decided = (inner: Inverse, map: CompiledMap): Inverse =>
  inner.kind === 'rows' && !inner.exact
    ? unsupported(
        `In ${map.name} this can only be decided on the finished resource, and a chain has to be decided in the source.`,
      )
    : inner

/** Each step inwards has aliases of its own, which stay short: databases cut long ones off. */
const renameBy =
  (parameter: string) =>
  (alias: string): string =>
    alias.includes('~') ? `${alias}~` : `${alias}~${parameter}`

const joinsWithin = (map: CompiledMap, rename: (alias: string) => string, context: InvertContext): readonly Join[] =>
  map.relations.joins.map(join => renameJoin(joinOf(join, context), rename))

const known = new WeakMap<InvertContext, WeakMap<Clause, Map<string, Inverse>>>()

/** The inner clause means the same whichever map leads to it: else each step would multiply the work by the number of maps. */
function once(clause: Clause, map: CompiledMap, context: InvertContext, invert: InvertClause): Inverse {
  const ofContext = known.get(context) ?? new WeakMap<Clause, Map<string, Inverse>>()
  known.set(context, ofContext)
  const ofClause = ofContext.get(clause) ?? new Map<string, Inverse>()
  ofContext.set(clause, ofClause)
  const found = ofClause.get(map.name) ?? invert(clause, map, context)
  ofClause.set(map.name, found)
  return found
}

/** Tests in one clause: the ways through several maps multiply with each step. */
const mostTests = 2000

const bounded = (inverse: Inverse): Inverse =>
  inverse.kind === 'rows' && countTests(inverse.may, mostTests) > mostTests
    ? unsupported(
        'It leads through too many maps to be asked at once. Ask for the resources in between, and then for these by their ids.',
      )
    : inverse

/** Stops counting past `atMost`. */
function countTests(predicate: Predicate, atMost: number): number {
  if (predicate.op === 'not') return countTests(predicate.of, atMost)
  if (predicate.op === 'exists') return 1 + (predicate.where ? countTests(predicate.where, atMost) : 0)
  if (predicate.op !== 'and' && predicate.op !== 'or') return 1
  let count = 0
  for (const part of predicate.of) {
    if (count > atMost) break
    count += countTests(part, atMost - count)
  }
  return count
}
