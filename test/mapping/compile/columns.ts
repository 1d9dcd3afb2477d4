/** Columns, conditions and values of one table for tests: stored rows, read in both directions. */
import { formatDiagnostic } from '../../../src/kernel/diagnostics.js'
import { type ColumnBinding, readerOf } from '../../../src/mapping/compile/column.js'
import { type Clock, columnsOfTest, testOf } from '../../../src/mapping/compile/condition.js'
import { resolveCondition } from '../../../src/mapping/compile/resolve-condition.js'
import { RowScope } from '../../../src/mapping/compile/row-scope.js'
import type { Condition } from '../../../src/mapping/compile/shape.js'
import { reportTo } from '../../../src/mapping/language/diagnostic-codes.js'
import { isDiagnostic, parseExpression } from '../../../src/mapping/language/expression.js'
import { parseMappingFile } from '../../../src/mapping/language/read-mapping-files.js'
import { type FieldType, fieldValue, type ReadField, type Scalar } from '../../../src/spi/index.js'

export interface TestColumn {
  readonly name: string
  readonly type: FieldType
  readonly nativeType?: string
  /** As in a source document. */
  readonly facts?: string
  readonly nullable?: boolean
}

/** A scope whose one alias is `t`. */
function scopeOf(columns: readonly TestColumn[]): RowScope {
  const facts = columns.flatMap(({ name, facts: said }) => (said === undefined ? [] : [`      ${name}: ${said}`]))
  const text = ['source: s', 'tables:', '  t:', '    key: [ID]', ...(facts.length > 0 ? ['    columns:', ...facts] : [])].join(
    '\n',
  )
  const { sources, diagnostics } = parseMappingFile('s.yaml', text, () => undefined)
  const [source] = sources
  if (!source || diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join('\n'))
  const fields = columns.map(({ name, type, nativeType = type, nullable = true }) => ({ name, type, nativeType, nullable }))
  const schema = { entity: 't', kind: 'table', fields, keys: [], references: [], indexes: [] } as const
  const scope = new RowScope(
    source,
    () => schema,
    't',
    (code, at, message) => {
      throw new Error(formatDiagnostic({ severity: 'error', code, at, message }))
    },
  )
  scope.declare('t', 't')
  return scope
}

const nowhere = { file: 's.yaml', line: 1, column: 1 }

export function columnOf(column: TestColumn): ColumnBinding {
  const bound = scopeOf([column]).column('t', column.name, nowhere)
  if (!bound) throw new Error('The column is not bound.')
  return bound
}

export function conditionOf(text: string, columns: readonly TestColumn[]): Condition {
  const scope = scopeOf(columns)
  const expression = parseExpression(text, nowhere, { aliasRequired: true })
  if (isDiagnostic(expression)) throw new Error(formatDiagnostic(expression))
  const condition = resolveCondition(expression, (alias = '', name, at) => scope.column(alias, name, at), scope)
  if (!condition) throw new Error(`${text} is no condition.`)
  return condition
}

/** The faults that a condition has. */
export function faultsOfCondition(text: string, columns: readonly TestColumn[]): readonly string[] {
  const found: Parameters<typeof reportTo>[0] = []
  const scope = scopeOf(columns)
  const reporting = new RowScope(scope.source, () => undefined, 't', reportTo(found))
  const expression = parseExpression(text, nowhere, { aliasRequired: true })
  if (isDiagnostic(expression)) return [expression.code]
  resolveCondition(expression, (alias = '', name, at) => scope.column(alias, name, at), reporting)
  return found.map(({ code, at }) => `${at.line}:${at.column} ${code}`)
}

export type StoredRow = Readonly<Record<string, Scalar>>

/** What an adapter's evaluation reads. */
export const readStored =
  (row: StoredRow): ReadField =>
  field =>
    row[field.name] ?? null

/** What an adapter hands over: trimmed where the field says so. */
export const meaningOf = (column: ColumnBinding, row: StoredRow) =>
  readerOf(column, () => undefined)(fieldValue(column.field, readStored(row)))

/** The forward direction: on the values of a row. */
export function holdsOnValues(condition: Condition, row: StoredRow, clock: Clock): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every(part => holdsOnValues(part, row, clock))
    case 'or':
      return condition.of.some(part => holdsOnValues(part, row, clock))
    case 'not':
      return !holdsOnValues(condition.of, row, clock)
    default: {
      const [value, other] = columnsOfTest(condition).map(column => meaningOf(column, row))
      return testOf(condition)(value, other, clock)
    }
  }
}
