/** Tests on one primitive value: constant, column, coded column, template, reference, id. */
import type { Folding, TextMatch } from '../../spi/index.js'
import { foldText } from '../../spi/index.js'
import type { ColumnBinding } from './column.js'
import { columnEquals, columnIn, columnPresent, columnText } from './column-inverse.js'
import { constantOf } from './element-text.js'
import { functionEquals } from './function-value.js'
import {
  allOf,
  always,
  anyOf,
  fromBoolean,
  type Inverse,
  inexact,
  negate,
  never,
  rows,
  undecided,
  unsupported,
} from './inverse.js'
import { decodeId } from './logical-id.js'
import type { CodePart, PrimitiveShape, ResolvedCode, ResolvedCodes, TemplatePiece } from './shape.js'
import { splitByTemplate } from './template.js'

/** Past this many codes a presence is not pushed to the source (DESIGN, ruling 5). */
const maxPresenceCodes = 200

export function valuePresent(shape: PrimitiveShape): Inverse {
  const { value } = shape
  switch (value.kind) {
    case 'constant':
      return always
    case 'column':
      return allOf([columnPresent(value.column), lexicallyValid(shape, value.column)])
    case 'coded':
      return codedPresent(shape, value.column, value.codes, value.part)
    case 'template':
      return holesPresent(value.parts)
    case 'function':
      return undecided
    case 'reference':
      return allOf(value.key.map(valuePresent))
    case 'id':
      return allOf(value.key.map(columnPresent))
    default:
      return value satisfies never
  }
}

/** Every hole outside `[ ]` has a value; where all stands in `[ ]`, some part of it does. */
function holesPresent(parts: readonly TemplatePiece[]): Inverse {
  if (parts.every(part => part.kind === 'optional')) return anyOf(parts.map(part => holesPresent(part.parts)))
  return allOf(parts.map(part => (part.kind === 'hole' ? columnPresent(part.column) : always)))
}

/**
 * Text that is not of the element's type is not emitted: a `code` has no blank at its start and no two in a row, a `uri` has
 * none at all, and a required binding allows only its codes. The row function drops by the same rules (element-text.ts).
 */
function lexicallyValid({ type, codes }: PrimitiveShape, column: ColumnBinding): Inverse {
  if (codes) return columnIn(column, codes)
  if (column.meaning === 'integer') return inRange(type, column)
  // A date that is known to the day is no instant.
  if (type === 'instant' && column.derived) return undecided
  if (column.meaning !== 'string') return always
  // Its text is not that of any stored column.
  if (column.derived) return type === 'string' || type === 'markdown' ? always : undecided
  const text = (match: TextMatch, value: string) =>
    negate(rows({ op: 'text', field: column.field, match, folding: 'exact', value }))
  if (type === 'code') return allOf([text('startsWith', ' '), text('contains', '  ')])
  if (type === 'uri') return text('contains', ' ')
  return type === 'id' || type === 'base64Binary' ? undecided : always
}

/** Whole numbers of FHIR have 32 bits. */
function inRange(type: string, { field }: ColumnBinding): Inverse {
  const least = leastOf[type]
  if (least === undefined) return always
  const bound = (is: 'ge' | 'le', value: number) => rows({ op: 'compare', field, is, to: { type: 'integer', value } })
  // A number that is stored as text is compared after reading.
  return field.type === 'integer' ? allOf([bound('ge', least), bound('le', 2_147_483_647)]) : undecided
}

const leastOf: Readonly<Record<string, number>> = { integer: -2_147_483_648, positiveInt: 1, unsignedInt: 0 }

function isAllowed({ codes, type }: PrimitiveShape, code: ResolvedCode | undefined, part: CodePart): boolean {
  const text = code?.[part]
  return text !== undefined && (part !== 'code' || !codes || codes.has(text)) && constantOf(type, text) !== undefined
}

function codedPresent(shape: PrimitiveShape, column: ColumnBinding, codes: ResolvedCodes, part: CodePart): Inverse {
  if (codes.pairs.size > maxPresenceCodes) return undecided
  return codedMatches(column, codes, code => isAllowed(shape, code, part))
}

/** Section 6: the legacy values whose result passes the test, and the rest when `otherwise` passes it. */
export function codedMatches(
  column: ColumnBinding,
  codes: ResolvedCodes,
  passes: (code: ResolvedCode | undefined) => boolean,
): Inverse {
  const passing = [...codes.pairs].filter(([, code]) => passes(code))
  const hasAll = passing.length === codes.pairs.size && codes.otherwise && passes(codes.otherwise)
  if (hasAll && codes.whenNull && passes(codes.whenNull)) return always
  const keys = passing.map(([from]) => from)
  const listed = columnIn(column, keys)
  const others =
    codes.otherwise && passes(codes.otherwise)
      ? allOf([columnPresent(column), negate(columnIn(column, codes.pairs.keys()))])
      : never
  const blank = codes.whenNull && passes(codes.whenNull) ? negate(columnPresent(column)) : never
  return anyOf([listed, others, blank])
}

