/** How numbers, quantities and ranges lie, worked out apart from the product: whole numbers of 10^-80. https://hl7.org/fhir/STU3/search.html#number */
import { UcumLhcUtils } from '@lhncbc/ucum-lhc'

/** An interval; an end that is missing has no limit. */
export interface Extent {
  readonly low?: bigint
  readonly high?: bigint
  /** The end itself does not belong to it. */
  readonly isLowOpen?: boolean
  readonly isHighOpen?: boolean
  /** Of a value with a comparator: the side on which it has no limit. */
  readonly unlimited?: 'above' | 'below'
}

export function unitsOf(text: string): bigint | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', part = '', exponent = '0'] = match
  const places = 80 - part.length + Number(exponent)
  const size = BigInt(whole + part) * 10n ** BigInt(Math.max(places, 0))
  return sign === '-' ? -size : size
}

/** What a search says of a number: its prefix, itself and half of its last digit. */
function readSearched(searched: string) {
  const prefix = /^[a-z]{2}/.exec(searched)?.[0] ?? 'eq'
  const number = searched.replace(/^[a-z]{2}/, '')
  const value = unitsOf(number)
  if (value === undefined) throw new Error(`The judge can not read the number ${searched}.`)
  const [mantissa = '', exponent = '0'] = number.split(/e/i)
  const decimals = mantissa.split('.')[1]?.length ?? 0
  const step = 10n ** BigInt(80 - decimals + Number(exponent))
  return { prefix, value, half: step / 2n }
}

export function extentMatches(extent: Extent, searched: string): boolean {
  const { prefix, value, half } = readSearched(searched)
  const { low, high, isLowOpen = false, isHighOpen = false, unlimited } = extent
  const isWithin =
    low !== undefined &&
    high !== undefined &&
    low >= value - half &&
    (high < value + half || (high === value + half && isHighOpen))
  const reachesAbove = (limit: bigint, itself: boolean) =>
    high === undefined || high > limit || (itself && high === limit && !isHighOpen)
  const reachesBelow = (limit: bigint, itself: boolean) =>
    low === undefined || low < limit || (itself && low === limit && !isLowOpen)
  const size = value < 0n ? -value : value
  const near = size / 10n > half ? size / 10n : half
  switch (prefix) {
    case 'eq':
      return isWithin
    case 'ne':
      return !isWithin
    case 'gt':
    case 'ge':
      return unlimited !== 'below' && reachesAbove(value, prefix === 'ge')
    case 'lt':
    case 'le':
      return unlimited !== 'above' && reachesBelow(value, prefix === 'le')
    case 'sa':
      return !reachesBelow(value, true)
    case 'eb':
      return !reachesAbove(value, true)
    case 'ap':
      return reachesBelow(value + near, true) && reachesAbove(value - near, true)
    default:
      throw new Error(`The judge knows no prefix ${prefix}.`)
  }
}

export const propertyAt = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined

/** A decimal whose digits a number can not carry stands in a resource as an object with its text. */
export function numberText(value: unknown): string | undefined {
  const text = propertyAt(value, 'text')
  return typeof value === 'number' ? String(value) : typeof text === 'string' ? text : undefined
}

export interface Unit {
  readonly system: string
  readonly code: string
}

/** A quantity or a range in the unit that is asked for; undefined when it has no number in it. */
export function extentOf(type: string, value: unknown, asked: Unit | undefined): Extent | undefined {
  if (type !== 'Range') return extentOfQuantity(value, asked)
  const [low, high] = [propertyAt(value, 'low'), propertyAt(value, 'high')]
  const ends = [low, high].map(end => (numberText(propertyAt(end, 'value')) === undefined ? 'open' : sizeIn(end, asked)))
  if (ends.includes(undefined) || ends.every(end => end === 'open')) return undefined
  const [from, to] = ends
  return { ...(typeof from === 'bigint' && { low: from }), ...(typeof to === 'bigint' && { high: to }) }
}

function extentOfQuantity(value: unknown, asked: Unit | undefined): Extent | undefined {
  const size = sizeIn(value, asked)
  if (size === undefined) return undefined
  switch (propertyAt(value, 'comparator')) {
    case '>':
      return { low: size, isLowOpen: true, unlimited: 'above' }
    case '>=':
      return { low: size, unlimited: 'above' }
    case '<':
      return { high: size, isHighOpen: true, unlimited: 'below' }
    case '<=':
      return { high: size, unlimited: 'below' }
    default:
      return { low: size, high: size }
  }
}

function sizeIn(value: unknown, asked: Unit | undefined): bigint | undefined {
  const text = numberText(propertyAt(value, 'value'))
  if (text === undefined || asked === undefined) return text === undefined ? undefined : unitsOf(text)
  const [system, code, unit] = ['system', 'code', 'unit'].map(name => propertyAt(value, name))
  if (asked.system === '') return code === asked.code || unit === asked.code ? unitsOf(text) : undefined
  if (system !== asked.system || typeof code !== 'string') return undefined
  if (code === asked.code) return unitsOf(text)
  if (system !== 'http://unitsofmeasure.org' || /\s/.test(code + asked.code)) return undefined
  const { status, toVal } = UcumLhcUtils.getInstance().convertUnitTo(code, Number(text), asked.code)
  // Binary fractions are right to twelve digits.
  return status === 'succeeded' && toVal !== null ? unitsOf(String(Number(toVal.toPrecision(12)))) : undefined
}

/** `5.4|system|code` of a search. */
export function readAskedQuantity(value: string, split: (text: string) => readonly string[]) {
  const [number = '', system, code] = split(value)
  return { number, unit: system === undefined || code === undefined || code === '' ? undefined : { system, code } }
}
