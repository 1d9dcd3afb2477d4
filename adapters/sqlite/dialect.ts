/** SQLite's side of SQL. Its BINARY collation compares UTF-8 bytes, which is code point order; it pads no blanks and has no date type. */
import { canonicalTime, type FieldType, type Scalar } from '../../src/spi/index.js'
import type { Column, Comparable, Dialect } from '../sql/dialect.js'
import { decoderOf } from './decode.js'
import { quoteIdentifier, quotePlace } from './quote.js'
import { type StorageFacts, storedAs } from './storage-facts.js'
import { comparableTexts, matchText, seekText } from './text-match.js'
import { type TimeForm, writeTime } from './time-form.js'

/** The function that driver.ts gives to SQLite. */
export const canonicalTimeFunction = 'canonical_time'

export function createDialect(facts: StorageFacts): Dialect {
  return {
    client: 'better-sqlite3',
    nullsAre: 'least',
    quote: quoteIdentifier,
    entity: quotePlace,
    comparable: columns => comparable(columns, facts),
    readable: column => {
      const test = facts.validity(storedAs(column), column.field.type)
      return test && `case when ${test(column.sql)} then ${column.sql} end`
    },
    mayBeNull: column => facts.holdsNulls(storedAs(column)) || facts.validity(storedAs(column), column.field.type) !== undefined,
    seek: (column, is, value) => (column.field.type === 'string' ? seekText(column, is, value, facts) : undefined),
    match: (column, match, folding, slot) => matchText(column, match, folding, slot, facts),
    decode: decoderOf,
    // SQLite looks into bare parameters, of LIMIT and wherever ANALYZE has left samples, and so prepares the statement anew at every
    // binding: 40 us of a read that takes 55. https://sqlite.org/c3ref/prepare.html (SQLITE_ENABLE_STAT4)
    finish: text => text.replaceAll('?', '+?').replace('limit +?', 'limit ? + 0'),
  }
}

function comparable(columns: readonly Column[], facts: StorageFacts): Comparable {
  const [first] = columns
  switch (first?.field.type) {
    case 'string':
      return comparableTexts(columns, facts)
    case 'integer':
    case 'decimal':
      return { texts: columns.map(column => column.sql), encode: encodeNumber }
    case 'boolean':
      return { texts: columns.map(column => column.sql), encode: value => (value === null ? null : Number(value)) }
    case 'date':
    case 'dateTime':
    case 'instant':
    case 'time':
      return comparableTimes(first.field.type, columns, facts)
    default:
      return { texts: columns.map(column => column.sql), encode: value => value }
  }
}

const wholeNumber = /^[+-]?\d+$/
const greatest = 2n ** 63n - 1n

/** A double where that is exact; beyond 64 bits there is nothing to be equal to, and the nearest double stands on the right side of all. */
function encodeNumber(value: Scalar): unknown {
  if (typeof value !== 'string') return value
  const number = Number(value)
  if (Number.isSafeInteger(number) || !wholeNumber.test(value)) return number
  const integer = BigInt(value)
  return integer <= greatest && integer >= -greatest ? integer : number
}

function comparableTimes(type: FieldType, columns: readonly Column[], facts: StorageFacts): Comparable {
  const forms = columns.map(column => facts.timeForm(storedAs(column), type))
  const [form] = forms
  if (form !== undefined && forms.every(other => isSameForm(form, other))) {
    return {
      texts: columns.map(column => column.sql),
      encode: value => (value === null ? null : writeTime(type, String(value), form)),
    }
  }
  return {
    texts: columns.map(column => `${canonicalTimeFunction}('${type}', ${column.sql})`),
    encode: value => (value === null ? null : canonicalTime(type, String(value))),
  }
}

const isSameForm = (a: TimeForm, b: TimeForm | undefined): boolean => a.length === b?.length && a.separator === b.separator
