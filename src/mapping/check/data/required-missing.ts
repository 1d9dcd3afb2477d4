/** Rows that give no resource: what STU3 or the profile requires of it has no value. */
import type { Position } from '../../../kernel/diagnostics.js'
import type { RowReport } from '../../compile/emit-row-function.js'
import type { Report } from '../../language/diagnostic-codes.js'

export class RequiredCounter implements RowReport {
  readonly now: number
  hasExactDecimals = false
  #place: string | undefined
  readonly #counts = new Map<string, number>()
  #rows = 0

  constructor(now: number) {
    this.now = now
  }

  dropped(): void {}

  /** The first place is the innermost: what holds it is lost for no other reason. */
  incomplete(place: string): void {
    this.#place ??= place
  }

  /** `map` gives the resource of one row. */
  see(map: () => object | undefined): void {
    this.#rows++
    this.#place = undefined
    if (map() === undefined && this.#place !== undefined) this.#counts.set(this.#place, (this.#counts.get(this.#place) ?? 0) + 1)
  }

  tell(at: Position, type: string, report: Report): void {
    for (const [place, count] of this.#counts)
      report(
        'data.required-missing',
        at,
        `${count} of ${this.#rows} ${this.#rows === 1 ? 'row' : 'rows'} ${count === 1 ? 'gives' : 'give'} no ${type}: ${asWritten(place)} has no value there, and it is required. Map another column beside it (first: […]), or keep such rows out with where.`,
      )
  }
}

/** `Patient.name:official` is name[official] in a map. */
const asWritten = (place: string): string => place.replace(/^[A-Z]\w*\./, '').replace(/:(\w+)/g, '[$1]')
