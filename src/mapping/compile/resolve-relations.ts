/** Joins and lists of a map: what each hangs on, and the rules of the tables that they read. */
import type { ColumnOperand, Expression, MapDocument, Relation, TableDocument } from '../language/document.js'
import { type ColumnBinding, columnName } from './column.js'
import { conditionHolds } from './condition.js'
import { haveEqualFacts, resolveCondition } from './resolve-condition.js'
import { latestOfKey, latestOfMatches } from './resolve-latest.js'
import { resolveSplits } from './resolve-split.js'
import type { RowScope } from './row-scope.js'
import type { Condition, JoinBinding, LatestBinding, ListBinding, SplitBinding } from './shape.js'

export interface Relations {
  /** Of the map's own row, each after those that it hangs on. */
  readonly joins: readonly JoinBinding[]
  readonly lists: ReadonlyMap<string, ListBinding>
  /** Lists of packed text. */
  readonly splits: ReadonlyMap<string, SplitBinding>
  /** The list on whose rows an alias hangs; absent for the map's own row. */
  readonly listOf: ReadonlyMap<string, string>
  /** By list, rows or packed text: the list that it stands in; absent for the map's own row. */
  readonly ownerOf: ReadonlyMap<string, string>
  /** A join that a value needs; one that is there already is not added again. */
  add(join: JoinBinding, list: string | undefined): void
}

export function resolveRelations(document: MapDocument, scope: RowScope): Relations {
  const { lists: rowLists, splits: texts, repeat } = document
  // The parts that a whole map is repeated over are of its own row.
  const repeated = [...rowLists.keys(), ...texts.keys()].filter(alias => alias !== repeat?.list)
  const listOf = new Map<string, string>(repeated.map(alias => [alias, alias]))
  const ownerOf = new Map<string, string>()
  const ordered = orderRelations(document, { listOf, ownerOf }, scope)
  const bindings = new Map<string, JoinBinding>()
  for (const relation of ordered) {
    const binding = bindRelation(relation, scope)
    if (binding) bindings.set(relation.alias, binding)
  }
  const isJoin = ({ alias }: Relation) => document.joins.has(alias)
  const lists = new Map<string, ListBinding>()
  const joinsOf = new Map<string | undefined, JoinBinding[]>()
  for (const list of document.lists.values()) {
    const binding = bindings.get(list.alias)
    if (!binding) continue
    const joins = ordered
      .filter(relation => isJoin(relation) && listOf.get(relation.alias) === list.alias)
      .flatMap(({ alias }) => bindings.get(alias) ?? [])
    const order = list.order.flatMap(({ name, at }) => orderColumn(scope.column(list.alias, name, at), scope) ?? [])
    const key = (scope.tableOf(list.alias)?.key ?? []).flatMap(({ name, at }) => scope.column(list.alias, name, at) ?? [])
    const owner = ownerOf.get(list.alias)
    joinsOf.set(list.alias, joins)
    lists.set(list.alias, { ...binding, ...(owner !== undefined && { owner }), joins, order, key })
  }
  const joins = ordered.flatMap(({ alias }) => (listOf.has(alias) ? [] : (bindings.get(alias) ?? [])))
  joinsOf.set(undefined, joins)
  const add = (join: JoinBinding, list: string | undefined) => {
    const known = joinsOf.get(list)
    if (known && !known.some(({ alias }) => alias === join.alias)) known.push(join)
  }
  const splits = resolveSplits(document, scope)
  for (const { alias, column } of splits.values()) {
    const owner = listOf.get(column.field.alias)
    if (owner !== undefined) ownerOf.set(alias, owner)
    if (owner !== undefined && alias === repeat?.list)
      scope.report(
        'map.list-outside-for',
        repeat.at,
        `${alias} splits a text of ${owner}, which can have many rows for one of this map. Make its table the from of this map, and join what is the from now.`,
      )
  }
  return { joins, lists, splits, listOf, ownerOf, add }
}

