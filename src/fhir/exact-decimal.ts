/** Decimals whose digits a JavaScript number can not carry: 1.50 is not 1.5. https://hl7.org/fhir/STU3/datatypes.html#decimal */
import { FacadeError } from '../kernel/errors.js'

const shape = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/

/** Written digit for digit by serialize/; a plain JSON.stringify loses digits, but never the value's type. */
export class ExactDecimal {
  /** Without an exponent. */
  readonly text: string

  /** The text is written into JSON and XML as it is, so it must be a number there. */
  constructor(text: string) {
    if (!shape.test(text)) throw new FacadeError('internal.fault', { text: 'A decimal is not a number.' })
    this.text = plainDecimal(text)
  }

  toJSON(): number {
    return Number(this.text)
  }
}

/** The number itself where it carries every digit; undefined when the text is no decimal, or has an exponent of more than three digits. */
export function readDecimal(text: string): number | ExactDecimal | undefined {
  const number = Number(text)
  if (String(number) === text && Number.isFinite(number) && !text.includes('e')) return number
  return shape.test(text) ? new ExactDecimal(text) : undefined
}

/** STU3 knows no exponents: `1.5e-7` is 0.00000015, with as many significant digits, and `1.50e1` is 15.0. */
export function plainDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  if (exponent === undefined) return text
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  const before = digits
    .slice(0, point)
    .padEnd(point, '0')
    .replace(/^0+(?=\d)/, '')
  const after = digits.slice(point)
  return after === '' ? sign + before : `${sign}${before}.${after}`
}
