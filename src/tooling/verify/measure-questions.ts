/** Questions of numbers, quantities and uris: what a value asks of itself. https://hl7.org/fhir/STU3/search.html#number */
import { ExactDecimal } from '../../fhir/exact-decimal.js'
import { escapeValue } from '../../search/escaping.js'
import { propertyOf } from '../../search/property-of.js'
import type { Modifier } from '../../search/search.js'

export interface Ask {
  readonly modifier?: Modifier
  /** Escaped. */
  readonly value: string
  readonly form: string
  readonly returns?: boolean
}

/** Whether a number is so to itself. */
const prefixes = { '': true, ge: true, le: true, ap: true, ne: false, gt: false, lt: false, sa: false, eb: false } as const

/** `isPlain`: it stands for itself, without a comparator and in the unit that is asked for. */
function asksOfDigits(number: string, isPlain: boolean): readonly Ask[] {
  return Object.entries(prefixes).map(([prefix, returns]) => ({
    value: prefix + number,
    form: `${prefix}[number]`,
    ...(isPlain && { returns }),
  }))
}

export function asksOfNumber(type: string, value: unknown): readonly Ask[] {
  // A number asks for a duration in days, whatever its unit.
  if (type === 'Duration') return asksOfDigits(digitsOf(propertyOf(value, 'value')) ?? '0', false)
  const number = digitsOf(value)
  return number === undefined ? [] : asksOfDigits(number, true)
}

export function asksOfQuantity(type: string, value: unknown): readonly Ask[] {
  if (type === 'Range') return ['low', 'high'].flatMap(end => withoutAnswer(asksOfQuantity('Quantity', propertyOf(value, end))))
  const number = digitsOf(propertyOf(value, 'value'))
  if (number === undefined) return []
  const numbers = asksOfDigits(number, propertyOf(value, 'comparator') === undefined)
  const [system, code] = ['system', 'code'].map(name => textOf(propertyOf(value, name)))
  if (code === undefined) return numbers
  const ofCode = numbers.map(ask => inUnit(ask, '', code, '||[code]'))
  return [
    ...numbers,
    ...ofCode,
    ...(system === undefined ? [] : numbers.map(ask => inUnit(ask, system, code, '|[system]|[code]'))),
  ]
}

const inUnit = (ask: Ask, system: string, code: string, form: string): Ask => ({
  ...ask,
  value: `${ask.value}|${escapeValue(system)}|${escapeValue(code)}`,
  form: ask.form + form,
})

const withoutAnswer = (asks: readonly Ask[]): readonly Ask[] => asks.map(({ value, form }) => ({ value, form }))

export function asksOfUri(value: unknown): readonly Ask[] {
  const uri = textOf(value)
  if (uri === undefined) return []
  const half = uri.slice(0, Math.ceil(uri.length / 2))
  const asks: readonly Ask[] = [
    { value: uri, form: '[uri]', returns: true },
    { value: `${uri}x`, form: '[uri]x', returns: false },
    { value: half, modifier: 'below', form: '[start of the uri]', returns: true },
    { value: `${uri}/x`, modifier: 'above', form: '[uri]/x', returns: true },
  ]
  return asks.map(ask => ({ ...ask, value: escapeValue(ask.value) }))
}

/** As written: 1.50 is more precise than 1.5. */
function digitsOf(value: unknown): string | undefined {
  if (value instanceof ExactDecimal) return value.text
  return typeof value === 'number' ? String(value) : undefined
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