/** Rows are ordered by what is stored. */
function orderColumn(column: ColumnBinding | undefined, scope: RowScope): ColumnBinding | undefined {
  if (!column?.derived) return column
  scope.report(
    'map.type-clash',
    column.at,
    `${columnName(column)} is worked out from what is stored and can not order rows. Name the stored columns, such as ${columnName(column.derived.from[0] ?? column)}.`,
  )
  return undefined
}

interface Standing {
  readonly listOf: Map<string, string>
  readonly ownerOf: Map<string, string>
}

/** Each join and list after the aliases that its match uses; one that uses a list's alias is read with that list, or in it. */
function orderRelations({ from, joins, lists, splits }: MapDocument, standing: Standing, scope: RowScope): readonly Relation[] {
  const ready = new Set([from.alias])
  const ordered: Relation[] = []
  let waiting = [...joins.values(), ...lists.values()].filter(relation => !usesParts(relation, splits, scope))
  while (waiting.length > 0) {
    const next = waiting.filter(relation => otherAliases(relation).every(alias => ready.has(alias)))
    if (next.length === 0) {
      for (const { alias, at, match } of waiting)
        scope.report(
          'map.join-cycle',
          at,
          `The match of ${alias} uses ${otherAliases({ alias, match }).join(', ')}, which can not be read before it.`,
        )
      break
    }
    for (const relation of next) {
      place(relation, lists.has(relation.alias), standing, scope)
      ready.add(relation.alias)
      ordered.push(relation)
    }
    waiting = waiting.filter(relation => !next.includes(relation))
  }
  return ordered
}

/** A part of a text is no row of the database: nothing can be matched with it. */
function usesParts(relation: Relation, splits: MapDocument['splits'], scope: RowScope): boolean {
  const parts = otherAliases(relation).find(alias => splits.has(alias))
  if (parts !== undefined)
    scope.report(
      'map.match-invalid',
      relation.at,
      `The match of ${relation.alias} uses ${parts}, which is packed text: no row can be matched with a part of it. Make a view that has a row for each part.`,
    )
  return parts !== undefined
}

/** What is matched with a list's row is read by another query than the map's own row, and so by columns of one of the two. */
function place(relation: Relation, isList: boolean, { listOf, ownerOf }: Standing, scope: RowScope): void {
  const owners = new Map(otherAliases(relation).map(alias => [listOf.get(alias), alias] as const))
  const [owner] = [...owners.keys()].filter(list => list !== undefined)
  if (owners.size > 1)
    scope.report(
      'map.match-invalid',
      relation.at,
      `The match of ${relation.alias} uses ${[...owners.values()].join(' and ')}, which are read one after the other. Name columns of one of them only.`,
    )
  if (owner !== undefined) (isList ? ownerOf : listOf).set(relation.alias, owner)
}

const otherAliases = ({ alias, match }: Pick<Relation, 'alias' | 'match'>): readonly string[] => [
  ...new Set(columnsIn(match).flatMap(column => (column.alias === undefined || column.alias === alias ? [] : [column.alias]))),
]

function columnsIn(expression: Expression): readonly ColumnOperand[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.of.flatMap(columnsIn)
    case 'not':
      return columnsIn(expression.of)
    case 'compare':
      return [expression.left, expression.right].flatMap(side => (side.kind === 'column' ? [side] : []))
    default:
      return [expression.column]
  }
}

