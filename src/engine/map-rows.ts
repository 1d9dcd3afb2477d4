/** Rows and their children become resources; a row that can not is contained, counted and named by a hash of its id. */
import { createHmac } from 'node:crypto'
import type { Resource } from '../fhir/resource.js'
import type { RowReport } from '../mapping/compile/emit-row-function.js'
import { encodeId } from '../mapping/compile/logical-id.js'
import type { Row, Scalar } from '../spi/index.js'
import type { OutcomeIssue } from './engine.js'
import type { PreparedMap } from './prepared-map.js'

/** Collects what happens while rows are mapped. One for each request. */
export class MappingReport implements RowReport {
  readonly now: number
  hasExactDecimals = false
  /** The reason why the row that is being mapped gives no resource. */
  #reason: string | undefined
  readonly #rowKey: Uint8Array
  readonly #leftOut: OutcomeIssue[] = []
  #count = 0

  constructor(now: number, rowKey: Uint8Array) {
    this.now = now
    this.#rowKey = rowKey
  }

  /** A value alone is dropped silently here; the data-quality report counts it. */
  dropped(): void {}

  incomplete(place: string): void {
    this.#reason ??= `${place} has no value, and the profile requires one.`
  }

  /** Whether the row that was mapped last is none of its map's: then it gave no resource, and nothing is wrong with it. */
  get wasKeptOut(): boolean {
    return this.#reason === undefined
  }

  /** Undefined when the row gives no resource that could be served. */
  map(prepared: PreparedMap, row: Row, children: readonly (readonly Row[])[]): Resource | undefined {
    this.#reason = undefined
    try {
      const resource = prepared.map.emitted.toResource(row, children, this)
      if (resource) return resource as Resource
      // The map's own `where` keeps the row out.
      if (this.#reason === undefined) return undefined
    } catch {
      this.#reason = 'it could not be mapped.'
    }
    this.#leaveOut(prepared, row)
    return undefined
  }

  #leaveOut(prepared: PreparedMap, row: Row): void {
    if (++this.#count > shownRows) return
    const name = rowName(prepared, row, this.#rowKey)
    const text = `A row of ${prepared.map.name} (${name}) is not served: ${this.#reason ?? 'it could not be mapped.'}`
    this.#leftOut.push({ severity: 'warning', code: 'incomplete', text })
  }

  outcomes(): readonly OutcomeIssue[] {
    if (this.#count <= shownRows) return this.#leftOut
    const text = `${this.#count - shownRows} more rows are not served.`
    return [...this.#leftOut, { severity: 'warning', code: 'incomplete', text }]
  }
}

const shownRows = 10

/** The same row has the same name as long as the key stays; the name tells nothing of the row. */
function rowName({ map, keyPlaces }: PreparedMap, row: Row, key: Uint8Array): string {
  const parts = keyPlaces.map(place => textOf(row[place]))
  const id = encodeId(map, parts) ?? parts.join('.')
  return createHmac('sha256', key).update(`${map.name} ${id}`).digest('base64url').slice(0, 10)
}

const textOf = (value: Scalar | undefined): string | undefined =>
  value === null || value === undefined
    ? undefined
    : value instanceof Uint8Array
      ? Buffer.from(value).toString('hex')
      : String(value)
