/**
 * The meaning of a predicate on a row. Adapters must agree with it; the engine uses it for what an adapter cannot do.
 * Two-valued: a null fails every test but isNull, so `not` of that test holds.
 */
import { AdapterError } from './adapter-error.js'
import { compareScalars, isComparable, isOfType } from './compare-scalars.js'
import type { Comparison, Field, Join, Literal, Predicate, Scalar } from './contract.js'
import { foldText, trimTrailing } from './fold-text.js'

/** The stored value of a field, of whatever alias. */
export type ReadField = (field: Field) => Scalar

/** The rows that `exists` speaks of: those that meet `join` and `joins`, each seen together with the row outside. */
export type FindRelated = (join: Join, joins: readonly Join[], row: ReadField) => Iterable<ReadField>

type Compare = Extract<Predicate, { op: 'compare' }>
type InTuples = Extract<Predicate, { op: 'inTuples' }>
type Text = Extract<Predicate, { op: 'text' }>
type Exists = Extract<Predicate, { op: 'exists' }>

/** Without `related`, a predicate that has `exists` throws. */
export function evaluate(predicate: Predicate, row: ReadField, related?: FindRelated): boolean {
  switch (predicate.op) {
    case 'and':
      return predicate.of.every(part => evaluate(part, row, related))
    case 'or':
      return predicate.of.some(part => evaluate(part, row, related))
    case 'not':
      return !evaluate(predicate.of, row, related)
    case 'compare':
      return evaluateCompare(predicate, row)
    case 'in':
      return evaluateIn(predicate.field, predicate.values, row)
    case 'inTuples':
      return evaluateInTuples(predicate, row)
    case 'text':
      return evaluateText(predicate, row)
    case 'isNull':
      return fieldValue(predicate.field, row) === null
    case 'exists':
      return evaluateExists(predicate, row, related)
    default:
      return predicate satisfies never
  }
}

/** The value as it counts: none where it is not of the field's type, and without trailing blanks where the field says so. */
export function fieldValue(field: Field, row: ReadField): Scalar {
  const value = row(field)
  if (value !== null && !isOfType(field.type, value)) return null
  return field.trim === true && typeof value === 'string' ? trimTrailing(value) : value
}

/** Do both have a value, and are these equal? */
export function areEqual(left: Field, right: Field, row: ReadField): boolean {
  return evaluateCompare({ op: 'compare', field: left, is: 'eq', to: right }, row)
}

/** A literal beside a field of another type is an error of the one who asks. */
export function assertComparable(field: Field, other: Field | Literal): void {
  if (!isComparable(field.type, other.type)) {
    throw new AdapterError(
      'unsupported',
      `${field.alias}.${field.name} is of type ${field.type}: it cannot be compared with ${other.type}.`,
    )
  }
}

export function assertText(field: Field): void {
  if (field.type !== 'string') {
    throw new AdapterError('unsupported', `${field.alias}.${field.name} is of type ${field.type}: it cannot be matched as text.`)
  }
}

function evaluateCompare({ field, is, to }: Compare, row: ReadField): boolean {
  assertComparable(field, to)
  const left = fieldValue(field, row)
  const right = 'name' in to ? fieldValue(to, row) : literalBeside(field, to)
  if (left === null || right === null) return false
  return meets(is, compareScalars(field.type, left, right))
}

function meets(is: Comparison, order: number): boolean {
  switch (is) {
    case 'eq':
      return order === 0
    case 'lt':
      return order < 0
    case 'le':
      return order <= 0
    case 'gt':
      return order > 0
    case 'ge':
      return order >= 0
    default:
      return is satisfies never
  }
}

function literalBeside(field: Field, { value }: Literal): Scalar {
  return field.trim === true && typeof value === 'string' ? trimTrailing(value) : value
}

function evaluateIn(field: Field, values: readonly Literal[], row: ReadField): boolean {
  for (const literal of values) assertComparable(field, literal)
  const left = fieldValue(field, row)
  if (left === null) return false
  return values.some(literal => compareScalars(field.type, left, literalBeside(field, literal)) === 0)
}

function evaluateInTuples({ fields, values }: InTuples, row: ReadField): boolean {
  return values.some(tuple => {
    if (tuple.length !== fields.length) throw new AdapterError('unsupported', 'A tuple must have one value for each field.')
    // Not `every`: each literal's type is checked, whichever value already differs.
    return fields.map((field, index) => evaluateIn(field, tuple.slice(index, index + 1), row)).every(Boolean)
  })
}

function evaluateText({ field, match, folding, value }: Text, row: ReadField): boolean {
  assertText(field)
  const stored = fieldValue(field, row)
  if (stored === null) return false
  const text = foldText(String(stored), folding)
  switch (match) {
    case 'equals':
      return text === foldText(field.trim === true ? trimTrailing(value) : value, folding)
    // A blank at the end of what is looked for inside a text does count: 'van ' is not the start of Vance.
    case 'startsWith':
      return text.startsWith(foldText(value, folding))
    case 'contains':
      return text.includes(foldText(value, folding))
    default:
      return match satisfies never
  }
}

function evaluateExists({ join, joins, where }: Exists, row: ReadField, related: FindRelated | undefined): boolean {
  if (related === undefined)
    throw new AdapterError('unsupported', 'This row is judged without its related rows: exists cannot be decided.')
  for (const found of related(join, joins ?? [], row)) {
    if (where === undefined || evaluate(where, found, related)) return true
  }
  return false
}