/** DESIGN, ruling 7: a match is a conjunction of column = column and of tests on its own alias. */
function bindRelation(relation: Relation, scope: RowScope): JoinBinding | undefined {
  const table = scope.tableOf(relation.alias)
  if (!table) return undefined
  const on: (readonly [ColumnBinding, ColumnBinding])[] = []
  const tests: (Condition | undefined)[] = []
  for (const part of relation.match.kind === 'and' ? relation.match.of : [relation.match]) {
    const aliases = new Set(columnsIn(part).map(({ alias }) => alias))
    if (aliases.size === 1 && aliases.has(relation.alias)) tests.push(resolveCondition(part, findIn(scope), scope))
    else {
      const pair = keyPair(part, relation, scope)
      if (!pair) return undefined
      on.push(pair)
    }
  }
  if (on.length === 0) {
    scope.report(
      'map.match-unbound',
      relation.at,
      `The match of ${relation.alias} names no column of another alias: every row would have the same ones.`,
    )
    return undefined
  }
  if (tests.some(test => test === undefined)) return undefined
  const rules = tableRules(table, relation.alias, scope)
  const gone = relation.includeGone ? undefined : rules.gone
  const where = conjunction([...tests.flatMap(test => test ?? []), rules.where, gone && { kind: 'not', of: gone }])
  reportRough(where, relation.alias, relation.at, scope)
  const own =
    relation.latest && latestOfMatches(relation.alias, relation.latest, table, on, { where, within: rules.latest }, scope)
  const latest = [rules.latest, own].flatMap(each => each ?? [])
  return { at: relation.at, alias: relation.alias, entity: table.name, on, where, latest }
}

/** Rows that are joined or repeated over are never looked at again, so the source has to decide on them exactly. */
export function reportRough(condition: Condition | undefined, alias: string, at: Relation['at'], scope: RowScope): void {
  const decided = conditionHolds(condition, { now: 0 })
  if (decided.kind === 'unsupported' || (decided.kind === 'rows' && !decided.exact))
    scope.report(
      'map.condition-rough',
      at,
      `A test on ${alias} reads a column through its format or mask, which the database can not decide exactly. Test for equality, or make a view.`,
    )
}

/** Nothing that is searched for could be found where the rows themselves can not be told apart. */
export function reportUndecidable(condition: Condition | undefined, written: Expression | undefined, scope: RowScope): void {
  const decided = conditionHolds(condition, { now: 0 })
  if (written !== undefined && decided.kind === 'unsupported')
    scope.report(
      'map.where-undecidable',
      written.at,
      `The database can not decide this. ${decided.reason} Write another test, or make a view.`,
    )
}

const findIn = (scope: RowScope) => (alias: string | undefined, name: string, at: ColumnOperand['at']) =>
  scope.column(alias ?? '', name, at)

function keyPair(part: Expression, relation: Relation, scope: RowScope): readonly [ColumnBinding, ColumnBinding] | undefined {
  const sides = part.kind === 'compare' && part.is === '=' ? [part.left, part.right] : []
  const own = sides.find(side => side.kind === 'column' && side.alias === relation.alias)
  const other = sides.find(side => side.kind === 'column' && side.alias !== relation.alias)
  if (own?.kind !== 'column' || other?.kind !== 'column') {
    scope.report(
      'map.match-invalid',
      part.at,
      `A match is made of ${relation.alias}.COLUMN = other.COLUMN and of tests on ${relation.alias} alone, joined by and.`,
    )
    return undefined
  }
  const inner = scope.column(relation.alias, own.name, own.at)
  const outer = scope.column(other.alias ?? '', other.name, other.at)
  if (!inner || !outer) return undefined
  if (!haveEqualFacts(inner, outer)) {
    scope.report(
      'map.type-clash',
      part.at,
      `${columnName(inner)} and ${columnName(outer)} are stored in different ways (type, format or mask). Make them alike in a view.`,
    )
    return undefined
  }
  return [outer, inner]
}

/** The rules of a table, wherever it is read. */
export function tableRules(
  table: TableDocument,
  alias: string,
  scope: RowScope,
): { readonly where?: Condition; readonly gone?: Condition; readonly latest?: LatestBinding } {
  const find = (_: string | undefined, name: string, at: ColumnOperand['at']) => scope.column(alias, name, at)
  const where = table.where && resolveCondition(table.where, find, scope)
  const gone = table.gone && resolveCondition(table.gone, find, scope)
  const latest = table.latest && latestOfKey(alias, table.latest, table, scope)
  return { ...(where && { where }), ...(gone && { gone }), ...(latest && { latest }) }
}

export function conjunction(parts: readonly (Condition | undefined)[]): Condition | undefined {
  const of = parts.flatMap(part => part ?? [])
  return of.length < 2 ? of[0] : { kind: 'and', of }
}
