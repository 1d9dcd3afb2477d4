/** Decimals whose digits a JavaScript number can not carry: 1.50 is not 1.5. https://hl7.org/fhir/STU3/datatypes.html#decimal */
import { FacadeError } from '../kernel/errors.js'

const shape = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Written digit for digit by serialize/; a plain JSON.stringify loses digits, but never the value's type. */
export class ExactDecimal {
  readonly text: string

  /** The text is written into JSON as it is, so it must be a number of JSON. */
  constructor(text: string) {
    if (!shape.test(text)) throw new FacadeError('internal.fault', { text: 'A decimal is not a number.' })
    this.text = text
  }

  toJSON(): number {
    return Number(this.text)
  }
}

/** The number itself where it carries every digit; undefined when the text is no decimal. */
export function readDecimal(text: string): number | ExactDecimal | undefined {
  const number = Number(text)
  if (String(number) === text && Number.isFinite(number)) return number
  return shape.test(text) ? new ExactDecimal(text) : undefined
}