/** The value, written as it is emitted, equals `text` by code point. */
export function valueEquals(shape: PrimitiveShape, text: string): Inverse {
  const { value, codes } = shape
  switch (value.kind) {
    case 'constant':
      return fromBoolean(value.text === text)
    case 'column':
      if (codes && !codes.has(text)) return never
      if (!isLexical(shape.type, text)) return never
      if (isDateLike(value.column)) return unsupported('Dates are searched as dates.')
      // 1.0 and 1.00 are one number and two texts.
      return value.column.meaning === 'decimal' ? inexact(columnEquals(value.column, text)) : columnEquals(value.column, text)
    case 'coded':
      return codedMatches(value.column, value.codes, code => isAllowed(shape, code, value.part) && code?.[value.part] === text)
    case 'template':
      return templateEquals(value.parts, text)
    case 'function':
      return codes && !codes.has(text) ? never : functionEquals(value, text)
    case 'reference':
      return never
    case 'id': {
      const parts = decodeId(text, value)
      return parts ? keyEquals(value.key, parts) : never
    }
    default:
      return value satisfies never
  }
}

/** Past this many codes a column is not asked for them: then each resource is held against the set, which takes no longer. */
const mostCodesAsked = 1000

/** The value, written as it is emitted, is one of these: what is more than a source should be asked is decided on the resource. */
export function valueIn(shape: PrimitiveShape, texts: ReadonlySet<string>): Inverse {
  const { value, codes } = shape
  switch (value.kind) {
    case 'constant':
      return fromBoolean(texts.has(value.text))
    case 'coded':
      return codedMatches(
        value.column,
        value.codes,
        code => isAllowed(shape, code, value.part) && texts.has(code?.[value.part] ?? ''),
      )
    case 'column': {
      const possible = [...texts].filter(text => (!codes || codes.has(text)) && isLexical(shape.type, text))
      if (possible.length > mostCodesAsked) return allOf([columnPresent(value.column), undecided])
      return value.column.meaning === 'string' && !value.column.derived
        ? columnIn(value.column, possible)
        : anyOf(possible.map(text => valueEquals(shape, text)))
    }
    default:
      return texts.size > mostCodesAsked
        ? allOf([valuePresent(shape), undecided])
        : anyOf([...texts].map(text => valueEquals(shape, text)))
  }
}

const isDateLike = ({ meaning }: ColumnBinding) => meaning === 'date' || meaning === 'dateTime' || meaning === 'instant'

const isLexical = (type: string, text: string): boolean =>
  type === 'code' ? !text.startsWith(' ') && !text.includes('  ') : type !== 'uri' || !text.includes(' ')

export const keyEquals = (key: readonly ColumnBinding[], parts: readonly string[]): Inverse =>
  allOf(key.map((column, index) => columnEquals(column, parts[index] ?? '')))

/** Taken apart by the template: one equality for each hole; no fit: FALSE. */
function templateEquals(parts: readonly TemplatePiece[], text: string): Inverse {
  const fits = splitByTemplate(parts, text)
  if (!fits) return inexact(allOf([holesPresent(parts), undecided]))
  return anyOf(
    fits.map(fit =>
      allOf([
        ...fit.values.map(({ column, value }) => holeEquals(column, value)),
        ...fit.absent.map(columns => negate(allOf(columns.map(columnPresent)))),
      ]),
    ),
  )
}

/** Conditions take a partial date for its start, so the text that is shown is looked at again. */
const holeEquals = (column: ColumnBinding, text: string): Inverse =>
  column.derived?.dateLevels ? allOf([inexact(columnEquals(column, text)), undecided]) : columnEquals(column, text)

/** A text search on the value. */
export function valueText(shape: PrimitiveShape, match: TextMatch, folding: Folding, text: string): Inverse {
  if (match === 'equals' && folding === 'exact') return valueEquals(shape, text)
  const { value } = shape
  const matches = textTest(match, folding, text)
  switch (value.kind) {
    case 'constant':
      return fromBoolean(matches(value.text))
    case 'column':
      return allOf([columnText(value.column, match, folding, text), lexicallyValid(shape, value.column)])
    case 'coded':
      return codedMatches(
        value.column,
        value.codes,
        code => isAllowed(shape, code, value.part) && matches(code?.[value.part] ?? ''),
      )
    case 'template':
      return unsupported('It is put together from several columns, which can only be searched for the whole value (:exact).')
    case 'function':
      return unsupported(`It is made by the function ${value.name}, which can only be searched for the whole value (:exact).`)
    case 'reference':
    case 'id':
      return unsupported('References and ids have no text search.')
    default:
      return value satisfies never
  }
}

function textTest(match: TextMatch, folding: Folding, text: string): (candidate: string) => boolean {
  const folded = foldText(text, folding)
  switch (match) {
    case 'equals':
      return candidate => foldText(candidate, folding) === folded
    case 'startsWith':
      return candidate => foldText(candidate, folding).startsWith(folded)
    case 'contains':
      return candidate => foldText(candidate, folding).includes(folded)
    default:
      return match satisfies never
  }
}
