/**
 * Whether a JSON value is one of a primitive type. https://hl7.org/fhir/STU3/datatypes.html#primitive, with the patterns of its XSD.
 * Characters that no text of FHIR has are none of its business: they are replaced when a resource is written.
 */
import { daysInMonth } from '../calendar.js'
import { ExactDecimal } from '../exact-decimal.js'

type Test = (value: unknown) => 'type' | 'format' | undefined

const text =
  (fits: (text: string) => boolean): Test =>
  value =>
    typeof value !== 'string' ? 'type' : fits(value) ? undefined : 'format'

const number =
  (least: number): Test =>
  value =>
    typeof value !== 'number'
      ? 'type'
      : Number.isInteger(value) && value >= least && value <= 2_147_483_647
        ? undefined
        : 'format'

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?/
const instantShape =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/
const dateShape = /^(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/

function isDate(value: string): boolean {
  if (!dateShape.test(value)) return false
  return value.length < 10 || isDayOfMonth(value)
}

/** The 29th and later are not in every month. */
function isDayOfMonth(value: string): boolean {
  // '0', '1' or '20' to '28': most days need no calendar.
  const tens = value.charCodeAt(8)
  if (tens < 0x32 || (tens === 0x32 && value.charCodeAt(9) < 0x39)) return true
  return Number(value.slice(8, 10)) <= daysInMonth(Number(value.slice(0, 4)), Number(value.slice(5, 7)))
}

function isDateTime(value: string): boolean {
  return value.length <= 10 ? isDate(value) : isInstant(value)
}

const isInstant = (value: string): boolean => instantShape.test(value) && isDayOfMonth(value)

/** `1999-01-01T10:00:00+01:00`: longer than a date. */
const isTime = (value: string): boolean => timeOfDay.exec(value)?.[0].length === value.length

const isText = (value: string): boolean => value !== ''
const isCode = (value: string): boolean => /^\S+(?:\s\S+)*$/.test(value)
const isUri = (value: string): boolean => /^\S+$/.test(value)
const isOid = (value: string): boolean => /^urn:oid:[0-2](?:\.[1-9]\d*)+$/.test(value)
const isId = (value: string): boolean => /^[A-Za-z0-9.-]{1,64}$/.test(value)
const isMarkup = (value: string): boolean => /^<div[\s>]/.test(value)

function isBase64(value: string): boolean {
  const packed = value.replace(/\s+/g, '')
  return packed !== '' && packed.length % 4 === 0 && /^[0-9A-Za-z+/]+={0,2}$/.test(packed)
}

const tests: Readonly<Record<string, Test>> = {
  boolean: value => (typeof value === 'boolean' ? undefined : 'type'),
  integer: number(-2_147_483_648),
  unsignedInt: number(0),
  positiveInt: number(1),
  decimal: value =>
    value instanceof ExactDecimal
      ? undefined
      : typeof value !== 'number'
        ? 'type'
        : Number.isFinite(value)
          ? undefined
          : 'format',
  string: text(isText),
  markdown: text(isText),
  code: text(isCode),
  uri: text(isUri),
  oid: text(isOid),
  id: text(isId),
  date: text(isDate),
  dateTime: text(isDateTime),
  instant: text(isInstant),
  time: text(isTime),
  base64Binary: text(isBase64),
  xhtml: text(isMarkup),
}

const anything: Test = () => undefined

/** What is wrong with a value of this type: undefined when nothing is. */
export const primitiveTest = (type: string): Test => tests[type] ?? anything
