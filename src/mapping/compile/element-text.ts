/** From what a column means to the JSON of a FHIR primitive, dropping what is not of its type. https://hl7.org/fhir/STU3/datatypes.html#primitive */
import { parsePartialDate } from '../../fhir/dates.js'
import { type ExactDecimal, readDecimal } from '../../fhir/exact-decimal.js'
import type { Zone } from '../../fhir/zone.js'
import type { ColumnBinding, Meaning } from './column.js'

export type Json = string | number | boolean | ExactDecimal
export type Converter = (meaning: Meaning) => Json | undefined

/** Undefined when no value of the column can be one of the element: an error of the map. */
export function converterOf(column: ColumnBinding, type: string, codes: ReadonlySet<string> | undefined): Converter | undefined {
  switch (column.meaning) {
    case 'string':
      return textConverter(type, codes)
    case 'integer':
      return integerConverter(type, codes)
    case 'decimal':
      return type === 'decimal' ? meaning => readDecimal(String(meaning)) : isText(type) ? String : undefined
    case 'boolean':
      return type === 'boolean' ? meaning => meaning : undefined
    case 'date':
      return type === 'date' || type === 'dateTime' ? meaning => meaning : undefined
    case 'dateTime':
      return localConverter(type, column.zone)
    case 'instant':
      return instantConverter(type, column.zone)
    case 'time':
      return type === 'time' ? meaning => meaning : undefined
    case 'binary':
      return isText(type) ? meaning => meaning : undefined
    default:
      return column.meaning satisfies never
  }
}

const isText = (type: string) => type === 'string' || type === 'markdown' || type === 'id' || type === 'uri' || type === 'code'

function textConverter(type: string, codes: ReadonlySet<string> | undefined): Converter | undefined {
  if (codes) return meaning => (codes.has(String(meaning)) ? meaning : undefined)
  if (type === 'string' || type === 'markdown') return meaning => meaning
  if (type === 'code') return meaning => (String(meaning).startsWith(' ') || String(meaning).includes('  ') ? undefined : meaning)
  if (type === 'uri') return meaning => (String(meaning).includes(' ') ? undefined : meaning)
  if (type === 'id') return meaning => (/^[A-Za-z0-9\-.]{1,64}$/.test(String(meaning)) ? meaning : undefined)
  return undefined
}

function integerConverter(type: string, codes: ReadonlySet<string> | undefined): Converter | undefined {
  if (type === 'decimal') return meaning => readDecimal(String(meaning))
  const least = type === 'positiveInt' ? 1 : type === 'unsignedInt' ? 0 : -2_147_483_648
  if (type === 'integer' || type === 'positiveInt' || type === 'unsignedInt')
    return meaning => (typeof meaning === 'number' && meaning >= least && meaning <= 2_147_483_647 ? meaning : undefined)
  if (codes) return meaning => (codes.has(String(meaning)) ? String(meaning) : undefined)
  return isText(type) ? String : undefined
}

function localConverter(type: string, zone: Zone): Converter | undefined {
  if (type === 'date') return meaning => String(meaning).slice(0, 10)
  // A date that is known to the day, month or year has no offset, and is no instant.
  if (type === 'dateTime') return meaning => (String(meaning).length > 10 ? zone.withOffset(String(meaning)) : meaning)
  return type === 'instant' ? meaning => (String(meaning).length > 10 ? zone.withOffset(String(meaning)) : undefined) : undefined
}

function instantConverter(type: string, zone: Zone): Converter | undefined {
  if (type === 'date') return meaning => zone.leastLocal(Date.parse(String(meaning))).slice(0, 10)
  return type === 'dateTime' || type === 'instant' ? meaning => meaning : undefined
}

/** A constant in the JSON of its type; undefined when the text is none of it. */
export function constantOf(type: string, text: string): Json | undefined {
  const shape = constantShapes[type]
  if (shape ? !shape.test(text) : text === '') return undefined
  // The shape of a date allows 30 February.
  if (isDate(type) && parsePartialDate(text) === undefined) return undefined
  if (type === 'boolean') return text === 'true'
  if (type === 'decimal') return readDecimal(text)
  return type === 'integer' || type === 'positiveInt' || type === 'unsignedInt' ? Number(text) : text
}

const isDate = (type: string): boolean => type === 'date' || type === 'dateTime' || type === 'instant'

const dateTimeShape = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/
const constantShapes: Readonly<Record<string, RegExp>> = {
  boolean: /^(true|false)$/,
  integer: /^(0|-?[1-9]\d{0,8})$/,
  positiveInt: /^[1-9]\d{0,8}$/,
  unsignedInt: /^(0|[1-9]\d{0,8})$/,
  decimal: /^-?(0|[1-9]\d*)(\.\d+)?$/,
  code: /^\S+( \S+)*$/,
  uri: /^\S+$/,
  id: /^[A-Za-z0-9\-.]{1,64}$/,
  date: /^\d{4}(-\d\d(-\d\d)?)?$/,
  dateTime: dateTimeShape,
  instant: /T.*(Z|[+-]\d\d:\d\d)$/,
}
