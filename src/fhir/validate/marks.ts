/** Which elements an object has, as the bits of one number: rules about them are then decided without looking at the object again. */
import { FacadeError } from '../../kernel/errors.js'

/** Of the element `extension`, which may be all that an object has. */
export const extensionMark = 1
/** Of every element that says something, and is not `extension`. */
export const contentMark = 2
const firstOwn = 2
const bits = 31

/** The bits of the elements of one type that some rule asks about. */
export class Marks {
  readonly #own = new Map<string, number>()

  /** Of an element, or of all types of a choice by its name. */
  of(name: string): number {
    const known = this.#own.get(name)
    if (known !== undefined) return known
    const place = firstOwn + this.#own.size
    if (place >= bits)
      throw new FacadeError('internal.fault', { text: 'The rules of a type ask about more elements than can be marked.' })
    this.#own.set(name, 1 << place)
    return 1 << place
  }

  ofAll(names: readonly string[]): number {
    return names.reduce((mask, name) => mask | this.of(name), 0)
  }

  /** 0 when no rule asks about it. */
  known(name: string | undefined): number {
    return (name !== undefined && this.#own.get(name)) || 0
  }
}
