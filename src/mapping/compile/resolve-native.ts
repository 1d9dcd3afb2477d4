/** The escape hatches: a value from SQL is a column that the database works out, one from a function is worked out here. */
import { nearestName } from '../../kernel/nearest.js'
import type { FieldType } from '../../spi/index.js'
import type { FunctionNode, SqlNode } from '../language/document.js'
import type { ColumnBinding } from './column.js'
import { zoneOrUtc } from './condition.js'
import { columnAt, type MapContext, type Place, type Target } from './map-context.js'
import type { FunctionValue, Value } from './shape.js'

/** What the database gives for an element of each type. */
const typesOfSql: Readonly<Record<string, FieldType>> = {
  string: 'string',
  markdown: 'string',
  code: 'string',
  uri: 'string',
  id: 'string',
  integer: 'integer',
  positiveInt: 'integer',
  unsignedInt: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  dateTime: 'dateTime',
  instant: 'dateTime',
  time: 'time',
}

export function resolveSql(node: SqlNode, target: Target, place: Place, context: MapContext): Value | undefined {
  const type = typesOfSql[target.type]
  if (!type)
    context.scope.report('map.type-clash', node.at, `${target.element} is ${target.type}, which no SQL expression gives.`)
  const column = type && sqlColumn(node, type, place, context)
  return column && { kind: 'column', column }
}

/** What the database works out of the columns of one row, as a column of that row. */
export function sqlColumn(
  node: SqlNode,
  type: FieldType,
  place: Place,
  context: Pick<MapContext, 'scope' | 'relations' | 'adapter'>,
): ColumnBinding | undefined {
  const { scope, adapter } = context
  if (adapter !== undefined && !node.expressions.has(adapter))
    scope.report(
      'map.sql-missing',
      node.at,
      `The source is read by ${adapter}: write ${adapter}: beside ${[...node.expressions.keys()].join(', ')}.`,
    )
  const holes = [...node.expressions.values()].flat().flatMap(part => (typeof part === 'string' ? [] : [part]))
  const columns = holes.map(({ alias, name, at }) => columnAt(alias, name, at, place, context))
  const [first] = holes
  if (!first || columns.some(column => !column)) return undefined
  return {
    at: node.at,
    field: { alias: first.alias, name: node.name, type },
    meaning: type,
    nullIf: [],
    zone: zoneOrUtc(scope.source.zone),
    nullable: true,
  }
}

export function resolveFunction(node: FunctionNode, place: Place, context: MapContext): FunctionValue | undefined {
  const { scope, functions } = context
  const found = functions?.get(node.name.text)
  if (functions && !found) {
    const near = nearestName(node.name.text, functions.keys())
    const advice = near === undefined ? '' : ` Did you mean ${near}?`
    const message =
      scope.source.functions === undefined
        ? 'Name the file of the functions in the source document: functions: ./functions.js'
        : `The file ${scope.source.functions.path} exports no function ${node.name.text}.${advice}`
    scope.report('map.function-unknown', node.name.at, message)
    return undefined
  }
  const args = node.args.map(arg => {
    if (arg.kind === 'constant') return { kind: 'constant', text: arg.text } as const
    if (arg.kind !== 'column') {
      scope.report('map.value-kind', arg.at, 'A function takes columns and constants.')
      return undefined
    }
    const column = columnAt(arg.alias, arg.name, arg.at, place, context)
    return column && ({ kind: 'column', column } as const)
  })
  if (args.some(arg => !arg)) return undefined
  return {
    kind: 'function',
    name: node.name.text,
    // Without a database nothing is run.
    call: found?.call ?? (() => undefined),
    ...(found?.inverse && { inverse: found.inverse }),
    args: args.flatMap(arg => arg ?? []),
  }
}
