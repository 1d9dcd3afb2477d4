/** A clause whose parameter a map overrides: what it means instead of what the elements say (MAPPING section 10). */
import type { Zone } from '../fhir/zone.js'
import { changeValue } from '../mapping/compile/change-value.js'
import { type ColumnBinding, columnName } from '../mapping/compile/column.js'
import { columnEquals, columnPresent, columnText } from '../mapping/compile/column-inverse.js'
import type { Clock } from '../mapping/compile/condition.js'
import { allOf, anyOf, type Inverse, negate, never, unsupported } from '../mapping/compile/inverse.js'
import { dateLeaf } from '../mapping/compile/invert-date.js'
import { numberLeaf } from '../mapping/compile/invert-quantity.js'
import { uriLeaf } from '../mapping/compile/invert-uri.js'
import type { BoundOverride } from '../mapping/compile/resolve-override.js'
import type { PrimitiveShape } from '../mapping/compile/shape.js'
import { isNegated } from '../search/modifiers.js'
import type { Clause, Modifier, SearchValue } from '../search/search.js'
import type { TextMatch } from '../spi/index.js'

interface OverrideContext extends Clock {
  /** Of dates in searches that have no offset. */
  readonly zone: Zone
}

/** `invert` inverts the clause that is meant. */
export function invertOverride(
  override: BoundOverride,
  clause: Clause,
  context: OverrideContext,
  invert: (clause: Clause) => Inverse,
): Inverse {
  switch (override.kind) {
    case 'disabled':
      return unsupported('The map does not offer it.')
    case 'as':
      return override.chain
        ? invertChained(override.parameter, override.chain, clause, invert)
        : invert(judgedClause(override, clause))
    case 'column':
      return invertColumn(override, clause, context)
    default:
      return override satisfies never
  }
}

type AsOverride = Extract<BoundOverride, { kind: 'as' }>
type ColumnOverride = Extract<BoundOverride, { kind: 'column' }>

const judgedClause = ({ parameter }: AsOverride, clause: Clause): Clause => ({ ...clause, parameter })

/** What the mapped resource can be asked in place of the clause; undefined when nothing in it tells. */
export function judgeInstead(override: BoundOverride | undefined, clause: Clause): Clause | undefined {
  if (!override) return clause
  return override.kind === 'as' && !override.chain ? judgedClause(override, clause) : undefined
}

/** `:not` and `:missing` are of the whole: of a resource that refers to none such. */
function invertChained(
  parameter: AsOverride['parameter'],
  { type, parameter: chained }: NonNullable<AsOverride['chain']>,
  clause: Clause,
  invert: (clause: Clause) => Inverse,
): Inverse {
  const { modifier, ...plain } = clause
  const through = (inner: Clause): Inverse =>
    invert({ expression: clause.expression, parameter, targetType: type, chain: { ...inner, parameter: chained }, values: [] })
  if (modifier === 'missing') {
    const there = through({ ...clause, values: [{ kind: 'missing', missing: false }] })
    return anyOf(clause.values.map(value => (value.kind === 'missing' && value.missing ? negate(there) : there)))
  }
  return isNegated(modifier) ? negate(through(plain)) : through(clause)
}

/** They ask no more of a column than its values. */
const ofColumn: ReadonlySet<Modifier> = new Set<Modifier>(['missing', 'not', 'below', 'above'])

function invertColumn(override: ColumnOverride, clause: Clause, context: OverrideContext): Inverse {
  const { column } = override
  const { modifier, values } = clause
  if ((modifier !== undefined && !ofColumn.has(modifier)) || clause.chain)
    return unsupported(`It is searched in ${columnName(column)}, which was made for it, and only as that was made.`)
  const present = columnPresent(column)
  const tests = values.map(value => {
    if (value.kind === 'missing') return value.missing ? negate(present) : present
    return valueMatches(override, value, modifier, context)
  })
  const found = modifier === 'not' ? negate(anyOf(tests)) : anyOf(tests)
  // The mapped resource does not hold the column, so there is nobody else to decide.
  return found.kind === 'rows' && !found.exact
    ? unsupported(`${columnName(column)} is stored in a way that the database can not decide exactly.`)
    : found
}

function valueMatches(
  override: ColumnOverride,
  value: Exclude<SearchValue, { kind: 'missing' }>,
  modifier: Modifier | undefined,
  context: OverrideContext,
): Inverse {
  const { column } = override
  switch (value.kind) {
    case 'string':
      return textMatches(override, value.text)
    case 'token':
      if (value.system !== undefined || value.code === undefined)
        return unsupported(`It is searched in ${columnName(column)}, which tells of no system: give the code alone.`)
      return column.meaning === 'string' ? textMatches(override, value.code) : columnEquals(column, value.code)
    case 'date': {
      const type = column.meaning === 'date' ? 'date' : 'dateTime'
      return dateLeaf(value, context.zone, context)(columnShape(column, type))
    }
    case 'number':
      return numberLeaf(value, context)(columnShape(column, 'decimal'))
    case 'uri':
      return uriLeaf(value, modifier)(columnShape(column, 'uri'))
    case 'reference':
    case 'codes':
    case 'quantity':
    case 'composite':
      return unsupported(`A ${value.kind} is not searched by a column of its own.`)
    default:
      return value satisfies never
  }
}

const columnShape = (column: ColumnBinding, type: string): PrimitiveShape => ({
  kind: 'primitive',
  type,
  value: { kind: 'column', column },
})

/** A column that was made with changes to its text is compared as it stands; another without case and accents. */
function textMatches({ column, match, value: changes }: ColumnOverride, text: string): Inverse {
  const changed = changeValue(text, changes)
  if (changed.trim() === '') return never
  const test = (how: TextMatch, part: string): Inverse => {
    if (how === 'equals' && changes.length > 0) return columnEquals(column, part)
    return columnText(column, how, changes.length > 0 ? 'exact' : 'ignoreCaseAndAccents', part)
  }
  switch (match) {
    case 'equals':
      return test('equals', changed)
    case 'starts':
      return test('startsWith', changed)
    case 'words': {
      const words = changed.split(/\s+/).filter(word => word !== '')
      return allOf(words.map(word => anyOf([test('startsWith', word), test('contains', ` ${word}`)])))
    }
    default:
      return match satisfies never
  }
}
