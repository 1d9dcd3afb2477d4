/** Rows and their children become resources; a row that gives no valid one is contained, counted and named by a hash of its id. */
import type { Resource } from '../fhir/resource.js'
import { textOfRule } from '../fhir/validate/rules.js'
import { validateResource } from '../fhir/validate/validate-resource.js'
import type { RowReport } from '../mapping/compile/emit-row-function.js'
import type { Row } from '../spi/index.js'
import type { DataQuality } from './data-quality.js'
import type { OutcomeIssue } from './engine.js'
import type { PreparedMap } from './prepared-map.js'
import { rowName } from './row-name.js'

/** What a row gives: a resource, a reason why there is none, or, of a row that is none of its map's, neither. */
export type MappedRow =
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'left-out'; readonly leftOut: LeftOut }
  | typeof keptOut

const keptOut = { kind: 'kept-out' } as const

export interface LeftOut {
  readonly map: string
  readonly name: string
  readonly faults: readonly RowFault[]
  /** What would have been served, for a search to be judged by; absent when there is not even that. */
  readonly resource?: Resource
}

export interface RowFault {
  readonly place: string
  readonly rule: string
}

/** `incomplete`: the source leaves out the rest. `shared`: they stand at one place in the order, and the page goes on behind it. */
export type CutReason = 'incomplete' | 'shared'

const cutTexts: Readonly<Record<CutReason, string>> = {
  incomplete: 'have no value where one is required',
  shared: 'have the key of another row, or none',
}

export interface ReportSetup {
  readonly now: number
  readonly rowKey: Uint8Array
  readonly quality: DataQuality
  /** A map that was proven to give valid resources has not: what follows from the proof is no longer done. */
  refuted?(map: string): void
}

const texts: Readonly<Record<string, string>> = {
  unmapped: 'could not be mapped',
  'repeated-id': 'is the id of another row too',
}

/** Of the one fault that is told of, without a value. */
export const faultText = ({ place, rule }: RowFault): string => `${place} ${texts[rule] ?? textOfRule(rule)}`

/** Maps rows, and collects what happens meanwhile. One for each request. */
export class MappingReport implements RowReport {
  readonly now: number
  hasExactDecimals = false
  readonly #setup: ReportSetup
  #faults: RowFault[] = []
  #dropped: { readonly place: string; readonly rule: 'unreadable' | 'unlisted' }[] = []
  readonly #told: LeftOut[] = []
  #count = 0
  readonly #cut = new Map<CutReason, Set<string>>()

  constructor(setup: ReportSetup) {
    this.now = setup.now
    this.#setup = setup
  }

  dropped(place: string, rule: 'unreadable' | 'unlisted' = 'unreadable'): void {
    this.#dropped.push({ place, rule })
  }

  incomplete(place: string): void {
    this.#faults.push({ place, rule: 'required' })
  }

  map(prepared: PreparedMap, row: Row, children: readonly (readonly Row[])[]): MappedRow {
    this.#faults = []
    this.#dropped = []
    const resource = this.#resource(prepared, row, children)
    if (this.#dropped.length > 0) this.#countDropped(prepared, row)
    if (resource) {
      const findings = validateResource(resource)
      if (findings.length === 0) return { kind: 'resource', resource }
      this.#setup.refuted?.(prepared.map.name)
      const faults = findings.map(({ path, rule }) => ({ place: path, rule }))
      return { kind: 'left-out', leftOut: this.leaveOut(prepared, row, faults, resource) }
    }
    // The map's own `where` keeps the row out.
    if (this.#faults.length === 0) return keptOut
    // Whether an element is there, its column tells; that a key is always one, the table's declaration said.
    if (this.#faults.some(({ place }) => place === `${prepared.map.type}.id`)) this.#setup.refuted?.(prepared.map.name)
    // What is lost within the resource is told of by what is lost of the resource itself: the last.
    return { kind: 'left-out', leftOut: this.leaveOut(prepared, row, this.#faults.slice(-1)) }
  }

  /** Without some of its lists. Undefined, and nothing is counted, when the row has to be looked at as a whole. */
  mapPart(prepared: PreparedMap, row: Row, children: readonly (readonly Row[])[]): MappedRow | undefined {
    this.#faults = []
    this.#dropped = []
    const resource = this.#resource(prepared, row, children)
    if (!resource || validateResource(resource).length > 0) return undefined
    if (this.#dropped.length > 0) this.#countDropped(prepared, row)
    return { kind: 'resource', resource }
  }

  #resource(prepared: PreparedMap, row: Row, children: readonly (readonly Row[])[]): Resource | undefined {
    try {
      return prepared.map.emitted.toResource(row, children, this) as Resource | undefined
    } catch {
      this.#faults.push({ place: prepared.map.type, rule: 'unmapped' })
      return undefined
    }
  }

  #countDropped(prepared: PreparedMap, row: Row): void {
    const { quality, rowKey } = this.#setup
    for (const { place, rule } of this.#dropped)
      quality.record({ map: prepared.map.name, rule, place, isRow: false }, this.now, () => rowName(prepared, row, rowKey))
  }

  /** Counts the row; what a page does not hold is not told to who asked for it. */
  leaveOut(prepared: PreparedMap, row: Row, faults: readonly RowFault[], resource?: Resource): LeftOut {
    const { quality, rowKey } = this.#setup
    const map = prepared.map.name
    const name = rowName(prepared, row, rowKey)
    for (const { place, rule } of faults) quality.record({ map, rule, place, isRow: true }, this.now, () => name)
    return { map, name, faults, ...(resource && { resource }) }
  }

  /** Into an outcome entry of the Bundle. */
  tell(leftOut: LeftOut): void {
    if (++this.#count <= shownRows) this.#told.push(leftOut)
  }

  /** From here on more rows of the map are left out than are told of one by one. */
  tellCut(map: string, reason: CutReason): void {
    this.#cut.set(reason, (this.#cut.get(reason) ?? new Set()).add(map))
  }

  outcomes(): readonly OutcomeIssue[] {
    const warning = (text: string): OutcomeIssue => ({ severity: 'warning', code: 'incomplete', text })
    return [
      ...this.#told.map(({ map, name, faults: [fault] }) =>
        warning(`A row of ${map} (${name}) is not served: ${fault ? faultText(fault) : 'it is not valid'}.`),
      ),
      ...(this.#count > shownRows ? [warning(`${this.#count - shownRows} more rows are not served.`)] : []),
      ...[...this.#cut].flatMap(([reason, maps]) =>
        [...maps].map(map => warning(`Many rows of ${map} ${cutTexts[reason]}. More of them are not served.`)),
      ),
    ]
  }
}

const shownRows = 10
