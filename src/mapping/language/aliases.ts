/** The aliases of one map, and those that are used without being declared: each is told of once, however often it stands there. */
import type { Position } from '../../kernel/diagnostics.js'
import { nearestName } from '../../kernel/nearest.js'
import type { Report } from './diagnostic-codes.js'

interface Unknown {
  readonly at: Position
  readonly advice: string | undefined
  readonly places: Set<string>
}

export class Aliases {
  readonly #declared: ReadonlySet<string>
  /** False where `from` can not be read: any alias may be the one that it should have declared. */
  readonly #isComplete: boolean
  readonly #unknown = new Map<string, Unknown>()

  constructor(declared: ReadonlySet<string>, isComplete: boolean) {
    this.#declared = declared
    this.#isComplete = isComplete
  }

  has(alias: string): boolean {
    return this.#declared.has(alias)
  }

  /** Notes a use of an alias that is not declared. `advice`: what else may have been meant there. */
  refuse(alias: string, at: Position, advice?: string): void {
    const known = this.#unknown.get(alias) ?? { at, advice, places: new Set<string>() }
    const isEarlier = at.line < known.at.line || (at.line === known.at.line && at.column < known.at.column)
    known.places.add(`${at.line}:${at.column}`)
    this.#unknown.set(alias, isEarlier ? { ...known, at, advice } : known)
  }

  /** When the whole map was read. A fault of `from` was told already, and explains them all. */
  tell(report: Report): void {
    if (!this.#isComplete) return
    for (const [alias, { at, advice, places }] of this.#unknown) {
      const more = places.size - 1
      const nearest = alias.length > 2 ? nearestName(alias, this.#declared) : undefined
      const meant = nearest === undefined ? (more === 0 ? advice : undefined) : `Did you mean ${nearest}?`
      const others = more === 0 ? '' : ` It is used in ${more} more ${more === 1 ? 'place' : 'places'} of this map.`
      const message = `${alias} is not an alias here (${listed([...this.#declared])}).${others}`
      report('map.alias-unknown', at, meant === undefined ? message : `${message} ${meant}`)
    }
  }
}

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none is' : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'}`
